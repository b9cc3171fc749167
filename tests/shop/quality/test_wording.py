"""The report on a terminal reads as a person would say it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ecreco.shop.quality import check_quality, print_quality, render_page
from ecreco.shop.quality.findings import percentage, worded
from ecreco.shop.shop import Shop
from tests.shop.quality.conftest import product, review


def printed(shop: Shop) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_quality(check_quality(shop), console)
    out = console.file
    assert isinstance(out, io.StringIO)
    return out.getvalue()


def test_an_empty_shop_has_no_checks(shop: Shop) -> None:
    text = printed(shop)
    assert "There are no products and no reviews to check yet." in text
    assert "fine" not in text
    assert "no reviews to check yet" in render_page(check_quality(shop))


def test_one_of_each(shop: Shop) -> None:
    shop.catalog.upsert([product("a", price=None, brand=None)])
    shop.reviews.upsert([review("r", "a")])
    text = printed(shop)
    assert "1 product, 0 families, 1 review, 1 category, 0 brands" in text
    assert "1 100.0% product without brand" in " ".join(text.split())
    assert "1 narrowest category" not in text
    assert "narrowest category with fewer" in text


def test_many(shop: Shop) -> None:
    shop.catalog.upsert([product("a", price=None), product("b", price=None)])
    assert "2 100.0% products without price" in " ".join(printed(shop).split())


def test_nothing_is_no_problem(shop: Shop) -> None:
    shop.catalog.upsert([product(f"p{n}", f"{n:03d} thing", rating=4.0 + n % 2) for n in range(60)])
    report = check_quality(shop)
    assert [f.name for f in report.findings if f.weight != "fine" and not f.count] == []
    assert report.finding("low ratings").count == 60
    assert "cannot tell good from bad" in report.finding("low ratings").words


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(0, 0, "–"), (0, 5, "0.0%"), (1, 10_000, "<0.1%"), (1, 3, "33.3%"), (9_999, 10_000, ">99.9%"), (5, 5, "100.0%")],
)
def test_shares(count: int, of: int, text: str) -> None:
    assert percentage(count, of) == text


def test_words_by_number() -> None:
    words = "[family at odds with its|families at odds with their] variants"
    assert worded(words, 1) == "family at odds with its variants"
    assert worded(words, 0) == "families at odds with their variants"
