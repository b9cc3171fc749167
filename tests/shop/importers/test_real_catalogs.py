"""The catalogs of ../shared: counts that are known, spot checks, and that nothing changes the second time."""

from __future__ import annotations

from collections import Counter

from ecreco.shop.importers import ImportReport, import_sources
from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import MAPPINGS, shared


def load(shop: Shop, name: str, mapping: str) -> ImportReport:
    return import_sources(shop, [shared(f"data/catalogs/{name}")], mapping=MAPPINGS / mapping)


def test_amazon_sales(shop: Shop) -> None:
    report = load(shop, "amazon_sales.csv.gz", "amazon_sales.toml")
    assert (shop.catalog.count(), report.sources[0].merged, report.rejected_rows) == (1351, 114, 0)
    assert (shop.info.currency, shop.info.locale) == ("INR", "en-IN")
    cable = shop.catalog.get("B07JW9H4J1")
    assert (cable.brand, cable.price, cable.list_price, cable.rating, cable.rating_count) == (
        "Wayona",
        39900,
        109900,
        4.2,
        24269,
    )
    assert cable.category[-1] == "USBCables"
    assert [p.product_id for p in shop.catalog.all() if p.rating is None] == ["B08L12N5H1"]
    products = list(shop.catalog.all())
    assert sum(p.brand is not None for p in products) > 1290
    # a product whose title begins with a famous name has it as its brand
    for brand, starts in {
        "Samsung": "samsung ",
        "boAt": "boat ",
        "HP": "hp ",
        "TP-Link": "tp-link ",
        "Noise": "noise ",
    }.items():
        wrong = [p.title for p in products if p.title.casefold().startswith(starts) and p.brand != brand]
        assert wrong == []
    reviews = list(shop.reviews.all())
    assert len(reviews) > 9000
    assert max(Counter(r.product_id for r in reviews).values()) <= 16
    again = load(shop, "amazon_sales.csv.gz", "amazon_sales.toml")
    assert (again.added, again.changed) == (0, 0)


def test_amazon_toys(shop: Shop) -> None:
    report = load(shop, "amazon_toys.csv.gz", "amazon_toys.toml")
    assert (shop.catalog.count(), report.rejected_rows, report.rejected_fields) == (863, 0, 0)
    products = list(shop.catalog.all())
    assert sum(p.price is None for p in products) == 145
    assert sum(p.stock is None for p in products) == 211
    assert {p.currency for p in products} == {"GBP"}
    reviews = list(shop.reviews.all())
    assert len(reviews) > 1420
    assert all(r.rating for r in reviews)
    assert not any(" // " in r.text or " // " in r.title for r in reviews)
    again = load(shop, "amazon_toys.csv.gz", "amazon_toys.toml")
    assert (again.added, again.changed) == (0, 0)


def test_amazon_us(shop: Shop) -> None:
    report = load(shop, "amazon_us_1000.csv.gz", "amazon_us_1000.toml")
    assert (shop.catalog.count(), report.rejected_rows, report.rejected_fields) == (1000, 0, 6)


def test_retail_demo_store(shop: Shop) -> None:
    report = load(shop, "retail_demo_store.yaml.gz", "retail_demo_store.toml")
    assert (shop.catalog.count(), report.rejected_rows) == (2465, 0)
    assert all(p.price and p.stock is not None and len(p.category) == 2 for p in shop.catalog.all())


def test_policies(shop: Shop) -> None:
    import_sources(shop, [shared("cases/policy_electronics.md")])
    assert [p.title for p in shop.policies.all()] == [
        "Delivery", "Returns", "Warranty", "Payment", "Prices", "Changes and cancellation", "Support",
    ]  # fmt: skip
