"""Misspelled words back to what the catalog writes; words that exist, model numbers and other languages stay."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecreco.retrieval.reading.text import Rewritten, plain_word
from ecreco.retrieval.reading.vocabulary import Vocabulary, common_words, general_words, is_language, language
from ecreco.retrieval.reading.words import table, words

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_CHAT = table("chat")
_RARE = 80  # occurrences in the language's list
_JOINED = 3  # titles with the joined word that make it the catalog's own spelling
_ADDRESS = re.compile(r"[@_/#\\]|\.[a-z0-9]")  # of mail addresses, links and ids no letter is changed
_REPEATED = re.compile(r"(.)\1+")


class Speller:
    """Corrects against a catalog's words first, the language's frequent words second."""

    def __init__(self, vocabulary: Vocabulary, brand_words: Iterable[str] = ()) -> None:
        self._vocabulary = vocabulary
        weights = {word: min(20.0, count / 5_000) for word, count in common_words().items()}
        self._wanted = frozenset(words("wanted"))
        for word in self._wanted:
            weights[word] = 8.0
        for word in vocabulary.titles.keys() | {w for w, n in vocabulary.texts.items() if n > 2}:
            if len(word) > 3:
                weights[word] = max(weights.get(word, 0.0), 2.0 + vocabulary.frequency(word))
        for joined, count in vocabulary.pairs.items():
            weights.setdefault(joined, 2.0 + count)
        self._brand_words = frozenset(w for w in brand_words if len(w) > 3)
        for word in self._brand_words:
            weights[word] = max(weights.get(word, 0.0), 10.0)
        self._weights = weights
        self._by_start: dict[tuple[str, int], list[str]] = {}
        for word in sorted(weights):
            self._by_start.setdefault((word[0], len(word)), []).append(word)
        self._nearest = lru_cache(maxsize=20_000)(self._search)

    def correct(self, folded: Rewritten, original: str = "") -> tuple[Rewritten, list[tuple[int, int, str, str]]]:
        """The corrected text and its changes as (start, end) in the folded text, from, to.

        original: the text before folding; a name in it (a capital inside a sentence) only becomes a known brand.
        """
        matches = list(_TOKEN.finditer(folded.text))
        spoken = language(m[0] for m in matches)
        changes: list[tuple[int, int, str, str]] = []
        for match, following in zip_longest(matches, matches[1:]):
            if (changes and match.start() < changes[-1][1]) or _ADDRESS.search(folded.text, *_around(match)):
                continue
            if following is not None and (joined := self._joined(folded.text, match, following)):
                changes.append((match.start(), following.end(), f"{match[0]} {following[0]}", joined))
                continue
            better = self.word(match[0], spoken)
            if better not in self._brand_words and _is_name(original, folded.starts[match.start()], len(match[0])):
                continue
            if better != match[0]:
                changes.append((match.start(), match.end(), match[0], better))
        return folded.replace((s, e, new) for s, e, _, new in changes), changes

    def word(self, word: str, spoken: str = "en") -> str:
        """The word as it was meant, or itself. In another language than English only near certainties change."""
        vocabulary = self._vocabulary
        if word in _CHAT and not vocabulary.titles[word]:
            return _CHAT[word]
        if len(word) < 4 or not word.isalpha() or not word.isascii():
            return word
        known = vocabulary.known(word, spoken)
        if known and (is_language(word) or not self._rare(word)):
            return self._sounds_like(word) if spoken == "en" and word not in words("spoken") else word
        joined = vocabulary.split.get(word)
        if joined:
            return joined
        best = self._nearest(word)
        if best is None or (spoken != "en" and (best[1] > 1 or len(word) < 6)):
            return word
        candidate = best[0]
        if known and (best[1] > 1 or self._weights[candidate] < 15 * vocabulary.frequency(word)):
            return word  # the catalog's own spelling, unless it is a rare slip beside a frequent word
        return candidate if vocabulary.in_catalog(candidate) else vocabulary.split.get(candidate, candidate)

    def _sounds_like(self, word: str) -> str:
        """A word so rare that it is likelier a slip (`wite`, `hight`): the catalog's own word of the same sound."""
        vocabulary = self._vocabulary
        if vocabulary.in_catalog(word) or not 0 < general_words().get(word, 0) <= _RARE:
            return word
        best = self._nearest(word)
        if best is None or best[1] > 1 or vocabulary.titles[best[0]] < _JOINED or skeleton(best[0]) != skeleton(word):
            return word
        return best[0]

    def _joined(self, text: str, one: re.Match[str], two: re.Match[str]) -> str | None:
        """`ear phones` where the catalog writes `earphones` and never the two apart."""
        word = one[0] + two[0]
        if min(len(one[0]), len(two[0])) < 3 or text[one.end() : two.start()] != " " or not word.isalpha():
            return None
        return word if self._vocabulary.titles[word] >= _JOINED and word not in self._vocabulary.split else None

    def _rare(self, word: str) -> bool:
        return (
            len(word) > 4
            and self._vocabulary.titles[word] <= 2
            and self._vocabulary.texts[word] <= 6
            and word not in self._brand_words
        )

    def _search(self, word: str) -> tuple[str, int] | None:
        """The likeliest candidate and its distance; words with another first letter only at distance one."""
        limit = 1 if len(word) < 6 else 2 if len(word) < 9 else 3  # three only where the two sound the same
        best: tuple[float, str, int] | None = None
        key = skeleton(word)
        for (first, length), names in self._by_start.items():
            allowed = limit if first == word[0] else 1
            if abs(length - len(word)) > allowed:
                continue
            for name, distance, _ in process.extract(word, names, scorer=OSA.distance, score_cutoff=allowed, limit=40):
                if name == word:
                    continue
                alike = skeleton(name) == key
                if not alike and (distance > 2 or (distance > 1 and OSA.normalized_similarity(word, name) < 0.7)):
                    continue
                cost = distance - 0.16 * math.log10(1 + self._weights[name])
                cost -= 0.6 * (self._vocabulary.in_catalog(name) or name in self._wanted) + 0.45 * alike
                cost += 0.35 * (first != word[0]) + 0.03 * (name[-1] != word[-1])
                if best is None or (cost, name) < best[:2]:
                    best = (cost, name, int(distance))
        return None if best is None else (best[1], best[2])


def _around(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - 1), match.end() + 2


def _is_name(original: str, start: int, length: int) -> bool:
    """A capital where no sentence begins, or inside a word, unless the whole text is shouted."""
    written = original[start : start + length]
    if not original or original.isupper() or original.istitle() or written.islower():
        return False
    return written[1:] != written[1:].lower() or re.search(r"(?:^|[.!?:\n]\s*)$", original[:start]) is None


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """How a word sounds, roughly: consonants, doubled letters once, letters that sound alike made one."""
    sound = (
        plain_word(word)
        .replace("ph", "f")
        .replace("ck", "k")
        .replace("sch", "sh")
        .replace("wh", "w")
        .replace("dw", "d")
    )
    sound = sound.translate(str.maketrans("cqzxv", "kkssf"))
    return _REPEATED.sub(r"\1", sound[:1] + re.sub(r"[aeiouyh]", "", sound[1:]))
