from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ecreco.shop.importers.transforms import TRANSFORMS, NoValue, is_nothing

EUR, INR = {"currency": "EUR"}, {"currency": "INR"}


@pytest.mark.parametrize(
    ("text", "options", "minor"),
    [
        ("1.099,00 €", EUR, 109900),
        ("₹1,09,900", INR, 10990000),
        ("₹1,099", INR, 109900),
        ("Rs. 2,000/-", INR, 200000),
        ("$5.99 - $8.99", {"currency": "USD"}, 599),
        ("0", EUR, 0),
    ],
)
def test_money(text: str, options: dict[str, str], minor: int) -> None:
    assert TRANSFORMS["money"](text, options) == minor


@pytest.mark.parametrize("text", ["-5", "free", "abc", "12 apples each", "₹5", "Total price:", "9" * 30])
def test_money_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        TRANSFORMS["money"](text, EUR)


def test_money_cuts_what_the_mapping_drops() -> None:
    options = {"currency": "USD", "drop": [r"\$\s+\d+\s\.\s\d+\s*$"]}
    assert TRANSFORMS["money"]("$6.94 $ 6 . 94", options) == 694


@pytest.mark.parametrize(
    ("text", "number"),
    [("24,269", 24269), ("1.204", 1204), ("7", 7), ("12 reviews", 12), ("1,09,900", 109900), ("5.0", 5)],
)
def test_integer(text: str, number: int) -> None:
    assert TRANSFORMS["integer"](text, {}) == number


@pytest.mark.parametrize("text", ["4.5", "-3", "many", "|"])
def test_integer_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"whole number|below zero"):
        TRANSFORMS["integer"](text, {})


@pytest.mark.parametrize(
    ("text", "options", "stars"),
    [
        ("4.2", {}, 4.2),
        ("4,5", {}, 4.5),
        ("4.7 out of 5 stars", {}, 4.7),
        ("80%", {"best": 100}, 4.0),
        ("5/5", {}, 5.0),
    ],
)
def test_rating(text: str, options: dict[str, int], stars: float) -> None:
    assert TRANSFORMS["rating"](text, options) == stars


def test_rating_of_zero_means_nobody_rated() -> None:
    with pytest.raises(NoValue):
        TRANSFORMS["rating"]("0", {})


@pytest.mark.parametrize("text", ["|", "6", "-1", "good"])
def test_rating_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"rating|outside"):
        TRANSFORMS["rating"](text, {})


@pytest.mark.parametrize(("text", "pieces"), [("5 new", 5), ("Only 3 left", 3), ("1,200", 1200), ("-2", 0)])
def test_stock(text: str, pieces: int) -> None:
    assert TRANSFORMS["stock"](text, {}) == pieces


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ("in_stock", True),
        ("In Stock", True),
        ("5 new", True),
        ("0", False),
        ("out of stock", False),
        ("sold out", False),
        ("backorder", False),
    ],
)
def test_in_stock(text: str, is_in: bool) -> None:
    assert TRANSFORMS["in_stock"](text, {}) is is_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27 Dec. 2014", (2014, 12, 27)),
        ("29 Sept. 2015", (2015, 9, 29)),
        ("2015-09-29", (2015, 9, 29)),
        ("1443484800", (2015, 9, 29)),
        ("18 July 2009", (2009, 7, 18)),
    ],
)
def test_date(text: str, day: tuple[int, int, int]) -> None:
    assert TRANSFORMS["date"](text, {}) == datetime(*day, tzinfo=UTC)


def test_date_with_a_zone_is_moved_to_utc() -> None:
    assert TRANSFORMS["date"]("2026-01-05T10:00:00+05:30", {}) == datetime(2026, 1, 5, 4, 30, tzinfo=UTC)


def test_html_becomes_text_and_scripts_vanish() -> None:
    html = "<p>Soft &amp; <b>warm</b></p><script>alert('x')</script><ul><li>one<li>two</ul> a < b"
    assert TRANSFORMS["text"](html, {}) == "Soft & warm\none\ntwo\na < b"


def test_escaped_html_is_no_way_in() -> None:
    assert "<" not in TRANSFORMS["text"]("&lt;script&gt;alert(1)&lt;/script&gt;fine", {})


def test_first_url_takes_no_scripts() -> None:
    assert TRANSFORMS["first_url"]("https://a.example/1.jpg|https://a.example/2.jpg", {}) == "https://a.example/1.jpg"
    with pytest.raises(ValueError, match="no web address"):
        TRANSFORMS["first_url"]("javascript:alert(1)", {})


def test_bullets() -> None:
    assert TRANSFORMS["bullets"]("one|two| |one|N/A", {}) == ("one", "two")


@pytest.mark.parametrize("text", ["", " ", "N/A", "nan", "None", "-"])
def test_spellings_of_nothing(text: str) -> None:
    assert is_nothing(text)
