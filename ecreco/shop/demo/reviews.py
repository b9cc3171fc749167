"""Reviews that follow from the hidden qualities: aspects, polarity and stars of each customer, worded from banks."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ecreco.shop.demo.catalog import Made, sold
from ecreco.shop.demo.qualities import disputed_aspect, hidden_qualities, overall
from ecreco.shop.demo.wording import Wording
from ecreco.shop.records import Customer, Order, Review

REVIEW_COUNT = 3000
_MONTHS = 18
_SHARE_OF_BUYERS = 0.45  # of delivered lines get a review by their buyer


@dataclass(frozen=True, slots=True)
class _Slot:
    made: Made
    customer: Customer | None
    at: datetime


def make_reviews(
    seed: int, now: datetime, customers: Mapping[str, Customer], orders: list[Order], popularity: Mapping[str, float]
) -> list[Review]:
    """REVIEW_COUNT reviews, oldest first; buyers' reviews are dated after their delivery."""
    rng = random.Random(f"{seed}:reviews")
    slots = _buyers(rng, seed, now, customers, orders)[:REVIEW_COUNT]
    slots += _others(rng, seed, now, popularity, REVIEW_COUNT - len(slots))
    slots.sort(key=lambda slot: (slot.at, slot.made.product.product_id))
    qualities = hidden_qualities(seed)
    wording = Wording.load()
    return [
        _review(random.Random(f"{seed}:review:{index}"), f"R{index:05d}", slot, qualities, wording, seed)
        for index, slot in enumerate(slots, start=1)
    ]


def _buyers(
    rng: random.Random, seed: int, now: datetime, customers: Mapping[str, Customer], orders: list[Order]
) -> list[_Slot]:
    by_id = {made.product.product_id: made for made in sold(seed)}
    slots: list[_Slot] = []
    for order in orders:
        delivered = order.fulfilments[0].delivered_at if order.fulfilments else None
        if delivered is None:
            continue
        for line in order.lines:
            at = delivered + timedelta(days=rng.randint(2, 40), minutes=rng.randint(0, 1439))
            if rng.random() < _SHARE_OF_BUYERS and at < now:
                slots.append(_Slot(by_id[line.product_id], customers[order.customer_id], at))
    return slots


def _others(rng: random.Random, seed: int, now: datetime, popularity: Mapping[str, float], count: int) -> list[_Slot]:
    """Reviews by people who bought in the store or before they had an account: no customer record, only a name."""
    products = [made for made in sold(seed) if popularity.get(made.product.product_id, 0.0) > 0]
    chosen = rng.choices(products, [popularity[made.product.product_id] for made in products], k=count)
    minutes = _MONTHS * 30 * 24 * 60
    return [_Slot(made, None, now - timedelta(minutes=rng.randint(60 * 24, minutes))) for made in chosen]


def _review(
    rng: random.Random,
    review_id: str,
    slot: _Slot,
    qualities: Mapping[str, Mapping[str, float]],
    wording: Wording,
    seed: int,
) -> Review:
    made = slot.made
    disputed = disputed_aspect(made, seed)
    seen = {aspect: level + rng.gauss(0, 0.11) for aspect, level in qualities[made.product.product_id].items()}
    if disputed is not None:
        seen[disputed] = rng.choice([0.1, 0.92])
    stars = _stars(rng, seen)
    author = wording.author(rng) if slot.customer is None else _public_name(slot.customer)
    return Review(
        review_id=review_id,
        product_id=made.product.product_id,
        title=wording.title(rng, made.type, stars) if rng.random() < 0.8 else "",
        text=wording.text(rng, made.type, seen, stars, disputed),
        rating=float(stars),
        author=author,
        customer_id=None if slot.customer is None else slot.customer.customer_id,
        at=slot.at,
    )


def _stars(rng: random.Random, seen: dict[str, float]) -> int:
    """Stars rise with the overall level; the curve is set so that a middling product gets three."""
    raw = 2.8 + 6.3 * (overall(seen) - 0.5) + rng.gauss(0, 0.4)
    return min(5, max(1, round(raw)))


def _public_name(customer: Customer) -> str:
    return f"{customer.first_name} {customer.last_name[:1]}."
