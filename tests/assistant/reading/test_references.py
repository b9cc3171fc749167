import pytest

from ecreco.assistant.reading.references import read_references


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "superlative", "count"),
    [
        ("the second one", "ordinal", 2, None, None),
        ("add number 3", "ordinal", 3, None, None),
        ("el primero", "ordinal", 1, None, None),
        ("the last one", "ordinal", -1, None, None),
        ("the first two", "ordinal", 1, None, 2),
        ("第二个", "ordinal", 2, None, None),
        ("the cheaper of the two", "superlative", None, "cheapest", 2),
        ("which of those two is rated better?", "superlative", None, "best_rated", 2),
        ("the most expensive", "superlative", None, "dearest", None),
        ("all of them", "all", None, None, None),
        ("how long is its cable?", "anaphora", None, None, None),
        ("those two", "anaphora", None, None, 2),
        ("both of them", "anaphora", None, None, 2),
        ("that cable", "anaphora", None, None, None),
    ],
)
def test_the_first_reference(text, kind, ordinal, superlative, count):
    reference = read_references(text)[0]
    assert (reference.kind, reference.ordinal, reference.superlative, reference.count) == (
        kind,
        ordinal,
        superlative,
        count,
    )


@pytest.mark.parametrize(
    "text",
    [
        "pack of 3",
        "a function that reverses a string",
        "a kettle with a rating of 4.4",
        "first, what do you sell?",
        "",
        "is it too late?",
    ],
)
def test_nothing_is_pointed_at(text):
    assert read_references(text) == ()
