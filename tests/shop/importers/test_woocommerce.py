# ruff: noqa: E501 - rows of a table are as long as they are
from __future__ import annotations

from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects

HEADER = (
    "ID,Type,SKU,Name,Published,Short description,Description,In stock?,Stock,Sale price,Regular price,Categories,Images,Parent,"
    "Attribute 1 name,Attribute 1 value(s)\n"
)
FILE = HEADER + (
    '45,variation,H-RED,Hoodie - Red,1,,,1,3,"39,99",45,,,id:44,Color,Red\n'
    '44,variable,,Hoodie,1,Warm,<p>A hoodie</p>,1,,,,"Clothing > Hoodies, Sale","https://s.example/h.jpg, https://s.example/h2.jpg",,Color,"Red, Blue"\n'
    "46,variation,H-BLUE,Hoodie,1,,,0,0,,42,,,id:44,Color,Blue\n"
    '47,"simple, virtual",CARD,Gift card,1,,,1,,,25,Vouchers,,,Brand,Acme\n'
    "48,simple,HIDDEN,Hidden,0,,,1,,,5,,,,,\n"
    "49,variation,LOST,Lost,1,,,1,,,5,,,id:99,,\n"
)


def test_variations_take_what_they_lack_from_their_parent(shop: Shop, load: Load) -> None:
    report = load(FILE)
    assert report.sources[0].format == "woocommerce"
    hoodie, red, blue = shop.catalog.get("id-44"), shop.catalog.get("H-RED"), shop.catalog.get("H-BLUE")
    assert (hoodie.kind, hoodie.price, hoodie.in_stock, hoodie.category) == (
        "family",
        3999,
        True,
        ("Clothing", "Hoodies"),
    )
    assert (red.kind, red.family_id, red.price, red.list_price, red.stock) == ("variant", "id-44", 3999, 4500, 3)
    assert dict(red.options) == {"color": "Red"}
    assert (red.category, red.description, red.about, red.image) == (
        hoodie.category,
        "A hoodie",
        ("Warm",),
        "https://s.example/h.jpg",
    )
    assert (blue.title, blue.in_stock, blue.stock) == ("Hoodie (Blue)", False, 0)


def test_simple_products(shop: Shop, load: Load) -> None:
    load(FILE)
    card = shop.catalog.get("CARD")
    assert (card.kind, card.price, card.brand, card.stock, card.in_stock) == ("plain", 2500, "Acme", None, True)
    assert shop.catalog.get("HIDDEN").active is False


def test_a_variation_without_a_parent_is_rejected(load: Load) -> None:
    assert [(line[1], line[2]) for line in rejects(load(FILE))] == [("7", "Parent")]


def test_again_changes_nothing(load: Load) -> None:
    load(FILE)
    again = load(FILE)
    assert (again.added, again.changed) == (0, 0)


def test_line_ends_that_are_written_out(shop: Shop, load: Load) -> None:
    load(
        HEADER + "1,simple,MUG,Mug,1,Dry\\nLight,First line.\\nSecond line.\\n\\nC:\\\\new,1,,,5,,,,,\n",
    )
    mug = shop.catalog.get("MUG")
    assert mug.about == ("Dry", "Light")
    assert mug.description == "First line.\nSecond line.\nC:\\new"
