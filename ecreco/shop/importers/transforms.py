"""The small named transforms of a mapping. Each takes a text of the source and gives the value of a field.

A transform raises ValueError with a reason a person can act on; the field is then dropped or the row rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ecreco.shop.importers.categories import split_path
from ecreco.shop.importers.cleaning import one_line, plain_text, short, without_controls
from ecreco.shop.money import digits, parse_money

NOTHING = frozenset({"", "n/a", "na", "n.a.", "nan", "none", "null", "-", "--", "—", "?", "unknown", "tbd", "tba"})
Options = Mapping[str, Any]
_DATE_FORMATS = (
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d-%m-%Y",
)  # fmt: skip


class ForeignCurrency(ValueError):
    """A price that is not in the shop's currency."""

    def __init__(self, price: str, currency: str, shop: str) -> None:
        super().__init__(f"{short(price)!r} is in {currency}, the shop sells in {shop}")
        self.currency = currency


def is_nothing(text: str) -> bool:
    """True for the spellings with which sources say that they have no value."""
    return text.strip().casefold() in NOTHING


def money(text: str, options: Options) -> int:
    """Minor units of the shop's currency, from every common spelling. Free and negative prices are refused.

    A range (`$5.99 - $8.99`) reads as its lowest price; text after the price is refused, not guessed at.
    """
    currency = str(options["currency"])
    raw = _cut(text, options).strip()
    if raw.casefold() in ("free", "gratis", "kostenlos"):
        raise ValueError("'free' is no price; write 0 where a product is given away")
    parts = re.split(r"\s+(?:-|–|to)\s+", raw, maxsplit=1)
    found = min((parse_money(part, currency) for part in parts), key=lambda m: m.amount)
    if found.currency != currency:
        raise ForeignCurrency(raw, found.currency, currency)
    if found.amount < 0:
        raise ValueError(f"{short(raw)!r} is below zero")
    if found.amount > 10 ** (10 + digits(currency)):
        raise ValueError(f"{short(raw)!r} is larger than any price")
    return found.amount


def integer(text: str, options: Options) -> int:
    """`24,269` and `1.204 reviews` as a whole number of zero or more."""
    match = re.fullmatch(r"\D{0,3}?([-+]?\d{1,3}(?:[.,\s']\d{2,3})*(?!\d)|[-+]?\d+)(?:[.,]0+)?\s*[^\d]*", text.strip())
    if not match:
        raise ValueError(f"{short(text)!r} is not a whole number")
    number = int(re.sub(r"[^\d-]", "", match[1]))
    if number < 0:
        raise ValueError(f"{short(text)!r} is below zero")
    return _sane(number, text)


def _sane(number: int, text: str) -> int:
    """Counts that a database column holds; a telephone number in the wrong column is larger."""
    if number > 10**12:
        raise ValueError(f"{short(text)!r} is larger than any count")
    return number


def rating(text: str, options: Options) -> float:
    """1 to 5 stars; `4.2 out of 5 stars` too, and with `best = 10` or `100` scaled to five. 0 means nobody rated."""
    match = re.match(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:%|/\s*\d+|out of|von|stars?|★|$)", text)
    if not match:
        raise ValueError(f"{short(text)!r} is not a rating")
    value = float(match[1].replace(",", "."))
    best = float(options.get("best", 5))
    value = value * 5 / best
    if value == 0:
        raise NoValue
    if not 1 <= value <= 5:
        raise ValueError(f"{short(text)!r} is outside 1 to {best:g}")
    return round(value, 2)


def stock(text: str, options: Options) -> int:
    """`5 new`, `12`, `Only 3 left in stock` as pieces."""
    match = re.search(r"-?\d[\d,]*", text)
    if not match:
        raise ValueError(f"{short(text)!r} says no number of pieces")
    return _sane(max(0, int(match[0].replace(",", ""))), text)


def in_stock(text: str, options: Options) -> bool:
    """`in stock`, `5 new`, `yes`, `1` as True; `out of stock`, `0`, `sold out`, `backorder` as False."""
    word = " ".join(text.casefold().replace("_", " ").split())
    if word in ("in stock", "instock", "available", "yes", "true", "y", "active", "limited availability", "preorder"):
        return True
    if word in ("no", "false", "n", "discontinued") or re.search(
        r"out ?of ?stock|sold ?out|unavailable|not available|backorder|onbackorder", word
    ):
        return False
    match = re.search(r"-?\d+", word)
    if match:
        return int(match[0]) > 0
    raise ValueError(f"{short(text)!r} does not say whether it is in stock")


def text(value: str, options: Options) -> str:
    """Plain text, markup and scripts removed, line ends kept; `drop` lists regular expressions to cut out."""
    return plain_text(_cut(value, options))


def _cut(value: str, options: Options) -> str:
    for pattern in options.get("drop", ()):
        value = re.sub(pattern, " ", value, flags=re.IGNORECASE)
    return value


def line(value: str, options: Options) -> str:
    """Plain text on one line."""
    return one_line(text(value, options))


def bullets(value: str, options: Options) -> tuple[str, ...]:
    """Points parted by `separator` (default `|`; line ends too), each on one line, blanks left out."""
    points: list[str] = []
    for part in re.split(r"\n|" + re.escape(str(options.get("separator", "|"))), plain_text(value)):
        point = line(part.strip(" \t•·*"), options)
        if point and not is_nothing(point) and point not in points:
            points.append(point)
    return tuple(points)


def category_path(value: str, options: Options) -> tuple[str, ...]:
    """The path from the broadest to the narrowest, segments as the source spells them; see `split_path`."""
    # a feed may list several paths; the first is the product's own
    first = value.split(str(options["several"]))[0] if options.get("several") else value
    return split_path(first, options.get("separator"))


def first_url(value: str, options: Options) -> str:
    """The first web address of a list parted by `separator` (default: `|`, `,` before http, blanks)."""
    for part in re.split(r"\||\s+|,(?=\s*https?://)", without_controls(value).strip()):
        if re.match(r"https?://[^\s<>\"']+$", part):
            return part
    raise ValueError(f"{short(value)!r} is no web address (http or https)")


def file_name(value: str, options: Options) -> str:
    """A relative file name, with `prefix` before it; never a way out of the folder."""
    name = value.strip().replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or "://" in name:
        raise ValueError(f"{short(value)!r} is no file name")
    return str(options.get("prefix", "")) + name


def boolean(value: str, options: Options) -> bool:
    """yes/true/1/y/visible/active or no/false/0/n/hidden/draft/archived."""
    word = value.strip().casefold()
    if word in ("yes", "true", "1", "y", "visible", "active", "published", "on"):
        return True
    if word in ("no", "false", "0", "n", "hidden", "draft", "archived", "off", "-1"):
        return False
    raise ValueError(f"{short(value)!r} is neither yes nor no")


def date(value: str, options: Options) -> datetime:
    """ISO dates and times, `27 Dec. 2014`, `29 Sept. 2015`, Unix seconds or milliseconds; UTC where none is said."""
    raw = re.sub(r"\b(Sept)\b", "Sep", re.sub(r"(?<=[A-Za-z])\.", "", value.strip()))
    if re.fullmatch(r"\d{9,10}|\d{13}", raw):
        return datetime.fromtimestamp(int(raw) / (1000 if len(raw) == 13 else 1), UTC)
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        found = _by_format(raw, str(options["format"]) if "format" in options else None)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _by_format(raw: str, given: str | None) -> datetime:
    for known in (given,) if given else _DATE_FORMATS:
        try:
            return datetime.strptime(raw, known)
        except ValueError:
            continue
    raise ValueError(f"{short(raw)!r} is not a date")


class NoValue(Exception):
    """The source says, in its own way, that it has no value; nothing is wrong."""


TRANSFORMS: Mapping[str, Callable[[str, Options], Any]] = {
    "text": text, "line": line, "bullets": bullets, "money": money, "integer": integer, "rating": rating,
    "stock": stock, "in_stock": in_stock, "category_path": category_path, "first_url": first_url,
    "file_name": file_name, "boolean": boolean, "date": date,
}  # fmt: skip
# What each transform takes beside its column.
OPTIONS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"drop"}), "line": frozenset({"drop"}), "bullets": frozenset({"separator", "drop"}),
    "money": frozenset({"currency", "drop"}), "rating": frozenset({"best"}), "file_name": frozenset({"prefix"}),
    "category_path": frozenset({"separator", "several"}), "date": frozenset({"format"}),
}  # fmt: skip
