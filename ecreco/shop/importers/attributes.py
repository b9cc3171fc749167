"""Factual attributes read from a product's title and points: capacity, length, power, colour and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable

_N = r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_COLOURS = frozenset(
    """
    black white grey gray silver gold blue red green yellow orange pink purple violet brown beige teal turquoise navy
    maroon
    cream ivory lavender olive peach cyan magenta multicolour multicolor transparent copper bronze
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def _pattern(units: str) -> re.Pattern[str]:
    return re.compile(rf"{_N}\s*-?\s*(?:{units})(?![\w/])", re.IGNORECASE)


# attribute: (pattern, unit it is shown in, smallest and largest value that makes sense)
_MEASURES: tuple[tuple[str, re.Pattern[str], str, float, float], ...] = (
    ("battery capacity", _pattern(r"m\s?ah"), "mAh", 20, 200_000),
    ("power", _pattern(r"watts?|w"), "W", 0.5, 10_000),
    ("length", _pattern(r"met(?:er|re)s?|mtrs?|m"), "m", 0.1, 100),
    ("length", _pattern(r"feet|foot|ft"), "ft", 0.3, 300),
    ("size", _pattern(r"inch(?:es)?|\"|”"), "inch", 1, 120),
    ("volume", _pattern(r"lit(?:er|re)s?|ltrs?|l"), "L", 0.1, 500),
    ("weight limit", _pattern(r"kgs?"), "kg", 0.1, 1000),
    ("pieces", _pattern(r"(?:puzzle\s)?pieces?|pcs?"), "", 1, 20_000),
)
# Words without which a measure is about something else: 10 m of wireless range are no length.
_NEEDS = {
    "length": re.compile(r"\b(?:cables?|cord|wire|extension|tape|strip|lead|hose|rope|ribbon|yarn)\b", re.IGNORECASE)
}
_RANGE = re.compile(rf"{_N}\s*-?\s*(?:m|met(?:er|re)s?|feet|ft)\s+(?:\w+\s+)?(?:range|distance|away)\b", re.IGNORECASE)
_SCREEN = re.compile(r"\b(?:tvs?|television|monitor|display|laptop|screen|tablet|smart\s?watch|phone)\b", re.IGNORECASE)
_SIZE = r"(?<![\w.,-])(\d+(?:\.\d+)?)\s*(GB|TB)"
_MEMORY_WORD = r"\s*((?:(?:LP)?DDR\w*\s*|unified\s*)*(?:RAM|memory)\b(?!\s*card))"
_STORAGE = re.compile(rf"{_SIZE}\b(?!\s*ps)(?:{_MEMORY_WORD})?(?!\s*(?:expandable|virtual|extended))", re.IGNORECASE)
_MEMORY_AND_STORAGE = re.compile(rf"{_SIZE}\s*/\s*(\d+(?:\.\d+)?)\s*(GB|TB)\b", re.IGNORECASE)
_AGES = re.compile(
    r"\bage[sd]?\s*:?\s*(\d{1,2})\s*(?:\+|(?:years?\s*)?and\s+(?:up|over|above)|(?:-|to|–)\s*(\d{1,2}))"
    r"|\b(\d{1,2})\+?\s*years?\s*(?:and|&)\s*(?:up|over|above)|\bages?\s+(\d{1,2})\+",
    re.IGNORECASE,
)
_LINKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Bluetooth", re.compile(r"\bbluetooth\b", re.IGNORECASE)),
    ("Wi-Fi", re.compile(r"\bwi-?\s?fi\b", re.IGNORECASE)),
    ("wireless", re.compile(r"\bwireless\b|\bcordless\b", re.IGNORECASE)),
    ("wired", re.compile(r"\bwired\b", re.IGNORECASE)),
    ("USB-C", re.compile(r"\b(?:usb|type)[- ]?c\b", re.IGNORECASE)),
    ("Lightning", re.compile(r"\blightning\b", re.IGNORECASE)),
    ("HDMI", re.compile(r"\bhdmi\b", re.IGNORECASE)),
    ("5G", re.compile(r"\b5G\b")),
)
# What follows these words is said of other things: the phones a cable is for.
_OTHERS = re.compile(r"\b(?:for|compatible|suitable|supports?|works with)\b", re.IGNORECASE)
_COLOUR = re.compile(rf"\b({'|'.join(sorted(_COLOURS))})\b", re.IGNORECASE)


def attributes_from_text(title: str, about: Iterable[str] = ()) -> dict[str, str]:
    """Facts stated in the title, and ages and pieces also in the points: `{"battery capacity": "20000 mAh"}`.

    Only a measure that occurs with exactly one value is taken: `1.5 m` and `3 m` in one title is no fact about the
    product's length. Values keep the source's number, units are unified.
    """
    found: dict[str, str] = {}
    for name, pattern, unit, low, high in _MEASURES:
        if name in _NEEDS and (not _NEEDS[name].search(title) or _RANGE.search(title)):
            continue
        values = {number for raw in pattern.findall(title) if low <= (number := float(raw.replace(",", ""))) <= high}
        if len(values) == 1 and name not in found:
            found[name] = f"{values.pop():.10g} {unit}".strip()
    if "size" in found and _SCREEN.search(title):
        found["screen size"] = found.pop("size")
    found.update(_memory(title))
    if colour := _colour(title):
        found["colour"] = colour
    own = _OTHERS.split(title, maxsplit=1)[0]
    if links := [name for name, pattern in _LINKS if pattern.search(own)]:
        found["connectivity"] = ", ".join(links)
    if age := _age(" ".join((title, *about))):
        found["age"] = age
    return found


def _memory(title: str) -> dict[str, str]:
    """`6GB RAM, 128GB Storage` and `8GB/512GB SSD` as memory and storage; a size alone is storage."""
    if pair := _MEMORY_AND_STORAGE.search(title):
        return {"memory": f"{pair[1]} {pair[2].upper()}", "storage": f"{pair[3]} {pair[4].upper()}"}
    ram: set[str] = set()
    disk: set[str] = set()
    for number, unit, word in _STORAGE.findall(title):
        (ram if word else disk).add(f"{number} {unit.upper()}")
    found = {}
    if len(ram) == 1:
        found["memory"] = ram.pop()
    if len(disk) == 1:
        found["storage"] = disk.pop()
    return found


def _colour(title: str) -> str | None:
    """The colour in the last bracket that holds one, else a colour that is the title's only one."""
    for inside in reversed(re.findall(r"\(([^()]*)\)", title)):
        names = _COLOUR.findall(inside)
        if len({name.casefold() for name in names}) == 1:
            return _colour_name(names[0])
    names = _COLOUR.findall(title)
    return _colour_name(names[0]) if len({name.casefold() for name in names}) == 1 else None


def _colour_name(word: str) -> str:
    lower = word.casefold()
    return {"gray": "grey", "multicolor": "multicolour"}.get(lower, lower)


def _age(text: str) -> str | None:
    match = _AGES.search(text)
    if not match:
        return None
    low = next(group for group in (match[1], match[3], match[4]) if group)
    if int(low) > 18:
        return None
    return f"{low}-{match[2]} years" if match[2] else f"{low} years and up"
