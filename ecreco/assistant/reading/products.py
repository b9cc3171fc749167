"""Products that a message names: "the Dell MS116", "Kitchen Kit 1.8L steel kettle", "the FX-82MS and the FX-991ES".

A name is told from a request by evidence: a brand, a model word that only one brand has, a word that is no ordinary
word, the sizes said. "a wireless mouse" has none of it; "a Logitech mouse" has too little and fits too many.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ecreco.assistant.reading.name_tokens import Token, common_words, is_model, is_size, tokens
from ecreco.assistant.reading.spelling import Spelling
from ecreco.assistant.reading.words import words
from ecreco.shop.records import Product

ENOUGH = 4.0  # evidence that makes a run of words a name
CLOSE = 0.75  # products within this of the best fit are ambiguous with it
MANY = 3  # more equal fits than this, without a model word, and it is a request ("a Logitech mouse")
MAX_MODEL_SHARE = 14  # a model word on more products than this is a series, weaker evidence
FEW_BRANDS = 3  # a word that so few brands use, right after the brand, is a series ("Wave", "Ninja")
EVERYDAY_BRANDS = 5
_BRAND, _MODEL, _SHORT_MODEL, _NAME, _NUMBER, _SERIES, _SIZE, _WORD = 2.0, 4.0, 3.0, 2.0, 1.6, 1.8, 1.0, 0.5
_MAX_WORDS = 2.0  # ordinary words alone add at most this
_MISMATCH = 2.0  # a model word or number beside the brand that the product does not have
_COLOUR = 0.9
_GAP = 3  # foreign words allowed inside a name
_SERIES_WORDS = 3
_HEAD = 8  # tokens of a title in which a plain number is part of the name
_COLOURS, _BREAKS, _FREE = words("colours"), words("breaks"), words("free")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMatch:
    """A product named in `text[start:end]`. score: evidence, about 4 (just enough) to 12. ambiguous_with: other
    products the words fit as well (variants, duplicates), best first."""

    product_id: str
    score: float
    start: int
    end: int
    ambiguous_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    product_id: str
    words: frozenset[str]
    head: frozenset[str]
    brand: str
    brand_words: frozenset[str]
    series: frozenset[str]  # the words right after the brand
    length: int


@dataclass(frozen=True, slots=True)
class _Fit:
    title: _Title
    score: float
    first: int
    last: int
    firm: bool


class NamedProducts:
    """Finds products named in messages; built once from a catalog, read from any thread."""

    def __init__(self, titles: Sequence[_Title], common: Collection[str]) -> None:
        self._titles = list(titles)
        self._common = common
        self._by_word: dict[str, list[int]] = defaultdict(list)
        brands_of: dict[str, set[str]] = defaultdict(set)
        for i, title in enumerate(self._titles):
            for word in title.words:
                self._by_word[word].append(i)
                brands_of[word].add(title.brand)
        self._single = {word for word, brands in brands_of.items() if len(brands) == 1}
        self._few = {word for word, brands in brands_of.items() if len(brands) <= FEW_BRANDS}
        self._everyday = {word for word, brands in brands_of.items() if len(brands) > EVERYDAY_BRANDS}
        self._brand_size = Counter(t.brand for t in self._titles if t.brand)
        self._brands: dict[tuple[str, ...], str] = {}
        for title in self._titles:
            if title.brand:
                self._brands[tuple(title.brand.split())] = title.brand
        self._brand_starts = {words[0] for words in self._brands}
        spellable = [w for w in self._by_word if len(w) >= 5 and w.isalpha()]
        spellable += [w for b in self._brands for w in b if len(w) >= 4 and w.isalpha()]
        self._spelling = Spelling(spellable)

    @classmethod
    def from_catalog(cls, products: Iterable[Product], common: Collection[str] | None = None) -> NamedProducts:
        """Index titles and brands. common: ordinary words of the language, which alone name nothing."""
        return cls([_title(product) for product in products], common_words() if common is None else common)

    def find(self, text: str) -> list[NamedMatch]:
        """Products named in a message, in the order said; an empty list for generic requests."""
        words = self._known(tokens(text))
        if not words:
            return []
        matches: list[NamedMatch] = []
        for begin, end in self._stretches(words):
            match = self._best(words, begin, end)
            if match and all(match.product_id != other.product_id for other in matches):
                matches.append(match)
        return matches

    def _known(self, words: list[Token]) -> list[Token]:
        """Joins what the catalog writes as one ("fx 82 ms"), splits what it writes apart, mends spelling."""
        joined: list[Token] = []
        i = 0
        while i < len(words):
            for count in (3, 2):
                run = words[i : i + count]
                text = "".join(w.text for w in run)
                if (
                    len(run) == count
                    and text in self._by_word
                    and text not in self._common
                    and self._joinable(run, text)
                ):
                    joined.append(Token(text, run[0].start, run[-1].end))
                    i += count
                    break
            else:
                joined += self._mended(words[i])
                i += 1
        return joined

    def _joinable(self, run: Sequence[Token], text: str) -> bool:
        if any(w.text.isalpha() and w.text in self._everyday for w in run):
            return False  # "4k tv" is no model, though some title writes "4KTV"
        return is_model(text) or is_size(text) or (all(len(w.text) > 1 for w in run) and text in self._single)

    def _mended(self, word: Token) -> list[Token]:
        if word.text in self._by_word or word.text in self._brand_starts or word.text in _FREE:
            return [word]
        if word.parts and any(part.text in self._by_word for part in word.parts):
            return list(word.parts)
        if word.text in self._common:
            return [word]
        better = self._spelling.nearest(word.text)
        return [Token(better, word.start, word.end)] if better else [word]

    def _brand_at(self, words: Sequence[Token], i: int) -> tuple[str, int] | None:
        """The longest brand that begins at token i, with its length in tokens."""
        if words[i].text not in self._brand_starts:
            return None
        for count in (4, 3, 2, 1):
            key = tuple(w.text for w in words[i : i + count])
            if len(key) == count and key in self._brands:
                return self._brands[key], count
        return None

    def _stretches(self, words: Sequence[Token]) -> list[tuple[int, int]]:
        """Token ranges that may each hold one name: cut at "and", "vs", and before another brand."""
        cuts = [0]
        seen_brand = ""
        for i, word in enumerate(words):
            if word.text in _BREAKS:
                cuts.append(i + 1)
                seen_brand = ""
                continue
            brand = self._brand_at(words, i)
            if brand and self._is_firm_brand(brand[0]):
                if seen_brand and brand[0] != seen_brand:
                    cuts.append(i)
                seen_brand = brand[0]
        return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True) if b > a]

    def _is_firm_brand(self, brand: str) -> bool:
        return " " in brand or brand not in self._common

    def _best(self, words: Sequence[Token], begin: int, end: int) -> NamedMatch | None:
        brands = {found[0]: i for i in range(begin, end) if (found := self._brand_at(words, i))}
        candidates = self._candidates(words, begin, end, brands)
        fits = [fit for i in candidates if (fit := self._fit(self._titles[i], words, begin, end)) is not None]
        fits = [fit for fit in fits if fit.score >= ENOUGH]
        if not fits:
            return None
        fits.sort(key=lambda fit: (-fit.score, fit.title.length, fit.title.product_id))
        best = fits[0]
        equal = [fit for fit in fits[1:] if fit.score >= best.score - CLOSE]
        if not best.firm and len(equal) >= MANY:
            return None
        return NamedMatch(
            product_id=best.title.product_id,
            score=round(best.score, 2),
            start=words[best.first].start,
            end=words[best.last].end,
            ambiguous_with=tuple(fit.title.product_id for fit in equal[:8]),
        )

    def _candidates(self, words: Sequence[Token], begin: int, end: int, brands: Collection[str]) -> set[int]:
        """Products that share a brand, a model word or an unusual word with the stretch."""
        found: set[int] = set()
        for brand in brands:
            found.update(i for i in self._by_word.get(brand.split()[0], ()) if self._titles[i].brand == brand)
        for word in {w.text for w in words[begin:end]}:
            if word in self._single and (is_model(word) or word not in self._common):
                found.update(self._by_word.get(word, ()))
        return found

    def _fit(self, title: _Title, words: Sequence[Token], begin: int, end: int) -> _Fit | None:
        """Evidence that the stretch names this product, over the tightest run of matching tokens."""
        hits = [i for i in range(begin, end) if words[i].text in title.words and words[i].text not in _FREE | _BREAKS]
        strong = [i for i in hits if self._weight(words[i].text, title) > _WORD or words[i].text in title.brand_words]
        if not strong:
            return None
        first = last = strong[0]
        for i in hits:
            if i > last and self._gap(words, last, i) <= _GAP:
                last = i
        for i in reversed(hits):
            if i < first and self._gap(words, i, first) <= _GAP:
                first = i
        inside = {words[i].text for i in hits if first <= i <= last}
        return self._scored(title, words, first, last, inside)

    def _gap(self, words: Sequence[Token], a: int, b: int) -> int:
        return sum(words[i].text not in _FREE for i in range(a + 1, b))

    def _scored(self, title: _Title, words: Sequence[Token], first: int, last: int, inside: set[str]) -> _Fit | None:
        branded = bool(title.brand_words) and title.brand_words <= inside
        content = inside - _FREE - (title.brand_words if branded else frozenset())
        score = _BRAND if branded else 0.0
        if branded and (self._is_firm_brand(title.brand) and self._brand_size[title.brand] <= MANY):
            score += 1.2 if self._brand_size[title.brand] == 1 else 0.8  # brand and product nearly coincide
        ordinary = 0.0
        firm = False
        for word in content:
            weight = self._weight(word, title)
            if branded and word in title.series and word in self._few and weight < _SERIES and word.isalpha():
                weight = _SERIES
            if word in _COLOURS:
                score += _COLOUR
            elif weight <= _WORD:
                ordinary += weight
            else:
                score += weight
                firm = firm or weight > _SIZE
        score += min(ordinary, _MAX_WORDS)
        if not branded and not firm:
            return None
        around = {w.text for w in words[first : last + 3]} - title.words
        foreign = sum(self._speaks_against(word, title, branded) for word in around)
        score -= _MISMATCH * foreign
        if {w.text for w in words[first : last + 4]} & _COLOURS - title.words and title.words & _COLOURS:
            score -= _COLOUR
        covered = len(inside & title.head) / max(len(title.head), 1)
        return _Fit(title, score + 0.6 * covered, first, last, firm)

    def _speaks_against(self, word: str, title: _Title, branded: bool) -> bool:
        """A model word, or the size of another version, said beside the name and not in the title."""
        if is_size(word):
            return word[-1].isalpha() and any(is_size(w) and _unit(w) == _unit(word) for w in title.words)
        return is_model(word) and not (word.isdigit() and (not branded or len(word) > 3 or len(word) < 2))

    def _weight(self, word: str, title: _Title) -> float:
        """What one matching word of a title says: model words most, ordinary words least."""
        if word in title.brand_words or word in _FREE:
            return 0.0
        if is_size(word):
            return _SIZE
        if is_model(word):
            if word.isdigit():
                return _NUMBER if word in title.head else _WORD
            if word not in self._single:
                return _WORD
            if len(self._by_word[word]) > MAX_MODEL_SHARE:
                return _NAME
            return _MODEL if len(word) >= 4 else _SHORT_MODEL
        if word in self._single and word not in self._common and len(word) >= 3:
            return _NAME if word in title.head else _WORD
        rarity = math.log(len(self._titles) / max(len(self._by_word[word]), 1)) / math.log(max(len(self._titles), 2))
        return _WORD * min(1.0, 0.4 + rarity)


def _title(product: Product) -> _Title:
    said = tokens(product.title)
    words = {t.text for t in said} | {part.text for t in said for part in t.parts}
    brand_tokens = tokens(product.brand) if product.brand else said[:1]
    brand = " ".join(t.text for t in brand_tokens)
    options = {t.text for value in product.options.values() for t in tokens(value)}
    return _Title(
        product_id=product.product_id,
        words=frozenset(words | options | set(brand.split())),
        head=frozenset([t.text for t in said[:_HEAD]] + [p.text for t in said[:_HEAD] for p in t.parts]) - _FREE,
        brand=brand,
        brand_words=frozenset(brand.split()),
        series=frozenset(t.text for t in said[len(brand_tokens) : len(brand_tokens) + _SERIES_WORDS]),
        length=len(said),
    )


def _unit(size: str) -> str:
    return size.lstrip("0123456789.")
