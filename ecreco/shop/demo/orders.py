"""Six hundred orders in every status, with payments, parcels and dates that agree with the status."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ecreco.shop.demo.catalog import CURRENCY, Made, sold
from ecreco.shop.demo.people import Person, affinity, popularity
from ecreco.shop.money import to_major
from ecreco.shop.records import Fulfilment, Order, OrderLine, OrderStatus, Payment

# Orders a status, and how many days before the reference day such an order was placed.
PLAN: Mapping[OrderStatus, tuple[int, tuple[int, int]]] = {
    "pending": (50, (0, 2)),
    "pending (item modified)": (12, (0, 2)),
    "processed": (40, (1, 3)),
    "shipped": (55, (2, 6)),
    "delivered": (345, (6, 520)),
    "return requested": (18, (10, 30)),
    "exchange requested": (12, (10, 30)),
    "returned": (14, (30, 300)),
    "refunded": (14, (30, 300)),
    "cancelled": (40, (3, 400)),
}
CANCEL_REASONS = ("no longer needed", "ordered by mistake")
CARRIER = "Larkway Couriers"


@dataclass(frozen=True, slots=True)
class _Basket:
    person: Person
    items: tuple[tuple[Made, int], ...]


def make_orders(seed: int, now: datetime, people: Sequence[Person]) -> list[Order]:
    """The orders of PLAN, oldest first; each customer buys what their tastes suggest."""
    rng = random.Random(f"{seed}:orders")
    statuses = [status for status, (count, _) in PLAN.items() for _ in range(count)]
    numbers = rng.sample(range(1_000_000, 9_999_999), len(statuses))
    orders: list[Order] = []
    for number, status in zip(numbers, statuses, strict=True):
        person = _buyer(rng, people)
        basket = _Basket(person, _items(rng, seed, person, exchange=status == "exchange requested"))
        orders.append(_order(random.Random(f"{seed}:order:{number}"), f"#W{number}", status, basket, now, seed))
    return sorted(orders, key=lambda order: (order.placed_at or now, order.order_id))


def _buyer(rng: random.Random, people: Sequence[Person]) -> Person:
    return rng.choices(people, [min(person.activity, 6.0) for person in people])[0]


def _items(rng: random.Random, seed: int, person: Person, *, exchange: bool) -> tuple[tuple[Made, int], ...]:
    """One to four different products; an order to be exchanged starts with a variant that has siblings."""
    wanted = popularity(seed)
    products = sold(seed)
    if exchange:
        products = tuple(made for made in products if made.product.family_id is not None)
    weights = [affinity(person.tastes, made, wanted[made.product.product_id]) for made in products]
    size = rng.choices([1, 2, 3, 4], [45, 30, 17, 8])[0]
    items: dict[str, tuple[Made, int]] = {}
    while len(items) < size:
        made = rng.choices(products, weights)[0]
        many = made.type.kind in ("food", "care") or (made.product.price is not None and made.product.price < 1500)
        items[made.product.product_id] = (made, rng.choices([1, 2, 3], [6, 3, 1])[0] if many else 1)
    return tuple(items.values())


def _order(rng: random.Random, order_id: str, status: OrderStatus, basket: _Basket, now: datetime, seed: int) -> Order:
    first, last = PLAN[status][1]
    placed = now - timedelta(days=_days_ago(rng, first, last), minutes=rng.randint(30, 1200))
    lines = tuple(
        OrderLine(
            line_id=str(index),
            product_id=made.product.product_id,
            title=made.product.title,
            quantity=quantity,
            unit_price=made.product.price or 0,
            options=dict(made.product.options),
        )
        for index, (made, quantity) in enumerate(basket.items, start=1)
    )
    total = sum(line.quantity * line.unit_price for line in lines)
    customer = basket.person.customer
    method = _method(rng, customer.payment_methods, total)
    fulfilments = _fulfilments(rng, status, placed, lines, now)
    delivered = fulfilments[0].delivered_at if fulfilments else None
    after, extra = _aftermath(rng, status, placed, delivered, lines, method, now, seed)
    return Order(
        order_id=order_id,
        customer_id=customer.customer_id,
        status=status,
        currency=CURRENCY,
        lines=lines,
        payments=(Payment(kind="payment", amount=total, method_id=method, at=placed), *after),
        fulfilments=fulfilments,
        address=customer.address,
        placed_at=placed,
        extra=extra,
    )


def _days_ago(rng: random.Random, first: int, last: int) -> int:
    """Recent orders are likelier, and Christmas is not modelled."""
    return first + int((last - first + 1) * rng.random() ** 1.5)


def _method(rng: random.Random, methods: Mapping[str, Mapping[str, Any]], total: int) -> str:
    """A way to pay; a gift card only pays what its balance covers."""
    able = [
        method_id
        for method_id, method in methods.items()
        if method["source"] != "gift_card" or method["balance"] >= to_major(total, CURRENCY)
    ]
    return rng.choice(able)


def _fulfilments(
    rng: random.Random, status: OrderStatus, placed: datetime, lines: tuple[OrderLine, ...], now: datetime
) -> tuple[Fulfilment, ...]:
    """No parcel before the order was packed; a delivered order's parcel came one to four days after it left."""
    if status in ("pending", "pending (item modified)", "cancelled"):
        return ()
    line_ids = tuple(line.line_id for line in lines)
    expected = placed + timedelta(days=rng.randint(3, 5))
    if status == "processed":
        return (Fulfilment(tracking_ids=(), line_ids=line_ids, carrier=CARRIER, status="packed", expected_at=expected),)
    shipped = placed + timedelta(hours=rng.randint(12, 40))
    tracking = (f"LW{rng.randint(10**9, 10**10 - 1)}",)
    if status == "shipped":
        late = max(expected, now + timedelta(hours=rng.randint(4, 48)))
        return (
            Fulfilment(
                tracking_ids=tracking, line_ids=line_ids, carrier=CARRIER, status="on its way",
                shipped_at=shipped, expected_at=late,
            ),
        )  # fmt: skip
    delivered = min(shipped + timedelta(days=rng.randint(1, 3), hours=rng.randint(0, 20)), now - timedelta(hours=2))
    return (
        Fulfilment(
            tracking_ids=tracking, line_ids=line_ids, carrier=CARRIER, status="delivered",
            shipped_at=shipped, delivered_at=delivered, expected_at=expected,
        ),
    )  # fmt: skip


def _aftermath(
    rng: random.Random,
    status: OrderStatus,
    placed: datetime,
    delivered: datetime | None,
    lines: tuple[OrderLine, ...],
    method: str,
    now: datetime,
    seed: int,
) -> tuple[tuple[Payment, ...], dict[str, Any]]:
    """Refunds and what the source says of a cancellation, return, exchange or change. Keys are tau2's."""
    if status == "cancelled":
        at = placed + timedelta(hours=rng.randint(1, 20))
        total = sum(line.quantity * line.unit_price for line in lines)
        refund = Payment(kind="refund", amount=total, method_id=method, at=at + timedelta(minutes=5))
        return (refund,), {"cancel_reason": rng.choice(CANCEL_REASONS), "cancelled_at": at.isoformat()}
    if status == "pending (item modified)":
        at = min(placed + timedelta(hours=rng.randint(1, 5)), now - timedelta(minutes=5))
        return (), {"modified_at": at.isoformat()}
    if delivered is None or status == "delivered":
        return (), {}
    asked = min(delivered + timedelta(days=rng.randint(1, 9)), now - timedelta(hours=1))
    if status == "exchange requested":
        return (), _exchange(rng, seed, lines[0], method, asked)
    count = rng.randint(1, len(lines))
    back = [item for line in lines[:count] for item in [line.product_id] * line.quantity]
    extra: dict[str, Any] = {
        "return_items": back,
        "return_payment_method_id": method,
        "requested_at": asked.isoformat(),
    }
    if status == "return requested":
        return (), extra
    extra["returned_at"] = (asked + timedelta(days=rng.randint(3, 7))).isoformat()
    if status == "returned":
        return (), extra
    amount = sum(line.quantity * line.unit_price for line in lines[:count])
    refunded = datetime.fromisoformat(extra["returned_at"]) + timedelta(days=rng.randint(1, 4))
    return (Payment(kind="refund", amount=amount, method_id=method, at=refunded),), extra


def _exchange(rng: random.Random, seed: int, line: OrderLine, method: str, asked: datetime) -> dict[str, Any]:
    """One line against another variant of its family; the difference is in pounds, as tau2 writes it."""
    products = {made.product.product_id: made.product for made in sold(seed)}
    family = products[line.product_id].family_id
    others = [p for p in products.values() if p.family_id == family and p.product_id != line.product_id]
    new = rng.choice(others)
    difference = ((new.price or 0) - line.unit_price) * line.quantity
    return {
        "exchange_items": [line.product_id] * line.quantity,
        "exchange_new_items": [new.product_id] * line.quantity,
        "exchange_payment_method_id": method,
        "exchange_price_difference": float(to_major(difference, CURRENCY)),
        "requested_at": asked.isoformat(),
    }
