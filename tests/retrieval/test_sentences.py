import pytest

from ecreco.retrieval.sentences import clip, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Very heavy. Weighs 1.5kg.Charges fast", ["Very heavy.", "Weighs 1.5kg.", "Charges fast"]),
        ("Max. load 5 kg. Approx. 1.5 m.", ["Max. load 5 kg.", "Approx. 1.5 m."]),
        ("Weight: 90 g;Cable: 1.8 m | Colour: red", ["Weight: 90 g", "Cable: 1.8 m", "Colour: red"]),
        ("【Long life】Runs for a week", ["Long life: Runs for a week"]),
        ("<p>One &amp; two</p>\n\nThree", ["One & two", "Three"]),
        (" ... ", []),
    ],
)
def test_texts_are_cut_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_prose_keeps_its_semicolons() -> None:
    assert sentences("It costs $5; it is free above $50.", specifications=False) == [
        "It costs $5; it is free above $50."
    ]


def test_reviews_glued_by_a_comma_come_apart() -> None:
    assert sentences("Nice lamp,Too dim for me,1,000 hours", glued=True) == ["Nice lamp", "Too dim for me,1,000 hours"]


def test_a_clip_holds_its_place_and_marks_what_was_cut() -> None:
    text = "word " * 100 + "answer 42 " + "word " * 100
    cut = clip(text, text.index("answer"), limit=80)
    assert "answer 42" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) <= 84
    assert clip("short") == "short"
