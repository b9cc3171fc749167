"""A small invented shop whose right answers are known by construction, and an encoder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.words import stems
from ecreco.shop.records import Event, EventKind, Order, OrderLine, OrderStatus, Product

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def product(product_id: str, title: str, **changes: Any) -> Product:
    plain = Product(
        product_id=product_id, title=title, brand=title.split()[0], category=("Home", "Things"), price=1_000,
        currency="GBP", rating=4.2, rating_count=50, stock=5,
    )  # fmt: skip
    return replace(plain, **changes)


PRODUCTS = (
    product("K1", "Heron Electric Kettle 1.7 L White", category=("Kitchen", "Kettles"), price=2_499,
            about=("Boils a full pot of water in three minutes.",), rating=4.6, rating_count=900),
    product("K2", "Brim Glass Kettle 1 L", category=("Kitchen", "Kettles"), price=1_899, rating=4.1, rating_count=80),
    product("K3", "Heron Travel Kettle 0.5 L", category=("Kitchen", "Kettles"), price=1_299, rating=3.9,
            rating_count=12),
    product("T1", "Heron Two Slice Toaster", category=("Kitchen", "Toasters"), price=2_199, rating=4.4,
            rating_count=300),
    product("L1", "Lumo Desk Lamp LED", category=("Home", "Lamps"), price=1_599, rating=4.7, rating_count=1_200),
    product("L2", "Lumo Floor Lamp Brass", category=("Home", "Lamps"), price=5_999, rating=4.3, rating_count=40),
    product("B1", "Norden Wool Blanket Grey", category=("Home", "Blankets"), price=3_999, rating=4.8, rating_count=210,
            about=("Keeps you warm on cold winter nights.",)),
    product("H1", "Ember Fan Heater 2000 W", category=("Home", "Heaters"), price=2_999, rating=4.0, rating_count=75,
            about=("Warms a cold bedroom quickly.",)),
    product("S1", "Tarn Cotton Shirt", kind="variant", family_id="S", options={"colour": "blue"},
            category=("Clothes", "Shirts"), price=1_799),
    product("S2", "Tarn Cotton Shirt", kind="variant", family_id="S", options={"colour": "red"},
            category=("Clothes", "Shirts"), price=1_799),
)  # fmt: skip


class BagEncoder:
    """Hashed bag of stems: two texts are near when they share words. Stands in for the BERT encoder."""

    dimension = 96
    name = "bag-of-stems"

    def encode(self, texts: Sequence[str], *, progress: Any = None) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for stem in stems(text) or ["-"]:
                out[row, int.from_bytes(hashlib.sha256(stem.encode()).digest()[:4], "big") % self.dimension] += 1
        return out / np.linalg.norm(out, axis=1, keepdims=True)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode([text])[0]
        return vector


def event(number: int, kind: EventKind, product_id: str, *, customer: str = "C1", days: float = 0.0) -> Event:
    return Event(
        event_id=f"e{number}", kind=kind, at=NOW - timedelta(days=days), customer_id=customer, product_id=product_id
    )


def order(number: int, customer: str, *product_ids: str, status: OrderStatus = "delivered", days: float = 5) -> Order:
    lines = tuple(
        OrderLine(line_id=f"{number}-{i}", product_id=p, title=p, quantity=1, unit_price=1_000)
        for i, p in enumerate(product_ids)
    )
    return Order(
        order_id=f"O{number}", customer_id=customer, status=status, currency="GBP", lines=lines,
        placed_at=NOW - timedelta(days=days),
    )  # fmt: skip
