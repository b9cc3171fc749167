"""Consistency: records that contradict, repeat or miss each other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from ecreco.shop.quality.findings import Finding, counted, finding
from ecreco.shop.records import Product, Review

_SIDE: Final = "consistency"
_NEAR = 94.0  # rapidfuzz ratio of two titles from which they are near-duplicates
_LARGEST_BLOCK = 400
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COLOURS = re.compile(
    r"\b(black|white|gr[ea]y|silver|gold|blue|red|green|yellow|orange|pink|purple|brown|beige)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Family:
    title: str | None = None
    brand: str | None = None
    variants: list[tuple[str, tuple[tuple[str, str], ...], str | None, str]] = field(default_factory=list)


class Consistency:
    """Counts over the products and reviews of a shop."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self.products = 0
        self._reviews = 0
        self._ids: set[str] = set()
        self._currencies: Counter[str] = Counter()
        self._titles: dict[tuple[str, str], list[tuple[str, str, str | None]]] = defaultdict(list)
        self._families: dict[str, _Family] = defaultdict(_Family)
        self._segments: dict[str, Counter[str]] = defaultdict(Counter)
        self._brands: dict[str, Counter[str]] = defaultdict(Counter)
        self._under: dict[bytes, tuple[str, int]] = {}
        self._lost: list[str] = []
        self._lost_count = 0

    def add_product(self, product: Product) -> None:
        """Count a product of any kind. Products come before reviews."""
        self._ids.add(product.product_id)
        self._segments_of(product)
        if product.kind == "family":
            family = self._families[product.product_id]
            family.title, family.brand = product.title, product.brand
            return
        self.products += 1
        self._currencies[product.currency] += 1
        # near-duplicates share their narrowest category and their first word
        words = product.title.casefold().split()
        block = (product.category[-1] if product.category else "", words[0] if words else "")
        self._titles[block].append((product.product_id, product.title, product.family_id))
        if product.kind == "variant" and product.family_id:
            options = tuple(sorted((name.casefold(), value.casefold()) for name, value in product.options.items()))
            self._families[product.family_id].variants.append(
                (product.product_id, options, product.brand, product.currency)
            )

    def _segments_of(self, product: Product) -> None:
        for segment in product.category:
            self._segments[_squeezed(segment)][segment] += 1
        if product.brand:
            self._brands[_squeezed(product.brand)][product.brand] += 1

    def add_review(self, review: Review) -> None:
        """Count a review."""
        self._reviews += 1
        if review.product_id not in self._ids:
            self._lost_count += 1
            if len(self._lost) < 5:
                self._lost.append(f"{review.review_id} of {review.product_id}")
        key = _review_key(review)
        if key is None:
            return
        first, others = self._under.get(key, (review.product_id, 0))
        self._under[key] = (first, others + (review.product_id != first))

    def findings(self) -> list[Finding]:
        """What was found."""
        near, unlinked = self._pairs()
        other = [f"{count:,} in {code}" for code, count in self._currencies.most_common() if code != self._currency]
        count = sum(n for code, n in self._currencies.items() if code != self._currency)
        shared = [others for _, others in self._under.values() if others]
        words = (
            "[review that stands|reviews that stand] under several products "
            f"({counted(len(shared), 'different one', 'different ones')})"
        )
        return [
            finding(
                _SIDE,
                "near-duplicate titles",
                near,
                self.products,
                "[pair|pairs] of products that are titled nearly alike",
            ),
            finding(
                _SIDE,
                "variants without a family",
                unlinked,
                self.products,
                "[pair|pairs] of products whose titles differ only in a number or a colour and that no family joins",
            ),
            finding(
                _SIDE,
                "conflicting variants",
                self._conflicts(),
                len(self._families),
                "[family at odds with its|families at odds with their] variants",
                weight="mend",
            ),
            finding(
                _SIDE,
                "mixed currencies",
                other,
                self.products,
                f"[product|products] not priced in {self._currency}",
                weight="mend",
                count=count,
            ),
            finding(_SIDE, "shared reviews", [], self._reviews, words, count=sum(n + 1 for n in shared)),
            finding(
                _SIDE,
                "reviews of unknown products",
                self._lost,
                self._reviews,
                "[review|reviews] whose product is not in the shop",
                weight="mend",
                count=self._lost_count,
            ),
            finding(
                _SIDE,
                "category spellings",
                _variants(self._segments),
                len(self._segments),
                "[category that is|categories that are] spelled several ways",
            ),
            finding(
                _SIDE,
                "brand spellings",
                _variants(self._brands),
                len(self._brands),
                "[brand that is|brands that are] spelled several ways",
            ),
        ]

    def _pairs(self) -> tuple[list[str], list[str]]:
        """(near-duplicates, variants nobody joined) as readable pairs."""
        near: list[str] = []
        unlinked: list[str] = []
        for entries in self._titles.values():
            block = entries[:_LARGEST_BLOCK]
            for at, (one, title, family) in enumerate(block):
                for two, other, other_family in block[at + 1 :]:
                    if family is not None and family == other_family:
                        continue
                    if fuzz.ratio(title, other, score_cutoff=_NEAR) < _NEAR:
                        continue
                    pair = f"{one} and {two}: {title[:70]}"
                    (near if _facts(title) == _facts(other) else unlinked).append(pair)
        return near, unlinked

    def _conflicts(self) -> list[str]:
        found = []
        for family_id, family in sorted(self._families.items()):
            what = _family_conflict(family)
            if what:
                found.append(f"{family_id}: {what}")
        return found


def _family_conflict(family: _Family) -> str | None:
    """What is wrong with a family, None where nothing is."""
    if family.title is None:
        return f"{counted(len(family.variants), 'variant names', 'variants name')} it and it is not there"
    if not family.variants:
        return "it has no variant"
    choices = Counter(options for _, options, _, _ in family.variants)
    if (twice := choices.most_common(1)[0])[1] > 1:
        names = ", ".join(f"{name} {value}" for name, value in twice[0]) or "no option"
        return f"{twice[1]} variants have the same choice ({names})"
    if len({frozenset(name for name, _ in options) for options in choices}) > 1:
        return "its variants do not have the same options"
    if len({currency for *_, currency in family.variants}) > 1:
        return "its variants are priced in several currencies"
    if len({brand for _, _, brand, _ in family.variants} | {family.brand}) > 1:
        return "its variants name several brands"
    return None


def _facts(title: str) -> tuple[Sequence[str], Sequence[str]]:
    """Numbers and colours of a title: what tells variants apart."""
    return sorted(_NUMBER.findall(title)), sorted(c.casefold() for c in _COLOURS.findall(title))


def _variants(spellings: dict[str, Counter[str]]) -> list[str]:
    many = [counter for counter in spellings.values() if len(counter) > 1]
    many.sort(key=lambda counter: -sum(counter.values()))
    return [" / ".join(f"{name} ({count})" for name, count in counter.most_common()) for counter in many]


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold().replace("&", "and"))


def _review_key(review: Review) -> bytes | None:
    """The source's own id where it is scoped by product, else the words; short words say nothing."""
    prefix = f"{review.product_id}:"
    if review.review_id.startswith(prefix):
        words: Iterable[str] = ("id", review.review_id.removeprefix(prefix))
    elif len(review.text) >= 40:
        words = ("text", review.author or "", review.title, review.text)
    else:
        return None
    return hashlib.blake2b("\x1f".join(words).encode("utf-8", "surrogatepass"), digest_size=12).digest()
