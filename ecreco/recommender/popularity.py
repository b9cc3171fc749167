"""How much others like a product: ratings shrunk towards the shop's mean, and deeds, older ones counting less."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ecreco.shop.records import Event, EventKind, Product

EVENT_WEIGHTS: Mapping[EventKind, float] = {
    "view": 1.0, "click": 1.0, "add_to_cart": 3.0, "purchase": 6.0, "like": 4.0, "dislike": -4.0,
}  # fmt: skip
HALF_LIFE_DAYS = 30.0
PRIOR_RATINGS = 20.0  # ratings a product needs before its own mean counts as much as the shop's


def decay(at: datetime, now: datetime, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """1 for now, a half after each half-life; the future counts as now."""
    days = max(0.0, (now - at).total_seconds() / 86_400)
    return float(0.5 ** (days / half_life_days))


@dataclass(frozen=True, slots=True)
class Popularity:
    """quality, demand: by product id, each within 0..1. Products without ratings get the shop's mean quality."""

    quality: Mapping[str, float]
    demand: Mapping[str, float]
    mean_rating: float

    @classmethod
    def measure(cls, products: Iterable[Product], events: Iterable[Event], now: datetime) -> Popularity:
        """Read ratings from the products and behaviour from the events."""
        items = list(products)
        rated = [(p.rating, p.rating_count or 1) for p in items if p.rating is not None]
        # Each product's mean counts once: a few bestsellers would else set what an unknown product is worth.
        mean = sum(r for r, _ in rated) / len(rated) if rated else 3.5
        quality = {p.product_id: (shrunk_rating(p, mean) - 1) / 4 for p in items}
        weights: dict[str, float] = {}
        for event in events:
            if event.product_id is not None and event.kind in EVENT_WEIGHTS:
                worth = EVENT_WEIGHTS[event.kind] * decay(event.at, now)
                weights[event.product_id] = weights.get(event.product_id, 0.0) + worth
        counts = {p.product_id: max(0.0, weights.get(p.product_id, 0.0)) for p in items}
        if not any(counts.values()):  # no behaviour yet: how many rated it is the next best sign of demand
            counts = {p.product_id: float(p.rating_count or 0) for p in items}
        top = math.log1p(max(counts.values(), default=0.0)) or 1.0
        return cls(quality, {i: math.log1p(c) / top for i, c in counts.items()}, mean)

    def of(self, product_id: str) -> float:
        """Half quality, half demand, within 0..1; an unknown product has the mean's quality and no demand."""
        quality = self.quality.get(product_id, (self.mean_rating - 1) / 4)
        return 0.5 * quality + 0.5 * self.demand.get(product_id, 0.0)


def shrunk_rating(product: Product, mean: float) -> float:
    """Bayesian mean of the stars with `PRIOR_RATINGS` imaginary ratings at the shop's mean."""
    if product.rating is None:
        return mean
    count = 1 if product.rating_count is None else product.rating_count
    return (product.rating * count + mean * PRIOR_RATINGS) / (count + PRIOR_RATINGS)
