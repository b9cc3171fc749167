"""Product words to the catalog's own categories, only where the catalog itself leaves little doubt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ecreco.retrieval.reading.words import table, words
from ecreco.shop.records import Product

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(
    r"[,.;?!()]|:(?!\d)|\b(?:with|for|that|which|under|below|in|from|having|like|to|made|who|whose|is|are|do|i|my|our|his|her|your|of|where|on|at"
    r"|by|when|because|so|per|use|using|without|than|this|these|those|has|have|how|why|can|should|will|would|does|am|or|rating|rated)\b"
)
_NOT_ASKED = frozenset(words("not_asked")) | {"("}
_PART_WORDS = frozenset(words("part_words"))
_SYNONYMS = table("synonyms")
_LOOKING = re.compile(
    r"\b(?:look|looking|search|searching|shop|shopping|hunt|hunting|ask|asking)\s+for\b|(?:\b(?:have|got|range|options?|interested|anything|something)|,)\s*in\b|\bto\s+(?:buy|get|see|find|purchase|order|have)\b"
)
_SHARE, _SUPPORT, _BROAD, _AGREEMENT = 0.85, 5, 0.12, 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """Categories and the words text[start:end] that named them."""

    names: tuple[str, ...]
    start: int
    end: int


class CategoryLexicon:
    """Maps a phrase to category names: by name at any level of the path, by synonym, or by titles that use it."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._parts: defaultdict[str, set[str]] = defaultdict(set)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        every: Counter[str] = Counter()
        paths: list[tuple[tuple[str, ...], set[str]]] = []
        self._pairs: Counter[tuple[str, str]] = Counter()
        size = 0
        for product in products:
            if not product.category:
                continue
            size += 1
            narrow = product.category[-1]
            totals[narrow] += 1
            every.update(set(product.category))
            words = _words(_head(product.title))
            self._pairs.update(set(pairwise(words)))
            phrases = set(_phrases(words))
            paths.append((product.category, {phrase.replace(" ", "") for phrase in phrases}))
            for phrase in phrases:
                counts[phrase][narrow] += 1
        for name, count in every.items():
            if count <= _BROAD * size or (name in totals and count <= 2 * _BROAD * size):
                self._names[_key(_words(_CAMEL.sub(" ", name)))].add(name)
                for part in _name_parts(name):
                    self._parts[part].add(name)
        self._all_names = {key: set(names) for key, names in self._names.items()}
        self._category_words = {word for name in every for word in _words(_CAMEL.sub(" ", name)) if len(word) > 2}
        for names in (self._names, self._parts):
            _drop_misleading(names, paths)
        heads = {words[-1] for name in every if (words := _words(_CAMEL.sub(" ", name)))}
        self._learned: dict[str, tuple[str, ...]] = {}
        for phrase, by_category in counts.items():
            total = sum(by_category.values())
            top, count = by_category.most_common(1)[0]
            known = phrase.split()[-1] in heads or " " in phrase
            if total >= _SUPPORT and count >= _SHARE * total and count >= (0.25 if known else 0.4) * totals[top]:
                self._learned[phrase] = (top,)

    def read(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> Found | None:
        """The categories of the product a text asks for; None when unsure. taken: stretches that do not count."""
        shown = list(text)
        for start, end in taken:
            shown[start:end] = "," * (end - start)
        masked = _LOOKING.sub(lambda m: "," * len(m[0]), "".join(shown))
        best: Found | None = None
        asked = True
        for segment, offset, before in _segments(masked):
            if best is not None and before != "or":
                break
            asked = before not in _NOT_ASKED and (asked or before != "or")
            if not asked:
                continue
            for found in self._segment(segment, offset):
                best = (
                    found
                    if best is None
                    else Found(tuple(dict.fromkeys(best.names + found.names)), best.start, best.end)
                )
        return best

    def _segment(self, text: str, offset: int) -> Iterator[Found]:
        """The phrase of a stretch that names a product; both sides of an `and` where no name holds the two."""
        whole = self._phrase(text, offset)
        joint = re.search(r"\band\b|&", text)
        if joint is None or (
            whole is not None and whole.start < offset + joint.start() and whole.end > offset + joint.end()
        ):
            yield from [whole] if whole else []
            return
        for start, part in ((offset, text[: joint.start()]), (offset + joint.end(), text[joint.end() :])):
            if (found := self._phrase(part, start)) is not None:
                yield found

    def _phrase(self, text: str, offset: int) -> Found | None:
        matches = [m for m in _WORD.finditer(text) if m[0] != "and"]
        words = [singular(m[0].lower()) for m in matches]
        for source in (self._by_name, self._by_part, self._by_title):
            for size in range(min(4, len(words)), 0, -1):
                for start in range(len(words) - size, -1, -1):  # the head of a phrase is its last noun
                    names = source(words[start : start + size])
                    end = start + size
                    following = end < len(words) and not text[matches[end - 1].end() : matches[end].start()].strip()
                    if names and not (following and self._continues(words[end - 1], words[end])):
                        return Found(names, offset + matches[start].start(), offset + matches[start + size - 1].end())
        return None

    def _continues(self, word: str, following: str) -> bool:
        """`phone` in `phone holder` or `printer` in `printer ink` names neither a phone nor a printer."""
        return len(following) > 1 and (self._pairs[word, following] >= 2 or following in self._category_words)

    def _by_name(self, words: list[str]) -> tuple[str, ...]:
        synonym = _SYNONYMS.get(" ".join(words))
        found = (synonym and self._all_names.get(_key(synonym.split()))) or self._names.get(_key(words))
        return tuple(sorted(found)) if found and len(found) <= 6 else ()

    def _by_part(self, words: list[str]) -> tuple[str, ...]:
        found = self._parts.get(_key(words))
        return tuple(sorted(found)) if found and len(found) <= 3 else ()

    def _by_title(self, words: list[str]) -> tuple[str, ...]:
        return self._learned.get(" ".join(words), ())


def _drop_misleading(named: dict[str, set[str]], paths: Iterable[tuple[tuple[str, ...], set[str]]]) -> None:
    """Forget names whose words the titles mostly use elsewhere: `Accessories`, `Figures` of `Figures & Playsets`."""
    used: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for path, phrases in paths:
        for phrase in phrases & named.keys():
            used[phrase] += 1
            inside[phrase] += not named[phrase].isdisjoint(path)
    for phrase, count in used.items():
        if count >= 3 and inside[phrase] < _AGREEMENT * count:
            del named[phrase]
    for phrase in _PART_WORDS & named.keys():
        del named[phrase]


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """`batteries` battery, `watches` watch, `mice` mouse, `glasses` glass, `headphones` headphone."""
    if word in ("mice", "mouse"):
        return "mouse"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str) -> list[str]:
    return [singular(w.lower()) for w in _WORD.findall(text)]


def category_words(name: str) -> list[str]:
    """The words of a category's name, in the singular: `SmartWatches` smart, watch."""
    return _words(_CAMEL.sub(" ", name))


def _head(title: str) -> str:
    """A title up to what it is for: behind `for` stand other products."""
    return re.split(r"\b(?:for|with|compatible|suitable)\b|[|(]", title, maxsplit=1, flags=re.IGNORECASE)[0]


def _phrases(words: list[str]) -> Iterator[str]:
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            if all(len(w) > 1 for w in words[start : start + size]):
                yield " ".join(words[start : start + size])


def _name_parts(name: str) -> Iterator[str]:
    """The names joined in one: `Rice&PastaCookers` is rice, rice cookers and pasta cookers."""
    spaced = _CAMEL.sub(" ", name)
    parts = [p for p in re.split(r"\s*(?:&|,|/| and )\s*", spaced) if p.strip()]
    head = _words(parts[-1])[-1:] if parts else []
    if len(parts) > 1:
        for part in parts:
            words = _words(part)
            if part is not parts[-1] and len(_words(parts[-1])) > 1:
                yield _key(words + head)  # sewing machines of "Sewing & Embroidery Machines"
            if (
                words
                and not (len(words) == 1 and (words[0] in _PART_WORDS or part.endswith("'")))
                and "set" not in words
            ):
                yield _key(words)


def _key(words: list[str]) -> str:
    return "".join(w for w in (singular(w) for w in words) if w != "and")


def _segments(text: str) -> Iterator[tuple[str, int, str]]:
    """Stretches between prepositions and commas, with where they begin and the word before."""
    at, before = 0, ""
    for match in _STOP.finditer(text):
        stretch = text[at : match.start()]
        if stretch.strip():
            yield stretch, at, before
        before = match[0] if stretch.strip() or match[0] != "or" else before
        at = match.end()
    if text[at:].strip():
        yield text[at:], at, before
