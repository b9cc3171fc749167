from __future__ import annotations

from pathlib import Path

import pytest

from ecreco.shop.quality import QualityReport, check_quality
from ecreco.shop.records import Product, Review
from ecreco.shop.shop import Shop
from tests.shop.quality.conftest import product, review


def check(shop: Shop, products: list[Product], reviews: list[Review] | None = None) -> QualityReport:
    shop.catalog.upsert(products)
    shop.reviews.upsert(reviews or [])
    return check_quality(shop)


def test_a_shop_without_flaws(shop: Shop) -> None:
    names = ("Alder kettle", "Birch pot", "Cedar jug", "Damson cup")
    report = check(
        shop,
        [product(f"p{n}", name, brand=f"Brand {n}") for n, name in enumerate(names)],
        [
            review(f"r{n}-{m}", f"p{n}", f"a text that nobody else wrote, number {n} {m}")
            for n in range(4)
            for m in range(5)
        ],
    )
    assert [f.name for f in report.findings if f.weight != "fine"] == []
    assert (report.products, report.reviews, report.reviewed, report.well_reviewed) == (4, 20, 4, 4)


def test_an_empty_shop(shop: Shop) -> None:
    report = check(shop, [])
    assert (report.products, report.bands) == (0, ())
    assert all(f.weight == "fine" for f in report.findings)


def test_missing_values(shop: Shop) -> None:
    report = check(
        shop,
        [
            product("a", "Alder kettle"),
            product("b", "Birch pot", price=None, brand=None, attributes={}),
            product("c", "Cedar jug", description="", category=(), stock=None),
        ],
    )
    assert {name: count for name, count in report.missing.items() if count} == {
        "brand": 1, "category": 1, "text": 1, "price": 1, "stock": 1, "attributes": 1,
    }  # fmt: skip
    assert report.finding("no price").weight == "mend"
    assert report.finding("no price").examples == ("b Birch pot",)
    assert report.finding("no price").share == pytest.approx(1 / 3)


def test_values_that_cannot_be(shop: Shop) -> None:
    report = check(
        shop,
        [
            product("a", "Alder", list_price=900),
            product("b", "Birch", price=0, list_price=None),
            product("c", "Cedar", rating=7.0),
            product("d", "Damson", rating_count=0, stock=-1),
        ],
        [review("r", "a", rating=9.0)],
    )
    counts = {name: report.finding(name).count for name in (
        "list price below price", "price of zero", "impossible rating", "rating without raters", "stock below zero",
        "impossible review rating",
    )}  # fmt: skip
    assert set(counts.values()) == {1}


def test_outliers_are_sought_within_the_category(shop: Shop) -> None:
    cheap = [product(f"k{n}", f"Kettle {chr(65 + n) * 5}", price=1000 + 10 * n) for n in range(10)]
    dear = [
        product(f"t{n}", f"Television {chr(65 + n) * 5}", price=90000 + 500 * n, category=("TV",)) for n in range(10)
    ]
    report = check(shop, [*cheap, *dear, product("odd", "Kettle of gold", price=95000, rating=1.0)])
    assert (report.finding("outlying price").count, report.finding("outlying rating").count) == (1, 1)
    assert report.finding("outlying price").examples[0].startswith("odd Kettle of gold: €950.00")


def test_titles_that_are_nearly_alike(shop: Shop) -> None:
    report = check(
        shop,
        [
            product("a", "Steel electric kettle with auto shut-off, 2 litres, grey"),
            product("b", "Steel electric kettle with auto shut off, 2 litres, grey"),
            product("c", "Steel electric kettle with auto shut-off, 3 litres, grey"),
            product("d", "Copper whistling kettle"),
        ],
    )
    assert report.finding("near-duplicate titles").count == 1
    assert report.finding("near-duplicate titles").examples[0].startswith("a and b")
    assert report.finding("variants without a family").count == 2


def variant(product_id: str, family: str, **values: object) -> Product:
    return product(product_id, kind="variant", family_id=family, **values)


def test_conflicting_variants(shop: Shop) -> None:
    report = check(
        shop,
        [
            product("fine", "Fine family", kind="family"),
            variant("fine1", "fine", options={"size": "S"}),
            variant("fine2", "fine", options={"size": "M"}),
            product("twice", "Twice family", kind="family"),
            variant("twice1", "twice", options={"size": "S"}),
            variant("twice2", "twice", options={"size": "s"}),
            product("mixed", "Mixed family", kind="family"),
            variant("mixed1", "mixed", options={"size": "S"}),
            variant("mixed2", "mixed", options={"colour": "red"}),
            product("empty", "Empty family", kind="family"),
            variant("orphan", "nowhere", options={"size": "S"}),
            product("brands", "Brands family", kind="family"),
            variant("brands1", "brands", options={"size": "S"}, brand="Other"),
        ],
    )
    found = report.finding("conflicting variants")
    assert (found.count, found.of) == (5, 6)
    assert report.families == 5


def test_currencies(shop: Shop) -> None:
    report = check(shop, [product("a"), product("b", currency="USD"), product("c", currency="USD")])
    assert (report.finding("mixed currencies").count, report.finding("mixed currencies").examples) == (2, ("2 in USD",))


def test_reviews_that_are_shared_or_lost(shop: Shop) -> None:
    long = "A text that is long enough to be nobody else's by chance."
    report = check(
        shop,
        [product("a"), product("b"), product("c")],
        [
            review("a:R1", "a"), review("b:R1", "b"), review("c:R1", "c"), review("a:R2", "a"),
            review("x1", "a", long, author="Ada"), review("x2", "b", long, author="Ada"),
            review("x3", "c", long, author="Bob"),
            review("short1", "a", "good"), review("short2", "b", "good"),
            review("lost", "gone"),
        ],
    )  # fmt: skip
    shared = report.finding("shared reviews")
    assert shared.count == 5
    assert "(2 different ones)" in shared.words
    assert report.finding("reviews of unknown products").examples == ("lost of gone",)


def test_spellings(shop: Shop) -> None:
    report = check(
        shop,
        [
            product("a", category=("Home & Kitchen", "Kettles"), brand="TP-Link"),
            product("b", category=("Home and kitchen", "Kettles"), brand="tp link"),
            product("c", category=("Home & Kitchen", "Pots"), brand="Acme"),
        ],
    )
    assert report.finding("category spellings").examples == ("Home & Kitchen (2) / Home and kitchen (1)",)
    assert report.finding("brand spellings").count == 1


def test_representativeness(shop: Shop) -> None:
    products = [
        product(f"p{n}", f"{chr(65 + n) * 6} thing", price=100 * (n + 1), category=("Home", "Pots")) for n in range(10)
    ]
    products.append(product("lone", "Lone thing", price=5000, category=("Garden", "Spades"), brand="Other"))
    reviews = [review(f"r{n}", "p0", f"number {n}", rating=float(1 + n % 5)) for n in range(5)] + [
        review("s", "p1", rating=None)
    ]
    report = check(shop, products, reviews)
    assert report.finding("thin categories").examples == ("Garden > Spades (1)",)
    assert (report.finding("largest department").count, report.finding("largest department").of) == (10, 11)
    assert report.finding("leading brand").count == 10
    assert report.brand_concentration == pytest.approx((100 + 1) / 121)
    assert (report.reviewed, report.well_reviewed, report.finding("unreviewed").count) == (2, 1, 9)
    assert report.review_stars == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}
    assert report.ratings == {4.0: 11}
    assert report.bands == ((100, 300, 3), (400, 500, 2), (600, 700, 2), (800, 900, 2), (1000, 5000, 2))


def test_rows_that_repeated_a_product(shop: Shop, tmp_path: Path) -> None:
    from ecreco.shop.importers import import_sources

    (tmp_path / "m.toml").write_text('[product]\nproduct_id = "id"\ntitle = "t"\n')
    (tmp_path / "s.csv").write_text("id,t\n1,Tea\n1,Tea\n2,Jam\n")
    import_sources(shop, [tmp_path / "s.csv"], mapping=tmp_path / "m.toml")
    found = check_quality(shop).finding("repeated ids")
    assert (found.count, found.of, found.examples) == (1, 3, ("s.csv: 1",))
