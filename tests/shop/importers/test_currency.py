from __future__ import annotations

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.currency import named_currency
from ecreco.shop.shop import Shop
from tests.shop.importers import test_shopify, test_woocommerce
from tests.shop.importers.conftest import Load, rejects
from tests.shop.importers.test_jsonl import lines

FEED = "id\ttitle\tlink\tprice\n" + "".join(f"{n}\tLamp {n}\thttps://s.example/{n}\t{n}9.99 EUR\n" for n in range(1, 4))
LAMP = {"record": "product", "product_id": 1, "title": "Lamp"}
XML = (
    '<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>Lamp</title>'
    "<g:price>89.99 GBP</g:price></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("name", "content", "currency", "price"),
    [
        ("feed.tsv", FEED, "EUR", 1999),
        ("feed.xml", XML, "GBP", 8999),
        ("s.csv", 'Handle,Title,Variant Price\n1,Lamp,"₹1,09,900"\n', "INR", 10990000),
        ("s.csv", 'Handle,Title,Variant Price\n1,Lamp,"1.099,00 €"\n', "EUR", 109900),
        ("r.jsonl", lines({**LAMP, "price": "1.099,00 €"}), "EUR", 109900),
        ("r.jsonl", lines({**LAMP, "price": 5, "currency": "GBP"}), "GBP", 500),
    ],
)  # fmt: skip
def test_a_new_shop_sells_in_what_its_feed_says(
    shop: Shop, load: Load, name: str, content: str, currency: str, price: int
) -> None:
    report = load(content, name)
    assert (shop.info.currency, shop.catalog.get("1").currency, shop.catalog.get("1").price) == (
        currency, currency, price,
    )  # fmt: skip
    assert report.rejected_fields == 0
    assert any(f"sells in {currency}" in line for line in report.lines())
    again = load(content, name)
    assert (again.added, again.changed) == (0, 0)


def test_a_mapping_without_a_currency_too(shop: Shop, load: Load) -> None:
    load("id,t,p\n1,Lamp,₹399\n", mapping='[product]\nproduct_id = "id"\ntitle = "t"\nprice = "p"\n')
    assert (shop.info.currency, shop.catalog.get("1").price) == ("INR", 39900)


def test_a_minority_is_refused_loudly(shop: Shop, load: Load) -> None:
    report = load(FEED + "9\tRug\thttps://s.example/9\t5 CHF\n", "feed.tsv")
    assert (shop.info.currency, shop.catalog.get("9").price) == ("EUR", None)
    assert [(line[1], line[4]) for line in rejects(report)] == [("5", "'5 CHF' is in CHF, the shop sells in EUR")]
    assert list(report.warnings()) == [
        "feed.tsv: 1 row is priced in CHF and not in EUR, which the shop sells in: imported without that price."
    ]


def test_records_in_another_currency_too(shop: Shop, load: Load) -> None:
    records = [
        {"record": "product", "product_id": str(n), "title": f"Lamp {n}", "price": 5, "currency": code}
        for n, code in enumerate(("GBP", "GBP", "EUR"))
    ]
    report = load(lines(*records), "r.jsonl")
    assert [(p.price, p.currency) for p in shop.catalog.all()] == [(500, "GBP"), (500, "GBP"), (None, "GBP")]
    assert report.sources[0].foreign == {"EUR": 1}


def test_it_can_be_said(shop: Shop, load: Load) -> None:
    report = load(test_woocommerce.FILE, currency="eur", title=" My  shop ")
    assert (shop.info.currency, shop.info.title) == ("EUR", "My shop")
    assert list(report.warnings()) == []


def test_what_is_said_goes_before_the_feed_and_the_mapping(shop: Shop, load: Load) -> None:
    report = load(FEED, "feed.tsv", currency="GBP")
    assert (shop.info.currency, report.sources[0].foreign) == ("GBP", {"EUR": 3})


@pytest.mark.parametrize("code", ["", "EURO", "XYZ", "€"])
def test_codes_that_are_none(shop: Shop, load: Load, code: str) -> None:
    with pytest.raises(OperatorError, match="no currency code"):
        load(FEED, "feed.tsv", currency=code)
    assert shop.catalog.count() == 0


def test_no_currency_anywhere_is_told(shop: Shop, load: Load) -> None:
    report = load(test_shopify.FILE)
    assert shop.info.currency == "USD"
    assert list(report.warnings()) == ["prices without a currency were read as USD: use --currency"]
    assert list(load(test_shopify.FILE).warnings()) == []  # the shop has products in it now


def test_a_shop_with_products_keeps_its_currency(shop: Shop, load: Load) -> None:
    load(FEED, "feed.tsv")
    with pytest.raises(OperatorError, match="cannot change to USD"):
        load(FEED, "feed.tsv", currency="USD")
    report = load(XML.replace("<g:id>1<", "<g:id>x<"), "feed.xml")
    assert (shop.info.currency, report.sources[0].foreign) == ("EUR", {"GBP": 1})


@pytest.mark.parametrize(
    ("text", "code"),
    [("89.99 EUR", "EUR"), ("₹1,09,900", "INR"), ("gbp", "GBP"), ("5", "XXX"), ("$5 - $8", "USD"), ("free", None)],
)
def test_what_a_price_names(text: str, code: str | None) -> None:
    assert named_currency(text) == code
