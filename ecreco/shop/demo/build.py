"""Builds the demo shop through the Shop facade: the same seed and day give the same shop, byte for byte."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ecreco.shop.demo.behaviour import make_events
from ecreco.shop.demo.catalog import CURRENCY, make_catalog
from ecreco.shop.demo.orders import make_orders
from ecreco.shop.demo.people import make_people, popularity
from ecreco.shop.demo.policies import SHOP_SETTINGS, load_policies
from ecreco.shop.demo.reviews import make_reviews
from ecreco.shop.records import Customer, Event, Order, Policy, Product, Review

if TYPE_CHECKING:
    from ecreco.shop.shop import Shop

SHOP_TITLE = "Fennimore & Wray"
# The day the demo's dates hang on. Fixed, so that a build can be compared byte for byte.
REFERENCE_DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoData:
    """Everything the demo shop holds, as records."""

    products: tuple[Product, ...]
    reviews: tuple[Review, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    events: tuple[Event, ...]
    policies: tuple[Policy, ...]

    def digest(self) -> str:
        """SHA-256 over all records in order."""
        sha = hashlib.sha256()
        for group in (self.products, self.reviews, self.customers, self.orders, self.events, self.policies):
            for record in group:
                sha.update(repr(record).encode())
        return sha.hexdigest()


@lru_cache(maxsize=2)
def make_demo(seed: int = 7, now: datetime = REFERENCE_DAY) -> DemoData:
    """All records of the demo shop. now: aware UTC; every date lies before it, except expected deliveries."""
    people = make_people(seed, now)
    customers = tuple(person.customer for person in people)
    orders = make_orders(seed, now, people)
    by_id = {customer.customer_id: customer for customer in customers}
    reviews = make_reviews(seed, now, by_id, orders, popularity(seed))
    return DemoData(
        products=tuple(_rated((made.product for made in make_catalog(seed)), reviews)),
        reviews=tuple(reviews),
        customers=customers,
        orders=tuple(orders),
        events=tuple(make_events(seed, now, people, orders)),
        policies=load_policies(),
    )


def build_demo(shop: Shop, *, seed: int = 7, now: datetime = REFERENCE_DAY, progress: Progress | None = None) -> None:
    """Write the demo shop into an open shop, all of it or nothing. Doing it again changes nothing.

    now: aware UTC, the day the dates hang on. progress: called with (what, done, total) after each step.
    """
    data = make_demo(seed, now)
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("products", lambda: shop.catalog.upsert(data.products)),
        ("customers", lambda: shop.customers.upsert(data.customers)),
        ("reviews", lambda: shop.reviews.upsert(data.reviews)),
        ("orders", lambda: shop.orders.upsert(data.orders)),
        ("events", lambda: shop.events.append(data.events)),
        ("policies", lambda: shop.policies.replace(list(data.policies))),
        ("shop settings", lambda: _update_info(shop, now)),
    ]
    with shop.transaction():
        for done, (what, write) in enumerate(steps, start=1):
            write()
            if progress is not None:
                progress(what, done, len(steps))


def _update_info(shop: Shop, now: datetime) -> None:
    shop.update_info(
        title=SHOP_TITLE,
        currency=CURRENCY,
        locale="en-GB",
        timezone="Europe/London",
        settings={**SHOP_SETTINGS, "demo_day": now.isoformat()},
    )


def _rated(products: Iterable[Product], reviews: Sequence[Review]) -> Iterable[Product]:
    """Ratings are the mean of the product's own reviews; a family's, of all its variants' reviews."""
    stars: dict[str, list[float]] = defaultdict(list)
    products = list(products)
    family = {product.product_id: product.family_id for product in products}
    for review in reviews:
        if review.rating is None:
            continue
        stars[review.product_id].append(review.rating)
        parent = family[review.product_id]
        if parent is not None:
            stars[parent].append(review.rating)
    for product in products:
        given = stars.get(product.product_id)
        yield (
            product
            if not given
            else replace(product, rating=round(sum(given) / len(given), 1), rating_count=len(given))
        )
