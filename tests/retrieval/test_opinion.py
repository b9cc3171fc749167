import pytest

from ecreco.retrieval.opinion import OVERALL, opinions


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I like it but the wire is too small", {("cable and cord", "bad")}),
        ("Cord was also smaller in length", {("cable and cord", "bad")}),
        ("Very heavy.", {("weight", "bad")}),
        ("Not heavy at all", {("weight", "good")}),
        ("It gets a bit overheated", {("heat", "bad")}),
        ("No heating issue", {("heat", "good")}),
        ("It came dented", {("build and durability", "bad")}),
        ("Value for money", {("value for money", "good")}),
        ("Not worth the price", {("value for money", "bad")}),
        ("Takes ages (almost 8-10hrs) to fully charge", {("charging speed", "bad")}),
        ("Very quick charge.", {("charging speed", "good")}),
        ("Battery drains in two hours", {("battery life", "bad")}),
        ("Sound quality is really good", {("sound", "good")}),
        ("Noise cancellation was not what I expected", {("noise", "bad")}),
        ("stopped working after a week", {("reliability", "bad")}),
        ("Easy to set up", {("ease of use", "good")}),
        (
            "Stylish and the fit is uncomfortable",
            {("looks and design", "good"), ("size and fit", "bad"), ("comfort", "bad")},
        ),
    ],
)
def test_clauses_are_judged_by_what_they_speak_of(sentence: str, expected: set[tuple[str, str]]) -> None:
    found = {(o.aspect, o.polarity) for o in opinions(sentence)}
    assert found & expected == expected or found == expected
    assert not {(a, "good" if p == "bad" else "bad") for a, p in expected} & found


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [("Nice product", "good"), ("not good", "bad"), ("useless", "bad"), ("could be better", "bad")],
)
def test_a_verdict_without_a_matter_is_overall(sentence: str, polarity: str) -> None:
    assert [(o.aspect, o.polarity) for o in opinions(sentence)] == [(OVERALL, polarity)]


def test_stars_speak_where_words_are_mute() -> None:
    assert opinions("Bought it for my desk") == []
    assert opinions("Bought it for my desk", stars=1)[0].polarity == "bad"
    assert opinions("Bought it for my desk", stars=3) == []


def test_words_outweigh_stars() -> None:
    assert {o.polarity for o in opinions("The cord is too short", stars=5)} == {"bad"}
