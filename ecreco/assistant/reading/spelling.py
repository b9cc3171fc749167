"""The catalog's own words as a spelling list: the nearest one to a misspelt word, or none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_CLOSE_ENOUGH = 0.80
_ROOM = 2  # words whose lengths differ by more are no misspellings of each other


class Spelling:
    """Nearest words by Damerau-Levenshtein similarity; the first letter must agree."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            self._by_letter.setdefault(word[0], []).append(word)
        self.nearest = lru_cache(maxsize=4096)(self._nearest)

    def _nearest(self, word: str) -> str | None:
        """The nearest known word, None for short words, words with digits and words near to nothing."""
        if len(word) < 5 or not word.isalpha():
            return None
        near = [w for w in self._by_letter.get(word[0], ()) if abs(len(w) - len(word)) <= _ROOM]
        found = process.extractOne(
            word, near, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_CLOSE_ENOUGH
        )
        return found[0] if found else None
