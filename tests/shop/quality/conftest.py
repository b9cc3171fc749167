"""A small shop whose flaws are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecreco.shop.records import Product, Review
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with Shop.open("test", Settings(home=tmp_path / "home", database_url=None), create=True) as opened:
        opened.update_info(title="Test <b>shop</b>", currency="EUR")
        yield opened


def product(product_id: str, title: str = "", **values: object) -> Product:
    """A product that lacks nothing unless told."""
    whole: dict[str, object] = {
        "brand": "Acme", "category": ("Home", "Kettles"), "description": "Good.", "price": 1000, "list_price": 1200,
        "currency": "EUR", "rating": 4.0, "rating_count": 3, "stock": 5, "image": "https://x.example/i.jpg",
        "url": "https://x.example/p", "attributes": {"colour": "red"},
    }  # fmt: skip
    return Product(product_id=product_id, title=title or f"{product_id.upper()} alone", **{**whole, **values})  # type: ignore[arg-type]


def review(review_id: str, product_id: str, text: str = "fine", **values: object) -> Review:
    """A review of four stars unless told."""
    return Review(review_id=review_id, product_id=product_id, text=text, **{"rating": 4.0, **values})  # type: ignore[arg-type]
