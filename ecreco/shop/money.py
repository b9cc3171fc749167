"""Money: integer minor units and a currency, read from every common spelling and shown the local way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# Minor-unit digits that differ from 2 (ISO 4217).
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3}
SYMBOLS = {"INR": "₹", "GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
_SYMBOL_CURRENCY = {
    "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR", "rupees": "INR",
    "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "us$": "USD",
    "¥": "JPY", "jpy": "JPY", "chf": "CHF", "sek": "SEK", "kr": "SEK", "cad": "CAD", "aud": "AUD", "cny": "CNY",
}  # fmt: skip
_AMOUNT = re.compile(
    r"^\s*(?P<a>[^\d+-]*?)\s*(?P<n>[-+]?[.,]?\d(?:[\d.,\s'\u00a0\u202f]*\d)?)\s*(?P<b>[^\d]*?)\s*(?:/-|[.,]-)?\s*$"
)
_LONGEST = 60
_GROUPED = re.compile(r"[-+]?\d{1,3}([.,]\d{2,3})*[.,]\d{3}")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (paise, pence, cents) of one currency (ISO 4217 code)."""

    amount: int
    currency: str

    def __str__(self) -> str:
        return format_money(self.amount, self.currency)


def digits(currency: str) -> int:
    """Minor-unit digits of a currency: 2 for most, 0 for yen, 3 for dinars."""
    return _DIGITS.get(currency, 2)


def to_minor(value: Decimal | float | int | str, currency: str) -> int:
    """Major units to minor units, half up. Raises ValueError on a non-number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not an amount") from error
    if not number.is_finite():
        raise ValueError(f"{value!r} is not an amount")
    return int((number * 10 ** digits(currency)).to_integral_value(ROUND_HALF_UP))


def to_major(amount: int, currency: str) -> Decimal:
    """Minor units to major units, exact."""
    return Decimal(amount) / Decimal(10) ** digits(currency)


def group(number: int, currency: str) -> str:
    """Thousands grouping; rupees group as lakh and crore (1,09,900)."""
    text = str(number)
    if currency != "INR" or len(text) <= 3:
        return f"{number:,}"
    head, tail = text[:-3], text[-3:]
    parts: list[str] = []
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*parts, tail])


def format_money(amount: int, currency: str) -> str:
    """`₹1,09,900`, `£4.99`, `CHF 12.50`. Rupees drop `.00`, as Indian shops write them."""
    sign = "-" if amount < 0 else ""
    places = digits(currency)
    whole, rest = divmod(abs(amount), 10**places)
    text = group(whole, currency)
    if places and not (currency == "INR" and rest == 0):
        text += f".{rest:0{places}d}"
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{currency} {text}"


def parse_money(text: str, default_currency: str) -> Money:
    """Read `₹1,09,900`, `1.099,00 €`, `£4.99`, `Rs. 2,000/-`, `1 299,50 EUR`, `CHF 12.50`.

    The rightmost of `.` and `,` is the decimal mark when both occur, or when exactly the currency's digits
    follow a single one of them; otherwise they group thousands. Raises ValueError with the reason.
    """
    text = text.strip()
    if len(text) > _LONGEST:  # the pattern's time grows with the cube of a hostile text's length
        raise ValueError(f"{text[:40]!r}... is not a price")
    minus = re.match(r"[-−]\s*(?=[^\d\s.,+-])", text)  # "-£4.99", as `format_money` writes it
    match = _AMOUNT.match(text[minus.end() :] if minus else text)
    if not match:
        raise ValueError(f"{text[:40]!r} is not a price")
    named: set[str] = set()
    for side in (match["a"], match["b"]):
        word = side.strip().lower()
        if not word:
            continue
        found = _SYMBOL_CURRENCY.get(word) or (word.upper() if re.fullmatch(r"[a-z]{3}", word) else None)
        if found is None:
            raise ValueError(f"{text[:40]!r} is not a price: {side.strip()[:20]!r} is no currency")
        named.add(found)
    if len(named) > 1:
        raise ValueError(f"{text[:40]!r} is not a price: it names two currencies")
    currency = named.pop() if named else default_currency
    amount = to_minor(_decimal(match["n"], currency), currency)
    return Money(-amount if minus else amount, currency)


def _decimal(raw: str, currency: str) -> str:
    number = re.sub(r"[\s'\u00a0\u202f]", "", raw)
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return number
    mark = number[last]
    other = "," if mark == "." else "."
    both = other in number
    single = number.count(mark) == 1
    if both and not single:  # 1.099.000,5 has its decimal mark last; 1,099.000.5 has none
        raise ValueError(f"{raw.strip()!r} mixes decimal marks")
    grouped = _GROUPED.fullmatch(number) is not None
    # "1.099" is a thousand (where money has two digits); "1.5", "1.50", "1299.000" and "0.125" are fractions.
    fraction = both or digits(currency) == 3 or not grouped or number.lstrip("+-").startswith(("0.", "0,"))
    if single and fraction:
        return number[:last].replace(other, "") + "." + number[last + 1 :]
    if not grouped:
        raise ValueError(f"{raw.strip()!r} is not grouped like a number")
    return number.replace(mark, "")
