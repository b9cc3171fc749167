# ruff: noqa: E501 - rows of a table are as long as they are
"""The first row of an id wins, later ones fill its gaps, contradictions are told: in every format."""

from __future__ import annotations

import pytest

from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects
from tests.shop.importers.test_jsonl import lines

TEA = {"record": "product", "product_id": "1", "title": "Tea"}
OTHER = {"record": "product", "product_id": "2", "title": "Jam", "price": 1, "brand": "Acme"}
SOURCES = {
    "records.jsonl": lines({**TEA, "price": 3}, OTHER, {**TEA, "price": 4, "brand": "Acme"}),
    "woo.csv": "ID,Type,SKU,Name,Regular price,Brands\n7,simple,1,Tea,3,\n8,simple,2,Jam,1,Acme\n9,simple,1,Tea,4,Acme\n",
    "shopify.csv": "Handle,Title,Vendor,Variant Price\n1,Tea,,3\n2,Jam,Acme,1\n1,Tea,Acme,4\n",
    "feed.tsv": "id\ttitle\tbrand\tprice\tlink\n1\tTea\t\t3 USD\t\n2\tJam\tAcme\t1 USD\t\n1\tTea\tAcme\t4 USD\t\n",
    "table.csv": "id,t,b,p\n1,Tea,,3\n2,Jam,Acme,1\n1,Tea,Acme,4\n",
}
MAPPING = '[product]\nproduct_id = "id"\ntitle = "t"\nbrand = "b"\nprice = "p"\n'


@pytest.mark.parametrize("name", SOURCES)
def test_the_first_row_wins(shop: Shop, load: Load, name: str) -> None:
    mapping = MAPPING if name == "table.csv" else None
    report = load(SOURCES[name], name, mapping=mapping)
    assert {p.product_id: (p.price, p.brand) for p in shop.catalog.all()} == {"1": (300, "Acme"), "2": (100, "Acme")}
    assert (report.sources[0].rows, report.sources[0].merged, report.rejected_rows) == (3, 1, 0)
    price = next(line for line in rejects(report) if "price" in line[2])
    assert (price[1], price[3], price[5]) == (rejects(report)[0][1], "400", "yes")
    assert price[4].endswith("of the same product says 300, which was kept")
    again = load(SOURCES[name], name, mapping=mapping)
    assert (again.added, again.changed) == (0, 0)


def test_a_row_that_is_refused_leaves_the_other(shop: Shop, load: Load) -> None:
    report = load(lines(TEA, {"record": "product", "product_id": "1"}), "r.jsonl")
    assert [p.title for p in shop.catalog.all()] == ["Tea"]
    assert (report.rejected_rows, report.sources[0].merged) == (1, 0)


def test_the_first_review_of_an_id_stands(shop: Shop, load: Load) -> None:
    review = {"record": "review", "review_id": "r", "product_id": "1", "text": "Good."}
    report = load(lines(TEA, review, review, {**review, "text": "Bad."}), "r.jsonl")
    assert shop.reviews.get("r").text == "Good."
    assert (report.sources[0].merged, report.rejected_rows) == (2, 1)
    assert rejects(report)[0][4] == "line 2 has the same review_id with other content, which was kept"


def test_two_variants_of_one_choice(shop: Shop, load: Load) -> None:
    load("Handle,Title,Option1 Name,Option1 Value,Variant Price\ntee,Tee,Size,S,3\ntee,,,S,4\ntee,,,M,5\n")
    assert {p.product_id: p.price for p in shop.catalog.all()} == {"tee:s": 300, "tee:m": 500}


@pytest.mark.parametrize("bad", ["a/b", "a\\b", "..", "a/../b"])
def test_ids_that_no_address_holds(shop: Shop, load: Load, bad: str) -> None:
    for name, content in {
        "r.jsonl": lines(OTHER, {**TEA, "product_id": bad}),
        "feed.tsv": f"id\ttitle\tprice\tlink\n2\tJam\t1 USD\t\n{bad}\tTea\t2 USD\t\n",
        "woo.csv": f"ID,Type,SKU,Name,Regular price\n8,simple,2,Jam,1\n9,simple,{bad},Tea,4\n",
    }.items():
        report = load(content, name)
        assert [p.product_id for p in shop.catalog.all()] == ["2"]
        assert [(line[2], line[5]) for line in rejects(report)] == [("product_id", "no")]
        assert "no address can hold" in rejects(report)[0][4]
        assert report.rejected_rows == 1


def test_ids_with_control_characters(shop: Shop, load: Load) -> None:
    report = load(lines(OTHER, {**TEA, "product_id": "a\u0007b"}, {**TEA, "product_id": "a\nb"}), "r.jsonl")
    assert [p.product_id for p in shop.catalog.all()] == ["2"]
    assert {line[4] for line in rejects(report)} == {"its id has control characters"}
