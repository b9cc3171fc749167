"""Three small shops of our own for reading tests: an Indian one, a British one, an American one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ecreco.retrieval.reading import QueryReader
from ecreco.shop.records import Product, ShopInfo


def _product(number: int, line: str, currency: str) -> Product:
    brand, title, category, price, rating, about = (part.strip() for part in line.split("|"))
    return Product(
        product_id=f"P{number}",
        title=title,
        brand=brand or None,
        category=tuple(category.split(">")),
        price=None if price == "-" else int(price) * 100,
        currency=currency,
        rating=float(rating),
        about=(about,) if about else (),
    )


SHOPS = {
    "in": ShopInfo(name="in", title="Bazaar", currency="INR", locale="en-IN"),
    "gb": ShopInfo(name="gb", title="Toy Chest", currency="GBP", locale="en-GB"),
    "us": ShopInfo(name="us", title="Trail and Table", currency="USD", locale="en-US"),
}


@cache
def products(shop: str) -> list[Product]:
    """The products of one of the shops: a line each in shops/NAME.txt, brand|title|category|price|stars|about."""
    lines = (Path(__file__).parent / "shops" / f"{shop}.txt").read_text(encoding="utf-8").splitlines()
    return [_product(i, line, SHOPS[shop].currency) for i, line in enumerate(lines, 1)]


@cache
def reader(shop: str) -> QueryReader:
    """A reader of one of the shops."""
    return QueryReader.from_catalog(products(shop), SHOPS[shop])
