from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreco.shop.money import Money, format_money, parse_money, to_major, to_minor


@pytest.mark.parametrize(
    ("text", "default", "amount", "currency"),
    [
        ("₹1,09,900", "USD", 10_990_000, "INR"),
        ("₹1,23,45,678.50", "USD", 1_234_567_850, "INR"),
        ("Rs. 2,000/-", "USD", 200_000, "INR"),
        ("1.099,00 €", "USD", 109_900, "EUR"),
        ("1 299,50 EUR", "USD", 129_950, "EUR"),
        ("1\u202f299,50\u00a0€", "USD", 129_950, "EUR"),
        ("1'299.50 CHF", "USD", 129_950, "CHF"),
        ("CHF 12.50", "USD", 1_250, "CHF"),
        ("£4.99", "USD", 499, "GBP"),
        ("-£4.99", "USD", -499, "GBP"),
        ("£5.-", "USD", 500, "GBP"),
        ("$1,299", "USD", 129_900, "USD"),
        ("1.299", "EUR", 129_900, "EUR"),
        ("1299.000", "EUR", 129_900, "EUR"),
        ("1.234.567", "EUR", 123_456_700, "EUR"),
        ("12,5", "EUR", 1_250, "EUR"),
        (".99", "EUR", 99, "EUR"),
        ("0,125", "EUR", 13, "EUR"),
        ("¥1,500", "USD", 1_500, "JPY"),
        ("KWD 1.234", "USD", 1_234, "KWD"),
        ("  7  ", "EUR", 700, "EUR"),
    ],
)
def test_reads_common_spellings(text: str, default: str, amount: int, currency: str) -> None:
    assert parse_money(text, default) == Money(amount, currency)


@pytest.mark.parametrize(
    "text",
    ["", "free", "12-15", "1e5", "--5", "-", "1,2,3", "1,099.000.5", "12 apples", "€ 5 $", "x" * 5000, "1 " * 5000],
)
def test_refuses_what_is_no_price_quickly_and_says_why(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ValueError, match=r"not a price|not grouped|mixes decimal marks"):
        parse_money(text, "EUR")
    assert time.perf_counter() - start < 0.5


@given(st.integers(-(10**12), 10**12), st.sampled_from(["INR", "GBP", "EUR", "USD", "JPY", "CHF", "KWD"]))
def test_what_is_shown_reads_back(amount: int, currency: str) -> None:
    assert parse_money(format_money(amount, currency), "XXX") == Money(amount, currency)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["INR", "JPY", "KWD"]))
def test_major_and_minor_units_agree(amount: int, currency: str) -> None:
    assert to_minor(to_major(amount, currency), currency) == amount


def test_rounds_half_up() -> None:
    assert to_minor("0.125", "EUR") == 13
    assert to_minor(1.005, "EUR") == 101


@pytest.mark.parametrize("value", ["nan", "inf", "x"])
def test_a_non_number_is_no_amount(value: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        to_minor(value, "EUR")


def test_rupees_group_as_lakh_and_drop_empty_paise() -> None:
    assert format_money(10_990_000, "INR") == "₹1,09,900"
    assert format_money(99_950, "INR") == "₹999.50"
    assert str(Money(1250, "CHF")) == "CHF 12.50"
    assert format_money(-499, "GBP") == "-£4.99"
