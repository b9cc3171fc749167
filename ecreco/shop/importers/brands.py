"""Brands read from the first words of titles, for sources without a brand column.

A first word is taken for a brand only on evidence from the whole file: it leads titles far more often than it
occurs as an ordinary word. Two- and three-word brands are found where the second word nearly always follows the
first and seldom stands elsewhere. No evidence, no brand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_](?:[^\s,()\[\]{}|/\"“”:;!?™®©]*[^\W_])?\+?", re.UNICODE)
_LEAD_IN = re.compile(r"^\s*(?:[(\[{][^)\]}]*[)\]}]\s*)+|^[^\w]+", re.UNICODE)
# Words that begin titles of unbranded goods; none is a brand without a following word.
_ORDINARY = frozenset(
    """
    a an the new original genuine universal portable wireless electric usb led mini set pack pair 2 3 for with and of
    pcs pc kids classic premium super smart
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_MAX_WORDS = 3


@dataclass(slots=True)
class BrandStatistics:
    """Counts over all titles and texts of a source; memory grows with its vocabulary, not with its rows."""

    known: Sequence[str] = ()
    never: Sequence[str] = ()
    _leads: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _spellings: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)
    _titles: Counter[str] = field(default_factory=Counter)  # titles in which a word stands anywhere
    _inside: Counter[str] = field(default_factory=Counter)  # titles in which it stands beyond the lead
    _plain: Counter[str] = field(default_factory=Counter)  # texts in which it stands in lower case
    _seen: set[int] = field(default_factory=set)
    _names: dict[str, str] | None = None

    def add(self, title: str, texts: Iterable[str] = ()) -> None:
        """Count one product; a title that was counted is not counted again."""
        if (key := hash(title)) in self._seen:
            return
        self._seen.add(key)
        words = title_words(title)
        lower = [word.casefold() for word in words]
        for size in range(1, min(_MAX_WORDS, len(words)) + 1):
            lead = tuple(lower[:size])
            self._leads[lead] += 1
            self._spellings.setdefault(lead, Counter())[" ".join(words[:size])] += 1
        self._titles.update(set(lower))
        self._inside.update(set(lower[_MAX_WORDS:]))
        running = " ".join(texts) + " " + " ".join(words[1:])
        self._plain.update({word for word in _WORD.findall(running) if word[:1].islower() and word.islower()})
        self._names = None

    def brand(self, title: str) -> str | None:
        """The brand a title begins with, in its most usual spelling, or None."""
        words = title_words(title)
        lower = [word.casefold() for word in words]
        names = self._known_names()
        for size in range(min(_MAX_WORDS, len(words)), 0, -1):
            name = names.get(_squeezed(lower[:size]))
            if name:
                return name
        if not words or not self._is_brand(words[0], lower[0]):
            return None
        size = 1
        while size < min(_MAX_WORDS, len(words)) and self._continues(lower[: size + 1], words[size]):
            size += 1
        return self._spelling(tuple(lower[:size]))

    def _is_brand(self, word: str, lower: str) -> bool:
        if lower in _ORDINARY or lower in {name.casefold() for name in self.never}:
            return False
        if len(lower) < 2 or not any(c.isalpha() for c in lower) or re.match(r"^\d+[a-z]{0,4}$", lower):
            return False
        leads = self._leads[(lower,)]
        elsewhere = self._titles[lower] - leads
        plain = self._plain[lower]
        if leads >= 8 and leads >= elsewhere:  # "Noise" leads many titles, whatever the word means elsewhere
            return True
        if plain > max(1, leads // 2) and not self._stylised(lower):
            return False
        # a word that leads one title and stands inside many others is a kind of thing, not a maker
        return leads * 4 >= elsewhere

    def _stylised(self, lower: str) -> bool:
        """True for a name that its titles write with a small first letter on purpose: boAt, realme, pTron."""
        spellings = self._spellings[(lower,)]
        small = sum(count for name, count in spellings.items() if name[:1].islower())
        return small * 2 > sum(spellings.values())

    def _continues(self, lead: list[str], word: str) -> bool:
        """True where the last word of the lead is part of the name."""
        whole, shorter = self._leads[tuple(lead)], self._leads[tuple(lead[:-1])]
        last = lead[-1]
        if whole < 3 or whole / shorter < 0.75 or not word[:1].isupper() or not word.isalpha():
            return False
        elsewhere = self._titles[last] - whole
        return elsewhere <= whole and self._plain[last] <= whole

    def _spelling(self, lead: tuple[str, ...]) -> str:
        """`AmazonBasics` and `Amazon Basics`, `SAMSUNG` and `Samsung` are one brand: the most usual spelling."""
        if self._names is None:
            self._known_names()
        squeezed = "".join(lead)
        options = Counter[str]()
        for size in range(1, _MAX_WORDS + 1):
            for cut in _cuts(squeezed, lead, size):
                options.update(self._spellings.get(cut, Counter()))
        return min(options, key=lambda name: (-options[name], name))

    def _known_names(self) -> dict[str, str]:
        if self._names is None:
            self._names = {_squeezed(title_words(name)): name for name in self.known}
        return self._names


def _squeezed(words: Iterable[str]) -> str:
    """`Black + Decker` and `Black+Decker` alike."""
    return re.sub(r"[\W_]", "", "".join(words)).casefold()


def _cuts(squeezed: str, lead: tuple[str, ...], size: int) -> Iterable[tuple[str, ...]]:
    if size == 1:
        return ((squeezed,),)
    return (lead,) if len(lead) == size else ()


def title_words(title: str) -> list[str]:
    """The words of a title from its first brand-like word on: a bracket or a mark in front is passed over."""
    rest = title
    while match := _LEAD_IN.match(rest):
        rest = rest[match.end() :]
    return _WORD.findall(rest)
