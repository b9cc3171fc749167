"""Records for tests, invented here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ecreco.shop.records import (
    Address,
    Customer,
    Event,
    EventKind,
    Fulfilment,
    Order,
    OrderLine,
    Payment,
    Product,
    Review,
)

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def product(number: int, **changes: Any) -> Product:
    values: dict[str, Any] = {
        "product_id": f"P{number:05}",
        "title": f"Lamp {number}",
        "brand": "Lumo",
        "category": ("Home", "Lighting"),
        "about": ("Warm light", "Dimmable"),
        "price": 1_999,
        "currency": "EUR",
        "rating": 4.25,
        "options": {"colour": "black"},
        "attributes": {"power": "9 W", "base": "E27"},
    }
    return Product(**(values | changes))


def review(number: int, product_id: str = "P00001", **changes: Any) -> Review:
    values: dict[str, Any] = {"review_id": f"R{number}", "product_id": product_id, "text": "Bright.", "rating": 4.0}
    return Review(**(values | changes))


def customer(number: int, **changes: Any) -> Customer:
    values: dict[str, Any] = {
        "customer_id": f"C{number}",
        "first_name": "Ada",
        "last_name": "Brandt",
        "email": f"Ada{number}@Example.org",
        "address": Address(address1="Ringstr. 1", city="Köln", zip="50667"),
        "payment_methods": {"card_1": {"source": "credit_card", "last_four": "4242"}},
        "profile": {"likes": ["lamps"]},
        "created_at": NOON,
    }
    return Customer(**(values | changes))


def order(number: int, customer_id: str = "C1", **changes: Any) -> Order:
    values: dict[str, Any] = {
        "order_id": f"#O{number}",
        "customer_id": customer_id,
        "status": "delivered",
        "currency": "EUR",
        "lines": (
            OrderLine(
                line_id="1",
                product_id="P00001",
                title="Lamp",
                quantity=2,
                unit_price=1_999,
                options={"colour": "black"},
            ),
        ),
        "payments": (Payment(kind="payment", amount=3_998, method_id="card_1", at=NOON),),
        "fulfilments": (
            Fulfilment(tracking_ids=("T1",), line_ids=("1",), shipped_at=NOON, expected_at=NOON + timedelta(days=2)),
        ),
        "address": Address(address1="Ringstr. 1"),
        "placed_at": NOON + timedelta(hours=number),
        "extra": {"channel": "web"},
    }
    return Order(**(values | changes))


def event(number: int, kind: EventKind = "view", **changes: Any) -> Event:
    values: dict[str, Any] = {
        "event_id": f"E{number:05}",
        "kind": kind,
        "at": NOON + timedelta(minutes=number),
        "customer_id": "C1",
        "product_id": "P00001",
    }
    return Event(**(values | changes))
