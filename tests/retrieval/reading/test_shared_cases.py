"""How much of the judged queries' true constraints is read, over the real catalogs of ../shared, where they are."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ecreco.retrieval.reading import QueryReader
from ecreco.shop.money import parse_money, to_minor
from ecreco.shop.records import Product, ShopInfo

SHARED = Path(__file__).resolve().parents[4] / "shared"
SHOPS = {
    "electronics": ("amazon_sales", "INR", "discounted_price", None, "about_product"),
    "toys": ("amazon_toys", "GBP", "price", "manufacturer", "product_description"),
}
FIELDS = {
    "max_price": "max_price", "min_price": "min_price", "min_rating": "min_rating", "in_stock": "in_stock",
    "brand_in": "brands_in", "brand_not": "brands_not",
}  # fmt: skip


@pytest.mark.parametrize("shop", sorted(SHOPS))
def test_the_true_constraints_are_recovered(shop: str) -> None:
    cases = SHARED / "cases" / f"search_{shop}_dev.jsonl"
    catalog = SHARED / "data" / "catalogs" / f"{SHOPS[shop][0]}.csv.gz"
    if not cases.exists() or not catalog.exists():
        pytest.skip(f"{cases.name} and {catalog.name} are not beside this checkout")
    currency = SHOPS[shop][1]
    reader = QueryReader.from_catalog(_products(catalog, shop), ShopInfo(name=shop, title=shop, currency=currency))
    counts: Counter[str] = Counter()
    for line in cases.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = reader.read(case["query"]).constraints
        for name, field in FIELDS.items():
            true, read = _true(case["constraints"].get(name), name, currency), _read(getattr(found, field))
            if true is not None or read is not None:
                counts["right" if true == read else "wrong"] += 1
    assert counts["right"] >= 0.9 * sum(counts.values()), counts


def _products(path: Path, shop: str) -> list[Product]:
    _, currency, price, brand, text = SHOPS[shop]
    with gzip.open(path) as raw:
        rows = {row["product_name"]: row for row in csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8"))}
    return [
        Product(
            product_id=str(number), title=title, price=_price(row[price], currency), currency=currency,
            brand=row[brand] or None if brand else None, description=row[text] or "",
            category=tuple((row["category"] or "").split("|")),
        )
        for number, (title, row) in enumerate(rows.items())
    ]  # fmt: skip


def _price(text: str, currency: str) -> int | None:
    try:
        return parse_money(text, currency).amount
    except ValueError:
        return None


def _true(value: Any, name: str, currency: str) -> Any:
    if name in ("max_price", "min_price") and value is not None:
        return to_minor(value, currency)
    return _read(value)


def _read(value: Any) -> Any:
    return frozenset(v.casefold() for v in value) or None if isinstance(value, (list, tuple)) else value
