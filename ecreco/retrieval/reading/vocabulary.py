"""The words a shop's catalog uses, and the words people use anyway."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ecreco.retrieval.reading.text import plain_word
from ecreco.retrieval.reading.words import table, words
from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Product

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_COMMON = 800  # occurrences that make a word a likely intention behind a misspelled one
_SPOKEN = frozenset(words("spoken"))
_FOREIGN_SETS = {language: frozenset(listed.split()) for language, listed in table("foreign").items()}
_FOREIGN_ALL = frozenset().union(*_FOREIGN_SETS.values())
_ENGLISH = frozenset(words("english"))


@lru_cache(maxsize=8)
def general_words(name: str = "en") -> dict[str, int]:
    """The words of a language with their counts in a large corpus (pyspellchecker's lists, MIT): en, es, de, fr."""
    package = importlib.util.find_spec("spellchecker")
    if package is None or package.origin is None:
        raise OperatorError("The package pyspellchecker is not installed; run `make setup`.", code="missing_package")
    with gzip.open(Path(package.origin).parent / "resources" / f"{name}.json.gz", "rt", encoding="utf-8") as source:
        counts: dict[str, int] = json.load(source)
    return counts


class Vocabulary:
    """Counts over one catalog. titles: in how many titles a word stands; texts: how often in all texts."""

    def __init__(self) -> None:
        self.titles: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        self.lower: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.split: dict[str, str] = {}
        self.star_phrases: set[str] = set()

    @classmethod
    def from_products(cls, products: Iterable[Product]) -> Vocabulary:
        """One pass over titles, categories, bullet points, descriptions, options and attributes."""
        self = cls()
        joins: Counter[tuple[str, str]] = Counter()
        for product in products:
            title = [w.lower() for w in _WORD.findall(product.title)]
            categories = [w.lower() for part in product.category for w in _WORD.findall(_CAMEL.sub(" ", part))]
            self.titles.update(set(title) | set(categories))
            self.texts.update(title)
            joins.update(set(pairwise(title)))
            for one, two in pairwise(categories):  # a category's name is certain: count it twice
                joins[one, two.removesuffix("s")] += 2
            self.star_phrases.update(re.findall(r"\b\d star\b", product.title.lower().replace("-", " ")))
            body = " ".join(
                (*product.about, product.description, *product.options.values(), *product.attributes.values())
            )
            for word in _WORD.findall(body):
                lower = word.lower()
                self.texts[lower] += 1
                if word == lower:
                    self.lower[lower] += 1
        for (one, two), count in joins.items():
            joined = plain_word(one + two)
            if count >= 2 and len(joined) >= 6 and len(one) > 1 and len(two) > 1:
                self.pairs[joined] += count
                self.split[joined] = f"{one} {two}"
        return self

    def in_catalog(self, word: str) -> bool:
        """Whether the catalog uses the word: in a title, or more than once in its texts."""
        return word in self.titles or self.texts[word] > 1

    def ordinary(self, word: str) -> bool:
        """Whether the catalog also uses the word as a common word, in lower case, in running text."""
        return (
            self.lower[word] >= 2 and self.lower[word] >= (0.12 if self.lower[word] >= 5 else 0.25) * self.texts[word]
        )

    def known(self, word: str, name: str = "en") -> bool:
        """Whether a word is right as it stands: of the catalog or of the language."""
        return self.in_catalog(word) or is_language(word, name)

    def frequency(self, word: str) -> int:
        """How often the catalog writes the word, titles counted three times."""
        return self.texts[word] + 3 * self.titles[word]


# The list is American; so are these the same words: colour, organiser, theatre, travelling, catalogue.
_BRITISH = (
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("logue", "log"),
    ("vell", "vel"),
    ("cell", "cel"),
    ("bell", "bel"),
    ("ence", "ense"),
)


@lru_cache(maxsize=50_000)
def is_language(word: str, name: str = "en") -> bool:
    """Whether a word is of a language, by itself or as a possessive."""
    if word in general_words() or word in _SPOKEN or word in _FOREIGN_ALL or word.removesuffix("'s") in general_words():
        return True
    if word.removesuffix("s").endswith("tre") and word.removesuffix("s")[:-2] + "er" in general_words():
        return True
    if any(old in word and word.replace(old, new) in general_words() for old, new in _BRITISH):
        return True
    return name in ("es", "de", "fr") and word in general_words(name)


@lru_cache(maxsize=1)
def common_words() -> dict[str, int]:
    """The frequent English words and their counts: what a misspelled word may have been meant to be."""
    return {w: n for w, n in general_words().items() if n >= _COMMON and len(w) > 3 and w.isalpha()}


def language(tokens: Iterable[str]) -> str:
    """`en`, `es`, `de`, `fr` or `hi` (in Latin letters), by function words; `en` when unsure."""
    listed = list(tokens)
    scores = {name: sum(w in known for w in listed) for name, known in _FOREIGN_SETS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 2 and scores[best] > sum(w in _ENGLISH for w in listed) else "en"
