"""What the customers did: searches, views, likes and carts that follow their tastes, and their purchases."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ecreco.shop.demo.catalog import Made, sold
from ecreco.shop.demo.people import COLOUR_OPTION, Person, affinity, popularity
from ecreco.shop.demo.qualities import hidden_qualities, overall
from ecreco.shop.records import Event, EventKind, Order

_DAYS = 540


def make_events(seed: int, now: datetime, people: Sequence[Person], orders: Sequence[Order]) -> list[Event]:
    """All events, oldest first, numbered in that order."""
    by_id = {made.product.product_id: made for made in sold(seed)}
    events = [event for person in people for event in _browsing(seed, now, person)]
    for order in orders:
        events.extend(_buying(random.Random(f"{seed}:bought:{order.order_id}"), order, by_id))
    events.sort(key=lambda event: (event.at, event.customer_id or "", event.kind, event.product_id or ""))
    return [replace(event, event_id=f"E{index:06d}") for index, event in enumerate(events, start=1)]


def _browsing(seed: int, now: datetime, person: Person) -> Iterator[Event]:
    rng = random.Random(f"{seed}:browsing:{person.customer.customer_id}")
    products = sold(seed)
    wanted = popularity(seed)
    weights = [affinity(person.tastes, made, wanted[made.product.product_id]) for made in products]
    for _ in range(min(26, 3 + int(rng.random() * 4 * person.activity))):
        at = now - timedelta(minutes=rng.randint(60, _DAYS * 24 * 60))
        goal = rng.choices(products, weights)[0]
        yield from _session(rng, seed, person, goal, at, weights)


def _session(
    rng: random.Random, seed: int, person: Person, goal: Made, at: datetime, weights: Sequence[float]
) -> Iterator[Event]:
    """A search for a kind of thing, some views of that kind and of the same shelf, perhaps a like or a cart."""
    customer_id = person.customer.customer_id
    if rng.random() < 0.6:
        yield _event("search", at, customer_id, text=search_text(rng, person, goal))
    shelf = [
        (made, weight * (6 if made.type is goal.type else 1))
        for made, weight in zip(sold(seed), weights, strict=True)
        if made.type.path[:2] == goal.type.path[:2]
    ]
    seen: dict[str, Made] = {goal.product.product_id: goal}
    for made in rng.choices([made for made, _ in shelf], [weight for _, weight in shelf], k=rng.randint(1, 5)):
        seen.setdefault(made.product.product_id, made)
    for product_id, made in seen.items():
        at += timedelta(seconds=rng.randint(15, 240))
        yield _event("view", at, customer_id, product_id)
        level = overall(hidden_qualities(seed)[product_id])
        taste = affinity(person.tastes, made, 1.0)
        if rng.random() < 0.10 * level * min(3.0, 1 + taste):
            yield _event("like", at + timedelta(seconds=9), customer_id, product_id)
        if rng.random() < 0.08 * level * min(3.0, 1 + taste):
            yield _event("add_to_cart", at + timedelta(seconds=14), customer_id, product_id)


def search_text(rng: random.Random, person: Person, goal: Made) -> str:
    """What a customer types: a plain query, sometimes with a colour, a brand or a price limit."""
    text = rng.choice(goal.type.queries)
    draw = rng.random()
    colours = [value.value for value in goal.model.options.get(COLOUR_OPTION, ())]
    liked = [colour for colour in colours if colour in person.tastes.colours]
    if draw < 0.2 and (liked or colours):
        return f"{(liked or colours)[0].lower()} {text}"
    if draw < 0.32:
        return f"{goal.model.brand.lower()} {text}"
    if draw < 0.5 and goal.product.price is not None:
        step = 500 if goal.product.price < 5000 else 2500
        return f"{text} under £{(goal.product.price // step + 1) * step // 100}"
    return text


def _buying(rng: random.Random, order: Order, by_id: Mapping[str, Made]) -> Iterator[Event]:
    """The minutes before an order: each line was viewed, put in the cart and bought."""
    assert order.placed_at is not None  # orders of the demo shop always have their day
    start = order.placed_at - timedelta(minutes=rng.randint(6, 40))
    for index, line in enumerate(order.lines):
        at = start + timedelta(seconds=60 * index + rng.randint(0, 50))
        assert line.product_id in by_id  # lines name sold products
        yield _event("view", at, order.customer_id, line.product_id)
        yield _event("add_to_cart", at + timedelta(seconds=40), order.customer_id, line.product_id)
        yield _event("purchase", order.placed_at, order.customer_id, line.product_id)


def _event(
    kind: EventKind, at: datetime, customer_id: str, product_id: str | None = None, text: str | None = None
) -> Event:
    return Event(event_id="", kind=kind, at=at, customer_id=customer_id, product_id=product_id, text=text)
