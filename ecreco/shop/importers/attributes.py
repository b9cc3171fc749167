"""Factual attributes read from a product's title and points: capacity, length, power, colour and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable

_N = r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_COLOURS = (
    "black white grey gray silver gold blue red green yellow orange pink purple violet brown beige teal turquoise navy "
    "maroon cream ivory lavender olive peach cyan magenta multicolour multicolor transparent copper bronze"
).split()


def _pattern(units: str) -> re.Pattern[str]:
    return re.compile(rf"{_N}\s*-?\s*(?:{units})(?![\w/])", re.IGNORECASE)


# attribute: (pattern, unit it is shown in, smallest and largest value that makes sense)
_MEASURES: tuple[tuple[str, re.Pattern[str], str, float, float], ...] = (
    ("battery capacity", _pattern(r"m\s?ah"), "mAh", 20, 200_000),
    ("power", _pattern(r"watts?|w"), "W", 0.5, 10_000),
    ("length", _pattern(r"met(?:er|re)s?|mtrs?|m"), "m", 0.1, 100),
    ("length", _pattern(r"feet|foot|ft"), "ft", 0.3, 300),
    ("screen size", _pattern(r"inch(?:es)?|\"|”"), "inch", 1, 120),
    ("volume", _pattern(r"lit(?:er|re)s?|ltrs?|l"), "L", 0.1, 500),
    ("weight limit", _pattern(r"kgs?"), "kg", 0.1, 1000),
    ("pieces", _pattern(r"(?:puzzle\s)?pieces?|pcs?"), "pieces", 1, 20_000),
)
_STORAGE = re.compile(rf"{_N}\s*(GB|TB)(?!\s*ps|/s)(\s*(?:LPDDR\w+\s*|DDR\w+\s*)?RAM\b)?", re.IGNORECASE)
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
_COLOUR = re.compile(rf"\b({'|'.join(_COLOURS)})\b", re.IGNORECASE)


def attributes_from_text(title: str, about: Iterable[str] = ()) -> dict[str, str]:
    """Facts stated in the title, and ages and pieces also in the points: `{"battery capacity": "20000 mAh"}`.

    Only a measure that occurs with exactly one value is taken: `1.5 m` and `3 m` in one title is no fact about the
    product's length. Values keep the source's number, units are unified.
    """
    found: dict[str, str] = {}
    for name, pattern, unit, low, high in _MEASURES:
        values = {number for raw in pattern.findall(title) if low <= (number := float(raw.replace(",", ""))) <= high}
        if len(values) == 1 and name not in found:
            found[name] = f"{values.pop():g} {unit}" if unit != "mAh" else f"{values.pop():.0f} {unit}"
    found.update(_memory(title))
    if colour := _colour(title):
        found["colour"] = colour
    if links := [name for name, pattern in _LINKS if pattern.search(title)]:
        found["connectivity"] = ", ".join(links)
    if age := _age(" ".join((title, *about))):
        found["age"] = age
    return found


def _memory(title: str) -> dict[str, str]:
    """`6GB RAM, 128GB Storage` as memory and storage; a single size without the word RAM is storage."""
    ram, disk = set(), set()
    for number, unit, is_ram in _STORAGE.findall(title):
        (ram if is_ram else disk).add(f"{number} {unit.upper()}")
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
