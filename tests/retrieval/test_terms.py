import pytest

from ecreco.retrieval.terms import terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("128 GB", "128gb"),
        ("20,000 mAh", "20000mah"),
        ("3 metres", "3m"),
        ("3m", "3m"),
        ('43"', "43inch"),
        ("1.50 L", "1.5l"),
        ("5 kgs", "5kg"),
    ],
)
def test_measures_are_one_word(text: str, expected: str) -> None:
    assert words(text) == [expected]


def test_feet_are_found_by_metres() -> None:
    assert set(terms("10 feet")) & set(terms("3 m"))


@pytest.mark.parametrize(("one", "other"), [("wi-fi", "wifi"), ("type-c", "type c"), ("Tab A8", "taba8")])
def test_compounds_meet(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


def test_words_of_asking_are_left_out_of_queries_unless_nothing_else_is_there() -> None:
    assert terms("show me cheap kettles", query=True) == ["kettl"]
    assert terms("cheap", query=True) == ["cheap"]


def test_other_scripts_and_accents_stay_searchable() -> None:
    assert terms("Café кофе") == ["cafe", "кофе"]


def test_empty_text_has_no_terms() -> None:
    assert terms("") == terms("?!") == []
