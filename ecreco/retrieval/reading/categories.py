"""Product words to the catalog's own narrow categories, only where the catalog itself leaves little doubt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from ecreco.shop.records import Product

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(
    r"[,.;:?!]|\b(?:with|for|that|which|under|below|in|from|having|like|to|made|who|whose|is|are|do|i|my|of|where|on|at|by|when|because|so|per|use)\b"
)
_PART_WORDS = {"accessory", "part", "other", "more", "kit", "set", "misc", "general", "basic", "standard", "item", "product"}
# Two names of one thing; both sides are tried against the catalog's category names.
_SYNONYMS = {
    "telly": "television", "tv": "television", "tvs": "television", "mobile": "smartphone", "mobile phone": "smartphone",
    "cell phone": "smartphone", "phone": "smartphone", "hoover": "vacuum", "fridge": "refrigerator", "earbud": "earphone",
    "pram": "stroller", "jigsaw": "jigsaw puzzle", "teddy": "teddy bear", "plushie": "plush toy", "settee": "sofa",
    "couch": "sofa", "trainer": "sneaker", "jumper": "sweater", "geyser": "water heater", "usb stick": "pen drive",
    "flash drive": "pen drive", "thumb drive": "pen drive", "memory stick": "pen drive", "micro sd card": "micro sd",
    "wifi router": "router", "kitchen scale": "digital kitchen scale", "weighing scale": "digital kitchen scale",
    "screen guard": "screen protector", "tempered glass": "screen protector", "in ear": "in ear", "keyboard mouse combo":
    "keyboard mouse set", "keyboard and mouse set": "keyboard mouse set", "wireless keyboard and mouse": "keyboard mouse set",
}  # fmt: skip
_SHARE, _SUPPORT = 0.85, 5


class CategoryLexicon:
    """Maps a phrase to narrow category names: by name, by synonym, or by the titles that use the phrase."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        for product in products:
            if not product.category:
                continue
            narrow = product.category[-1]
            totals[narrow] += 1
            for phrase in set(_phrases(_words(_head(product.title)))):
                counts[phrase][narrow] += 1
        for name in totals:
            for part in _name_parts(name):
                self._names[part].add(name)
        self._learned: dict[str, tuple[str, ...]] = {}
        for phrase, by_category in counts.items():
            total = sum(by_category.values())
            top, count = by_category.most_common(1)[0]
            if total >= _SUPPORT and count >= _SHARE * total and count >= 0.25 * totals[top]:
                self._learned[phrase] = (top,)

    def read(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[tuple[str, ...], tuple[int, int] | None]:
        """The categories of the product a text asks for, and where it names it; ((), None) when unsure."""
        shown = list(text)
        for start, end in taken:
            shown[start:end] = "." * (end - start)
        for segment in _segments("".join(shown)):
            found = self._segment(*segment)
            if found[0]:
                return found
        return (), None

    def _segment(self, text: str, offset: int) -> tuple[tuple[str, ...], tuple[int, int] | None]:
        matches = list(_WORD.finditer(text))
        words = [singular(m[0].lower()) for m in matches]
        for source in (self._by_name, self._by_title):
            for size in range(min(4, len(words)), 0, -1):
                for start in range(len(words) - size, -1, -1):  # the head of a phrase is its last noun
                    names = source(words[start : start + size])
                    if names:
                        return names, (offset + matches[start].start(), offset + matches[start + size - 1].end())
        return (), None

    def _by_name(self, words: list[str]) -> tuple[str, ...]:
        phrase = " ".join(words)
        key = _SYNONYMS.get(phrase, phrase)
        return tuple(sorted(self._names.get(_key(key.split()), ())))

    def _by_title(self, words: list[str]) -> tuple[str, ...]:
        return self._learned.get(" ".join(words), ())


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """`batteries` battery, `watches` watch, `mice` mouse, `glasses` glass, `headphones` headphone."""
    if word in ("mice", "mouse"):
        return "mouse"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str) -> list[str]:
    return [singular(w.lower()) for w in _WORD.findall(text)]


def _head(title: str) -> str:
    """A title up to what it is for: behind `for` stand other products."""
    return re.split(r"\b(?:for|with|compatible|suitable)\b|[|(]", title, maxsplit=1, flags=re.IGNORECASE)[0]


def _phrases(words: list[str]) -> Iterable[str]:
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            if all(len(w) > 1 for w in words[start : start + size]):
                yield " ".join(words[start : start + size])


def _name_parts(name: str) -> Iterable[str]:
    """`Kettle&ToasterSets` kettle and toaster sets; `Keyboard&MouseSets` also as one phrase."""
    spaced = _CAMEL.sub(" ", name)
    whole = _words(spaced)
    if whole:
        yield _key([w for w in whole if w != "and"])
    parts = [p for p in re.split(r"\s*(?:&|,|/| and )\s*", spaced) if p.strip()]
    if len(parts) > 1:
        for part in parts:
            words = _words(part)
            if words and not (len(words) == 1 and words[0] in _PART_WORDS) and not set(words) & {"set"}:
                yield _key(words)


def _key(words: list[str]) -> str:
    return "".join(w for w in (singular(w) for w in words) if w != "and")


def _segments(text: str) -> Iterable[tuple[str, int]]:
    """The stretches between prepositions and commas, in order: the first that names a product counts."""
    at = 0
    for match in _STOP.finditer(text):
        if text[at : match.start()].strip():
            yield text[at : match.start()], at
        at = match.end()
    if text[at:].strip():
        yield text[at:], at
