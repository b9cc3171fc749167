"""What a customer likes, from what they did: a mean of product vectors with time decay, brands, categories, prices.

Match of customer u and product v: r(u, v) = softmax(W · uᵀv + b) over the candidates, W = `SHARPNESS` and b = 0 unless
learned; b is the same for every candidate and cancels, it is kept for a learned model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.popularity import EVENT_WEIGHTS, decay
from ecreco.shop.records import Event, Order, Product, Review

Vectors = NDArray[np.float32]
SHARPNESS = 8.0
_TASTE_HALF_LIFE_DAYS = 90.0  # taste outlives the shop's fashions
_UNDATED = 0.5
_SHARES = {"match": 0.6, "brand": 0.2, "category": 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerProfile:
    """vector: unit length, None for a customer who did nothing yet. brands, categories: liking within 0..1.

    price_level: mean of ln(minor units) paid or looked at; None without prices. bought: every product ordered.
    """

    customer_id: str
    vector: Vectors | None = None
    brands: Mapping[str, float] = field(default_factory=dict)
    categories: Mapping[str, float] = field(default_factory=dict)
    price_level: float | None = None
    bought: frozenset[str] = frozenset()
    bought_brands: frozenset[str] = frozenset()
    disliked: frozenset[str] = frozenset()
    deeds: int = 0

    @property
    def cold(self) -> bool:
        """True when nothing is known that could rank products."""
        return self.vector is None


@dataclass(frozen=True, slots=True)
class Deed:
    """One sign of taste: how much it says (below 0: dislike), after decay."""

    product_id: str
    weight: float
    bought: bool = False


def deeds(events: Iterable[Event], orders: Iterable[Order], reviews: Iterable[Review], now: datetime) -> list[Deed]:
    """A customer's signs of taste. Orders and purchase events of the same product count once, as the order."""
    found = [
        Deed(line.product_id, 6.0 * _faded(order.placed_at, now), bought=True)
        for order in orders
        if order.status != "cancelled"
        for line in order.lines
    ]
    ordered = {deed.product_id for deed in found}
    for event in events:
        if event.product_id is None or event.kind not in EVENT_WEIGHTS:
            continue
        if event.kind == "purchase" and event.product_id in ordered:
            continue
        worth = EVENT_WEIGHTS[event.kind] * _faded(event.at, now)
        found.append(Deed(event.product_id, worth, bought=event.kind == "purchase"))
    found += [
        Deed(r.product_id, 2.0 * (r.rating - 3) * _faded(r.at, now)) for r in reviews if r.rating not in (None, 3.0)
    ]  # fmt: skip
    return found


def build_profile(
    customer_id: str,
    signs: Sequence[Deed],
    find: Callable[[str], Product | None],
    vectors: Callable[[Sequence[str]], Vectors],
) -> CustomerProfile:
    """The profile behind the signs. vectors: product ids → (n, d), zeros for unknown ones."""
    weight: dict[str, float] = defaultdict(float)
    for sign in signs:
        weight[sign.product_id] += sign.weight
    products = {i: p for i in weight if (p := find(i)) is not None}
    liked = {i: w for i, w in weight.items() if w > 0 and i in products}
    bought = frozenset(s.product_id for s in signs if s.bought)
    known = CustomerProfile(
        customer_id=customer_id,
        bought=bought,
        bought_brands=frozenset(b for i in bought if i in products and (b := products[i].brand)),
        disliked=frozenset(i for i, w in weight.items() if w < 0),
        deeds=len(signs),
    )
    if not liked:
        return known
    ids = list(liked)
    mean = np.array([liked[i] for i in ids], dtype=np.float32) @ vectors(ids)
    length = float(np.linalg.norm(mean))
    prices = [(math.log(price), liked[i]) for i in ids if (price := products[i].price)]
    total = sum(w for _, w in prices)
    return replace(
        known,
        vector=mean / length if length > 0 else None,
        brands=_shares((products[i].brand, w) for i, w in liked.items()),
        categories=_shares((c, w) for i, w in liked.items() for c in products[i].category[-1:]),
        price_level=sum(p * w for p, w in prices) / total if total else None,
    )


def match(
    profile: CustomerProfile, vectors: Vectors, *, sharpness: float = SHARPNESS, bias: float = 0.0
) -> NDArray[np.float64]:
    """r(u, v) over the candidates (n, d): probabilities of shape (n,) that sum to 1; uniform for a cold customer."""
    if len(vectors) == 0:
        return np.zeros(0)
    if profile.vector is None:
        return np.full(len(vectors), 1 / len(vectors))
    logits = sharpness * (vectors @ profile.vector).astype(np.float64) + bias
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())


def affinity(profile: CustomerProfile, products: Sequence[Product], vectors: Vectors) -> NDArray[np.float64]:
    """How well each product suits the customer, within 0..1, shape (n,): match, brand and category together.

    Zeros for a cold customer, so that nothing is claimed to be personal.
    """
    if profile.cold or not products:
        return np.zeros(len(products))
    matched = match(profile, vectors)
    brand = np.array([profile.brands.get(p.brand or "", 0.0) for p in products])
    category = np.array([max((profile.categories.get(c, 0.0) for c in p.category[-1:]), default=0.0) for p in products])
    total = _SHARES["match"] * matched / matched.max() + _SHARES["brand"] * brand + _SHARES["category"] * category
    return np.asarray(total * np.array([_near_price(profile, p) for p in products]))


def _near_price(profile: CustomerProfile, product: Product) -> float:
    """1 at the customer's price level, .6 at a fifth or five times of it."""
    if profile.price_level is None or not product.price:
        return 1.0
    return 1.0 - 0.4 * min(1.0, abs(math.log(product.price) - profile.price_level) / math.log(5))


def _shares(pairs: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for name, weight in pairs:
        if name:
            sums[name] += weight
    top = max(sums.values(), default=1.0)
    return {name: value / top for name, value in sums.items()}


def _faded(at: datetime | None, now: datetime) -> float:
    return _UNDATED if at is None else decay(at, now, _TASTE_HALF_LIFE_DAYS)
