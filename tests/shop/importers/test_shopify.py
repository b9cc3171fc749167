# ruff: noqa: E501 - rows of a table are as long as they are
from __future__ import annotations

from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,"
    "Variant Barcode,Image Src,Variant Image,Status\n"
)
FILE = HEADER + (
    'tee,Basic Tee,"<p>Soft <b>cotton</b></p>",Acme,Apparel > Shirts,,"summer, tee",true,Size,S,Color,Red,T-S-R,shopify,5,deny,'
    "19.99,24.99,'0123,https://cdn.example/tee.jpg,https://cdn.example/red.jpg,active\n"
    "tee,,,,,,,,,M,,Blue,T-M-B,shopify,0,deny,18.99,,,,,\n"
    "tee,,,,,,,,,,,,,,,,,,,https://cdn.example/tee2.jpg,,\n"
    "mug,Mug,,Acme,,Kitchen,,true,Title,Default Title,,,MUG,shopify,0,continue,7.50,,,,,active\n"
    "old,Old Thing,,Acme,,,,true,Title,Default Title,,,,,,,1.00,,,,,draft\n"
)


def test_families_variants_and_plain_products(shop: Shop, load: Load) -> None:
    report = load(FILE)
    assert report.sources[0].format == "shopify"
    assert report.rejected_rows == report.rejected_fields == 0
    tee = shop.catalog.get("tee")
    assert (tee.kind, tee.title, tee.price, tee.description, tee.brand) == (
        "family",
        "Basic Tee",
        1899,
        "Soft cotton",
        "Acme",
    )
    red, blue = shop.catalog.variants("tee")
    red, blue = sorted((red, blue), key=lambda p: p.product_id, reverse=True)
    assert red.product_id == "tee:s-red"
    assert dict(red.options) == {"size": "S", "color": "Red"}
    assert (red.price, red.list_price, red.stock, red.in_stock) == (1999, 2499, 5, True)
    assert red.image == "https://cdn.example/red.jpg"
    assert red.attributes["sku"] == "T-S-R"
    assert red.attributes["barcode"] == "0123"
    assert (blue.stock, blue.in_stock, blue.title) == (0, False, "Basic Tee (M, Blue)")
    assert blue.category == ("Apparel", "Shirts")


def test_a_product_without_options_is_plain_and_may_be_sold_below_zero(shop: Shop, load: Load) -> None:
    load(FILE)
    mug = shop.catalog.get("mug")
    assert (mug.kind, mug.family_id, mug.price, mug.stock, mug.in_stock) == ("plain", None, 750, 0, True)
    assert mug.category == ("Kitchen",)


def test_drafts_are_not_active(shop: Shop, load: Load) -> None:
    load(FILE)
    assert shop.catalog.get("old").active is False


def test_again_changes_nothing(load: Load) -> None:
    load(FILE)
    again = load(FILE)
    assert (again.added, again.changed) == (0, 0)


def test_variant_rows_without_their_product_are_rejected(load: Load) -> None:
    report = load(
        HEADER + "lost,,,,,,,,,M,,,,,,,1.00,,,,,\n" + "mug,Mug,,,,,,true,Title,Default Title,,,,,,,free,,,,,active\n"
    )
    found = rejects(report)
    assert [(line[1], line[2], line[5]) for line in found] == [("2", "Title", "no"), ("3", "variant price", "yes")]


def test_the_new_column_names(shop: Shop, load: Load) -> None:
    load(
        "Title,URL handle,Description,Vendor,Option1 name,Option1 value,SKU,Price,Compare-at price,Inventory quantity\n"
        "Cap,cap,Nice,Acme,Colour,Black,C1,9.00,,\n",
        format="shopify",
    )
    assert shop.catalog.get("cap:black").price == 900


def test_quantities_count_where_the_tracker_is_not_exported(shop: Shop, load: Load) -> None:
    load(
        "Handle,Title,Variant Inventory Qty,Variant Inventory Policy,Variant Price\n"
        "tea,Tea,0,deny,3\njam,Jam,0,continue,3\nmug,Mug,4,deny,3\nrug,Rug,,deny,3\n"
    )
    assert {p.product_id: (p.stock, p.in_stock) for p in shop.catalog.all()} == {
        "tea": (0, False), "jam": (0, True), "mug": (4, True), "rug": (None, True),
    }  # fmt: skip
