"""The text as the patterns see it, with the way back to what the customer typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ecreco.retrieval.reading.numbers import Number, find_numbers

# Longer messages are read up to here: no honest wish needs more, and every pattern stays fast on hostile ones.
READ_LIMIT = 1_000
_FIRST_PLACEHOLDER = 0xE000
NUMBER = "[\ue000-\uf8ff]"
_QUOTES = {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "″": '"', "′": "'", "–": "-", "—": "-", "−": "-"}
_PLACEHOLDER = re.compile(NUMBER)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text whose character i came from original[starts[i]:ends[i]]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def replace(self, changes: Iterable[tuple[int, int, str]]) -> Rewritten:
        """With text[start:end] replaced, for every (start, end, new); changes are in order and do not overlap."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in changes:
            pieces += (self.text[at:start], new)
            starts += self.starts[at:start] + (self.starts[start],) * len(new)
            ends += self.ends[at:start] + (self.ends[end - 1],) * len(new)
            at = end
        pieces.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return Rewritten("".join(pieces), tuple(starts), tuple(ends))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the customer's own text of text[start:end], which must not be empty."""
        return self.starts[start], max(self.ends[start:end])


@dataclass(frozen=True, slots=True)
class Template:
    """A rewritten text in which every number is one placeholder character; `number(c)` gives it back."""

    rewritten: Rewritten
    source: str
    numbers: tuple[Number, ...]

    @property
    def text(self) -> str:
        return self.rewritten.text

    def number(self, character: str) -> Number:
        return self.numbers[ord(character) - _FIRST_PLACEHOLDER]

    def written(self, character: str) -> str:
        """The number as it stands in the text before the replacement."""
        number = self.number(character)
        return self.source[number.start : number.end]

    def places(self) -> list[int]:
        """Where the placeholders stand, from left to right."""
        return [match.start() for match in _PLACEHOLDER.finditer(self.text)]


def fold(text: str) -> Rewritten:
    """Lower case, compatible forms unified (full-width digits, ligatures), quotes and dashes plain, no controls."""
    pieces: list[str] = []
    starts: list[int] = []
    for index, character in enumerate(text[:READ_LIMIT]):
        plain = _QUOTES.get(character)
        if plain is None:
            plain = unicodedata.normalize("NFKC", character).lower() if not character.isascii() else character.lower()
            category = unicodedata.category(character)
            if category in ("Cf", "Co", "Cs", "Mn") and character != "\u0301":
                plain = ""
            elif category == "Cc" or plain.isspace():
                plain = " "
            elif category == "Pd":
                plain = "-"
        pieces.append(plain)
        starts += [index] * len(plain)
    return Rewritten("".join(pieces), tuple(starts), tuple(s + 1 for s in starts))


def template(rewritten: Rewritten) -> Template:
    """Replace the numbers of a folded text by placeholders."""
    found = find_numbers(rewritten.text)[:500]
    changes = [(n.start, n.end, chr(_FIRST_PLACEHOLDER + i)) for i, n in enumerate(found)]
    return Template(rewritten.replace(changes), rewritten.text, tuple(found))


def plain_word(word: str) -> str:
    """A word's key: lower case, accents dropped, only letters and digits kept."""
    if word.isascii():
        return "".join(c for c in word.lower() if c.isalnum())
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if c.isalnum())
