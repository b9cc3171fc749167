# ruff: noqa: E501 - rows of a table are as long as they are
from __future__ import annotations

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects

TSV = (
    "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tsale_price\tbrand\tproduct_type\titem_group_id\tcolor\tsize\n"
    "A1\tRain Jacket Red M\tDry &amp; light\thttps://s.example/a1\thttps://s.example/a1.jpg\tin_stock\t80.00 USD\t60.00 USD\tAcme\tClothing > Jackets\tG1\tRed\tM\n"
    "A2\tRain Jacket Blue M\t\thttps://s.example/a2\t\tout of stock\t80.00 USD\t\tAcme\tClothing > Jackets\tG1\tBlue\tM\n"
    "B1\tLamp\t\tnot-a-link\t\tin_stock\t15 EUR\t\t\t\t\t\t\n"
)
XML = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>A1</g:id><title>RSS title</title><g:title>Rain Jacket</g:title><g:price>80.00 USD</g:price><g:availability>in_stock</g:availability>
<g:product_highlight>Dry</g:product_highlight><g:product_highlight>Light</g:product_highlight><g:google_product_category>Apparel &amp; Accessories &gt; Clothing</g:google_product_category></item>
<item><g:id>A2</g:id><g:price>1.00 USD</g:price></item>
<item><g:id>A3</g:id><title>Cap</title><g:price>5.00 USD</g:price><g:availability>preorder</g:availability></item>
</channel></rss>
"""


def test_groups_become_families(shop: Shop, load: Load) -> None:
    report = load(TSV, "feed.tsv")
    assert report.sources[0].format == "google"
    family, red, blue = shop.catalog.get("group:G1"), shop.catalog.get("A1"), shop.catalog.get("A2")
    assert (family.kind, family.title) == ("family", "Rain Jacket")
    assert (red.kind, red.family_id, red.price, red.list_price) == ("variant", "group:G1", 6000, 8000)
    assert dict(red.options) == {"colour": "Red", "size": "M"}
    assert (red.description, red.category, red.in_stock) == ("Dry & light", ("Clothing", "Jackets"), True)
    assert (blue.in_stock, blue.list_price) == (False, None)


def test_bad_fields_are_dropped_and_the_product_kept(shop: Shop, load: Load) -> None:
    report = load(TSV, "feed.tsv")
    assert sorted((line[1], line[2], line[5]) for line in rejects(report)) == [
        ("4", "link", "yes"),
        ("4", "price", "yes"),
    ]
    assert shop.catalog.get("B1").price is None


def test_xml(shop: Shop, load: Load) -> None:
    report = load(XML, "feed.xml")
    jacket = shop.catalog.get("A1")
    assert (jacket.title, jacket.price, jacket.about, jacket.category) == (
        "Rain Jacket", 8000, ("Dry", "Light"), ("Apparel & Accessories", "Clothing"),
    )  # fmt: skip
    assert [(line[1], line[2]) for line in rejects(report)] == [("2", "title")]
    assert shop.catalog.get("A3").in_stock is True


def test_xml_that_breaks_off_keeps_what_is_whole(shop: Shop, load: Load) -> None:
    report = load(XML[: XML.index("<item><g:id>A3")] + "<item><g:id>A3", "feed.xml")
    assert shop.catalog.count() == 1
    assert "cut off" in rejects(report)[-1][4]


def test_entities_are_refused(shop: Shop, load: Load) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><item><id>1</id><title>&a;</title></item></channel></rss>'
    with pytest.raises(OperatorError, match="entities"):
        load(bomb, "feed.xml")
    assert shop.catalog.count() == 0


def test_again_changes_nothing(load: Load) -> None:
    load(TSV, "feed.tsv")
    again = load(TSV, "feed.tsv")
    assert (again.added, again.changed) == (0, 0)
