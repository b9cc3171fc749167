"""Completeness: what is missing, and values that cannot be or stand far apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from statistics import median
from typing import Final

from ecreco.shop.importers.categories import readable_category
from ecreco.shop.money import format_money
from ecreco.shop.quality.findings import Finding, finding, worded
from ecreco.shop.quality.statistics import outlying
from ecreco.shop.records import Product, Review

_SIDE: Final = "completeness"
_MISSING: Mapping[str, Callable[[Product], bool]] = {
    "brand": lambda p: not p.brand,
    "category": lambda p: not p.category,
    "text": lambda p: not p.description and not p.about,
    "price": lambda p: p.price is None,
    "list price": lambda p: p.list_price is None,
    "rating": lambda p: p.rating is None,
    "rating count": lambda p: p.rating_count is None,
    "stock": lambda p: p.stock is None,
    "picture": lambda p: not p.image,
    "address": lambda p: not p.url,
    "attributes": lambda p: not p.attributes and not p.options,
}
# Half a star: where nearly all have the same rating, a tenth more is outlying and says nothing.
_FAR_RATING = 0.5
# What customers ask for first; its absence is to be mended, not only looked at.
_VITAL = frozenset({"category", "text", "price"})


class Completeness:
    """Counts over the products and reviews of a shop."""

    def __init__(self) -> None:
        self.products = 0
        self.missing: Counter[str] = Counter(dict.fromkeys(_MISSING, 0))
        self._reviews = 0
        self._examples: dict[str, list[str]] = defaultdict(list)
        self._impossible: dict[str, list[str]] = defaultdict(list)
        self._prices: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        self._ratings: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self._priced = self._rated = self._listed = 0

    def add_product(self, product: Product) -> None:
        """Count a product that can be bought."""
        self.products += 1
        for name, absent in _MISSING.items():
            if absent(product):
                self.missing[name] += 1
                if len(self._examples[name]) < 5:
                    self._examples[name].append(_named(product))
        self._prices_of(product)
        self._ratings_of(product)

    def _prices_of(self, product: Product) -> None:
        price, listed = product.price, product.list_price
        if price is not None:
            self._priced += 1
            if price <= 0:
                self._impossible["price of zero"].append(_named(product))
            else:
                self._prices[_group(product), product.currency].append((price, _named(product)))
        if listed is not None:
            self._listed += 1
            if price is not None and listed < price:
                shown = format_money(listed, product.currency)
                self._impossible["list price below price"].append(
                    f"{_named(product)}: {product.shown_price}, list {shown}"
                )

    def _ratings_of(self, product: Product) -> None:
        if product.rating is not None:
            self._rated += 1
            if 1 <= product.rating <= 5:
                self._ratings[_group(product)].append((product.rating, _named(product)))
            else:
                self._impossible["impossible rating"].append(f"{_named(product)}: {product.rating:g}")
            if product.rating_count == 0:
                self._impossible["rating without raters"].append(_named(product))
        if product.stock is not None and product.stock < 0:
            self._impossible["stock below zero"].append(f"{_named(product)}: {product.stock}")

    def add_review(self, review: Review) -> None:
        """Count a review."""
        self._reviews += 1
        if review.rating is not None and not 1 <= review.rating <= 5:
            self._impossible["impossible review rating"].append(f"{review.review_id}: {review.rating:g}")

    def findings(self) -> list[Finding]:
        """What was found."""
        found = [
            Finding(
                _SIDE,
                f"no {name}",
                count,
                self.products,
                worded(f"[product|products] without {name}", count),
                "fine" if not count else "mend" if name in _VITAL else "look",
                tuple(self._examples[name]),
            )
            for name, count in self.missing.items()
        ]
        for name, of, words in (
            ("list price below price", self._listed, "[product|products] whose list price is below [its|their] price"),
            ("price of zero", self._priced, "[product that costs|products that cost] nothing"),
            ("impossible rating", self._rated, "product [rating|ratings] outside 1 to 5"),
            ("impossible review rating", self._reviews, "review [rating|ratings] outside 1 to 5"),
            ("rating without raters", self._rated, "[product that is|products that are] rated by nobody"),
            ("stock below zero", self.products, "[product|products] with less than no stock"),
        ):
            found.append(finding(_SIDE, name, self._impossible[name], of, words, weight="mend"))
        found.append(
            finding(
                _SIDE,
                "outlying price",
                self._outlying_prices(),
                self._priced,
                "[price|prices] far from those of [its|their] category (modified z-score of the logarithm beyond 3.5)",
            )
        )
        found.append(
            finding(
                _SIDE,
                "outlying rating",
                self._outlying_ratings(),
                self._rated,
                "[rating|ratings] half a star or more off those of [its|their] category (modified z-score beyond 3.5)",
            )
        )
        return found

    def _outlying_prices(self) -> list[str]:
        names = []
        for (group, currency), entries in sorted(self._prices.items()):
            for at in outlying([price for price, _ in entries], logarithmic=True):
                price, name = entries[at]
                names.append(f"{name}: {format_money(price, currency)} in {_narrowest(group)}")
        return names

    def _outlying_ratings(self) -> list[str]:
        names = []
        for group, entries in sorted(self._ratings.items()):
            middle = median(rating for rating, _ in entries)
            for at in outlying([rating for rating, _ in entries]):
                if abs(entries[at][0] - middle) < _FAR_RATING:
                    continue
                names.append(f"{entries[at][1]}: {entries[at][0]:g} in {_narrowest(group)}")
        return names


def _group(product: Product) -> str:
    return " > ".join(product.category)


def _narrowest(group: str) -> str:
    return readable_category(group.rpartition(" > ")[2]) or "no category"


def _named(product: Product) -> str:
    title = product.title if len(product.title) <= 60 else product.title[:59] + "…"
    return f"{product.product_id} {title}"
