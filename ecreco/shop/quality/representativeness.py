"""Representativeness: whether the catalog covers what customers may ask for evenly enough to advise them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ecreco.shop.quality.findings import Finding, finding, worded
from ecreco.shop.quality.statistics import concentration, quantile
from ecreco.shop.records import Product, Review

_SIDE: Final = "representativeness"
_THIN = 3  # a category with fewer products leaves nothing to choose from
_WELL_REVIEWED = 5
_CONCENTRATED = 0.25  # Herfindahl-Hirschman index from which a market counts as highly concentrated


class Representativeness:
    """Counts over the products and reviews of a shop."""

    def __init__(self) -> None:
        self.products = 0
        self.categories: Counter[str] = Counter()
        self.departments: Counter[str] = Counter()
        self.brands: Counter[str] = Counter()
        self.prices: list[int] = []
        self.ratings: Counter[float] = Counter()
        self.review_stars: Counter[int] = Counter()
        self.reviews = 0
        self._reviews_of: Counter[str] = Counter()
        self._ids: set[str] = set()

    def add_product(self, product: Product) -> None:
        """Count a product that can be bought."""
        self.products += 1
        self._ids.add(product.product_id)
        if product.category:
            self.categories[" > ".join(product.category)] += 1
            self.departments[product.category[0]] += 1
        if product.brand:
            self.brands[product.brand] += 1
        if product.price is not None:
            self.prices.append(product.price)
        if product.rating is not None and 1 <= product.rating <= 5:
            self.ratings[round(product.rating * 2) / 2] += 1

    def add_review(self, review: Review) -> None:
        """Count a review."""
        self.reviews += 1
        self._reviews_of[review.product_id] += 1
        if review.rating is not None and 1 <= review.rating <= 5:
            self.review_stars[round(review.rating)] += 1

    @property
    def reviewed(self) -> int:
        """Products with a review."""
        return sum(product in self._ids for product in self._reviews_of)

    @property
    def well_reviewed(self) -> int:
        """Products with at least five reviews, enough for a summary."""
        return sum(count >= _WELL_REVIEWED and product in self._ids for product, count in self._reviews_of.items())

    @property
    def brand_concentration(self) -> float:
        """Herfindahl-Hirschman index of the brands."""
        return concentration(list(self.brands.values()))

    def bands(self) -> tuple[tuple[int, int, int], ...]:
        """(lowest, highest, products) of five price bands that hold about as many products each."""
        ordered = sorted(self.prices)
        if not ordered:
            return ()
        edges = [quantile(ordered, step / 5) for step in range(6)]
        bands = []
        start = 0
        for at in range(1, 6):
            end = (
                len(ordered)
                if at == 5
                else next((i for i in range(start, len(ordered)) if ordered[i] > edges[at]), len(ordered))
            )
            if end > start:
                bands.append((ordered[start], ordered[end - 1], end - start))
            start = end
        return tuple(bands)

    def findings(self) -> list[Finding]:
        """What was found."""
        thin = [f"{name} ({count})" for name, count in sorted(self.categories.items()) if count < _THIN]
        biggest = self.departments.most_common(1)
        top = self.brands.most_common(1)
        low = sum(count for stars, count in self.ratings.items() if stars < 3)
        rated = sum(self.ratings.values())
        alike = rated >= 50 and low < 0.01 * rated
        unreviewed, few = self.products - self.reviewed, self.products - self.well_reviewed
        return [
            finding(
                _SIDE,
                "thin categories",
                thin,
                len(self.categories),
                f"narrowest [category|categories] with fewer than {_THIN} products",
            ),
            Finding(
                _SIDE,
                "largest department",
                biggest[0][1] if biggest else 0,
                self.products,
                worded("[product|products] in the largest department", biggest[0][1] if biggest else 0)
                + (f", {biggest[0][0]}" if biggest else ""),
                "look" if biggest and biggest[0][1] > 0.6 * self.products and len(self.departments) > 1 else "fine",
            ),
            Finding(
                _SIDE,
                "leading brand",
                top[0][1] if top else 0,
                sum(self.brands.values()),
                worded("branded [product|products] of the leading brand", top[0][1] if top else 0)
                + (f", {top[0][0]} " if top else " ")
                + f"(concentration {self.brand_concentration:.3f})",
                "look" if self.brand_concentration > _CONCENTRATED else "fine",
            ),
            Finding(
                _SIDE,
                "unreviewed",
                unreviewed,
                self.products,
                worded("[product|products] without a review", unreviewed),
                "look" if unreviewed else "fine",
            ),
            Finding(
                _SIDE,
                "few reviews",
                few,
                self.products,
                worded(f"[product|products] with fewer than {_WELL_REVIEWED} reviews: too few to summarise", few),
                "look" if few > self.products / 2 else "fine",
            ),
            Finding(
                _SIDE,
                "low ratings",
                rated - low if alike else low,
                rated,
                "rated products at 3 stars or more: hardly any below, so ratings cannot tell good from bad"
                if alike
                else worded("rated [product|products] below 3 stars", low),
                "look" if alike else "fine",
            ),
        ]
