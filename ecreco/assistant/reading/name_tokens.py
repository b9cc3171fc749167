"""Tokens of titles and messages: lower case, hyphens joined (`FX-82MS` → `fx82ms`), sizes made alike (`1.8L`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10",
}  # fmt: skip
_SPELLINGS = {
    "mah": "mah", "gb": "gb gig gigs", "tb": "tb", "l": "l ltr litre litres liter liters", "w": "w watt watts",
    "ml": "ml", "kg": "kg kgs", "g": "g gm gms", "inch": "inch inches", "cm": "cm", "mm": "mm",
    "m": "m mtr meter meters metre metres",
    "ft": "ft feet foot", "hz": "hz", "mp": "mp", "v": "v volt volts", "pcs": "pcs pieces", "sheets": "sheets",
    "pages": "pages", "pack": "pack",
}  # fmt: skip
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_SPACED_SIZE = re.compile(
    rf"(?<![\w.])(\d+(?:\.\d+)?)[\s-]?({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![\w])"
)
_PACK = re.compile(r"\b(?:pack|set|combo) of (\d{1,3})\b")
_TOKEN = re.compile(r"[^\W_]+(?:[.\-'’/+][^\W_]+)*\+?")
_PART = re.compile(r"[^\W_]+")
_SIZE = re.compile(rf"^\d+(?:\.\d+)?(?:{'|'.join(set(_UNITS.values()))})$")


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised word and where it stands in the text. parts: the pieces of a hyphenated one."""

    text: str
    start: int
    end: int
    parts: tuple[Token, ...] = ()


def tokens(text: str) -> list[Token]:
    """Tokens in order. Offsets are those of `text`."""
    lowered = _same_length_lower(text)
    found: list[Token] = []
    taken: list[tuple[int, int]] = []
    for match in _SPACED_SIZE.finditer(lowered):
        number = match[1].rstrip("0").rstrip(".") if "." in match[1] else match[1]
        found.append(Token(number + _UNITS[match[2]], match.start(), match.end()))
        taken.append(match.span())
    for match in _PACK.finditer(lowered):
        found.append(Token(match[1] + "pack", match.start(), match.end()))
        taken.append(match.span())
    for match in _TOKEN.finditer(lowered):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            found += _tokens(match)
    return sorted(found, key=lambda token: token.start)


def _tokens(match: re.Match[str]) -> list[Token]:
    word = match[0].removesuffix("'s").removesuffix("’s")
    pieces = [
        Token(_NUMBER_WORDS.get(m[0], m[0]), match.start() + m.start(), match.start() + m.end())
        for m in _PART.finditer(word)
    ]
    if len(pieces) < 2:
        return pieces
    if all(p.text.isdigit() or (p.text.isalpha() and len(p.text) > 2) for p in pieces) and "." not in word:
        return pieces  # "2-slice", "on-ear", "usb/charger": words, not a model
    joined = "".join(piece.text for piece in pieces)
    return [Token(joined, match.start(), match.start() + len(word), tuple(pieces))]


def is_size(word: str) -> bool:
    """`20000mah`, `1.8l`, `3pack`: a size, no model."""
    return bool(_SIZE.match(word))


def is_model(word: str) -> bool:
    """Holds a digit and is no size: `ms116`, `k617`, `300`."""
    return any(c.isdigit() for c in word) and not is_size(word)


@cache
def common_words() -> frozenset[str]:
    """Ordinary words: the whole words of the base BERT's vocabulary, which was learnt from plain English text."""
    from ecreco.assistant.reading.model import base_path

    lines = (Path(base_path()) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for w in lines if w.isalpha() and len(w) > 2)


def _same_length_lower(text: str) -> str:
    """Lower case without accents, one character for one, so that offsets hold."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    lowered = unicodedata.normalize("NFKD", char.lower())[:1]
    return lowered if len(lowered) == 1 else char
