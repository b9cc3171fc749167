"""Names of products in messages, on the real electronics catalog."""

import csv
import gzip
from functools import cache
from pathlib import Path

import pytest

from ecreco.assistant.reading.products import NamedProducts
from ecreco.shop.records import Product

HERE = Path(__file__).parent
CATALOG = Path(__file__).parents[4] / "shared" / "data" / "catalogs" / "amazon_sales.csv.gz"
needs_catalog = pytest.mark.skipif(not CATALOG.exists(), reason="the shared catalogs are not on this machine")


@cache
def catalog() -> tuple[dict[str, str], NamedProducts]:
    with gzip.open(CATALOG, "rt", encoding="utf-8") as file:
        titles = {row["product_id"]: row["product_name"] for row in csv.DictReader(file)}
    products = (Product(product_id=key, title=title) for key, title in titles.items())
    return titles, NamedProducts.from_catalog(products)


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@needs_catalog
def test_names_as_people_shorten_them_are_found():
    titles, names = catalog()
    missed = []
    for line in lines("names.txt"):
        said, _, meant = line.partition("|")
        wanted = [title.strip().lower() for title in meant.split("&&")]
        found = [titles[match.product_id].lower() for match in names.find(said)]
        if len(found) != len(wanted) or not all(f.startswith(w) for f, w in zip(found, wanted, strict=True)):
            missed.append((said.strip(), found))
    assert len(missed) / len(lines("names.txt")) <= 0.12, missed


@needs_catalog
def test_generic_requests_name_nothing():
    titles, names = catalog()
    wrong = {line: [titles[m.product_id] for m in names.find(line)] for line in lines("generic.txt")}
    assert not {line: found for line, found in wrong.items() if found}


@needs_catalog
def test_a_colour_picks_the_variant_and_leaving_it_out_is_ambiguous():
    titles, names = catalog()
    (match,) = names.find("boAt Rockerz 330 in black")
    assert "Black" in titles[match.product_id]
    (bare,) = names.find("Redmi 9A Sport")
    assert bare.ambiguous_with


def product(key: str, title: str, brand: str | None = None) -> Product:
    return Product(product_id=key, title=title, brand=brand)


@pytest.fixture
def small() -> NamedProducts:
    return NamedProducts.from_catalog(
        [
            product("a", "Acme TX-200 Trail Shoe, black", "Acme"),
            product("b", "Acme TX-300 Trail Shoe, black", "Acme"),
            product("c", "Borealux Puzzle 1000 pieces, Harbour", "Borealux"),
            *(product(f"g{i}", f"Plain Shoe number {i}", "Plain") for i in range(10)),
        ]
    )


def test_spans_are_those_of_the_text(small):
    text = "Is the Acme TX-200 any good?"
    (match,) = small.find(text)
    assert (match.product_id, text[match.start : match.end]) == ("a", "Acme TX-200")


def test_two_names_in_one_message(small):
    assert [m.product_id for m in small.find("acme tx 200 vs. the TX300?")] == ["a", "b"]


def test_another_model_number_is_not_this_product(small):
    assert small.find("Acme TX-500") == []


@pytest.mark.parametrize("text", ["", "?!", "shoe", "black trail shoe", "🙂" * 50, "x" * 5000])
def test_nothing_named(small, text):
    assert small.find(text) == []


def test_an_empty_catalog_names_nothing():
    assert NamedProducts.from_catalog([]).find("Acme TX-200") == []
