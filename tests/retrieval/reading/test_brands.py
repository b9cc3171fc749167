"""Brands wanted, unwanted, and merely what a thing must fit."""

from __future__ import annotations

import pytest

from ecreco.retrieval.reading.brands import BrandLexicon
from ecreco.retrieval.reading.vocabulary import Vocabulary
from ecreco.shop.records import Product
from tests.retrieval.reading.catalogs import reader

# shop, text, wanted, unwanted
MENTIONS = [
    ("in", "only Kavya or Torvane kettle", ("Kavya", "Torvane"), ()),
    ("in", "kettle from kavya", ("Kavya",), ()),
    ("in", "a kettle by Torvane", ("Torvane",), ()),
    ("in", "compare Kavya and Torvane kettles", ("Kavya", "Torvane"), ()),
    ("in", "Kavya, Torvane or Rumbul", ("Kavya", "Torvane", "Rumbul"), ()),
    ("in", "looking for Zenplay headphones", ("Zenplay",), ()),
    ("in", "do you have a Mio tv", ("Mio",), ()),
    ("in", "Which Mio phones do you have?", ("Mio",), ()),
    ("in", "bluestar home mixer", ("Bluestar Home",), ()),
    ("in", "orient electric fan", ("Orient Electric",), ()),
    ("in", "orient fan", ("Orient Electric",), ()),
    ("in", "tk line cable", ("TK-Line",), ()),
    ("in", "tkline hdmi cable", ("TK-Line",), ()),
    ("in", "TK-LINE router", ("TK-Line",), ()),
    ("in", "one volt power bank", ("OneVolt",), ()),
    ("in", "zenpaly headphones", ("Zenplay",), ()),
    ("in", "torvan kettle", ("Torvane",), ()),
    ("in", "quill and co pens", ("Quill&Co",), ()),
    ("in", "quill & co pens", ("Quill&Co",), ()),
    ("in", "Noise smart watch", ("Noise",), ()),
    ("in", "noise watch", ("Noise",), ()),
    ("in", "best noise cancelling headphones", (), ()),
    ("in", "forget about Kavya", (), ("Kavya",)),
    ("in", "cheaper than the Kavya one", (), ()),
    ("in", "something like the Kavya kettle", (), ()),
    ("in", "a smart watch from Noise", ("Noise",), ()),
    ("in", "I want the Noise brand", ("Noise",), ()),
    ("in", "headphones with noise cancelling", (), ()),
    ("in", "low noise fan", (), ()),
    ("in", "kettle but not Kavya", (), ("Kavya",)),
    ("in", "not Kavya", (), ("Kavya",)),
    ("in", "no Kavya please", (), ("Kavya",)),
    ("in", "kettle, anything except Kavya", (), ("Kavya",)),
    ("in", "anything but kavya", (), ("Kavya",)),
    ("in", "any brand but Kavya", (), ("Kavya",)),
    ("in", "other than Kavya", (), ("Kavya",)),
    ("in", "apart from Kavya and Torvane", (), ("Kavya", "Torvane")),
    ("in", "not Kavya or Torvane", (), ("Kavya", "Torvane")),
    ("in", "neither Kavya nor Torvane", (), ("Kavya", "Torvane")),
    ("in", "without Kavya", (), ("Kavya",)),
    ("in", "excluding Kavya, Torvane and Rumbul", (), ("Kavya", "Torvane", "Rumbul")),
    ("in", "I don't want Kavya", (), ("Kavya",)),
    ("in", "i dont like rumbul", (), ("Rumbul",)),
    ("in", "I hate Rumbul", (), ("Rumbul",)),
    ("in", "avoid Rumbul", (), ("Rumbul",)),
    ("in", "please leave out Rumbul", (), ("Rumbul",)),
    ("in", "no more Rumbul", (), ("Rumbul",)),
    ("in", "sick of Rumbul", (), ("Rumbul",)),
    ("in", "not from Rumbul", (), ("Rumbul",)),
    ("in", "nothing by Rumbul", (), ("Rumbul",)),
    ("in", "not the Rumbul ones", (), ("Rumbul",)),
    ("in", "not keen on Rumbul", (), ("Rumbul",)),
    ("in", "Zenplay but not Rumbul", ("Zenplay",), ("Rumbul",)),
    ("in", "Zenplay, not Rumbul", ("Zenplay",), ("Rumbul",)),
    ("in", "Zenplay instead of Rumbul", ("Zenplay",), ("Rumbul",)),
    ("in", "rumbul nahi chahiye", (), ("Rumbul",)),
    ("in", "not rumbull", (), ("Rumbul",)),
    ("in", "not only Kavya", ("Kavya",), ()),
    ("in", "cable for Mio phone", (), ()),
    ("in", "screen guard that fits Mio Lite", (), ()),
    ("in", "cover compatible with Mio", (), ()),
    ("in", "charger that works with my Mio", (), ()),
    ("in", "remote for our Mio tv", (), ()),
    ("in", "cable that supports OneVolt fast charging", (), ()),
    ("in", "I have a Mio TV and need a remote", (), ()),
    ("in", "case for iPhone or Mio", (), ()),
    ("in", "Mio 5g phone back cover", (), ()),
    ("in", "kettles", (), ()),
    ("in", "all in one remote", (), ()),
    ("in", "wireless mouse that isn't Labtek", (), ("Labtek",)),
    ("in", "don't show me Rumbul products", (), ("Rumbul",)),
    ("in", "I'm done with Rumbul", (), ("Rumbul",)),
    ("in", "drop Kavya", (), ("Kavya",)),
    ("in", "skip Kavya and Torvane", (), ("Kavya", "Torvane")),
    ("in", "que no sea Kavya", (), ("Kavya",)),
    ("in", "nicht von Kavya", (), ("Kavya",)),
    ("in", "rumbul ke alawa", (), ("Rumbul",)),
    ("in", "switch to Kavya", ("Kavya",), ()),
    ("in", "what about Kavya", ("Kavya",), ()),
    ("in", "Prefer Kavya or Torvane", ("Kavya", "Torvane"), ()),
    ("in", "no noise cancelling needed", (), ()),
    ("in", "smart watch, not Noise", (), ("Noise",)),
    ("in", "65 watt charger for laptop Labtek", (), ()),
    ("gb", "Brickaro pirate ship", ("Brickaro",), ()),
    ("gb", "brikaro pirate ship", ("Brickaro",), ()),
    ("gb", "brickarro space rover", ("Brickaro",), ()),
    ("gb", "Happy Frog card games", ("Happy Frog",), ()),
    ("gb", "happy frog quiz", ("Happy Frog",), ()),
    ("gb", "a happy birthday frog", (), ()),
    ("gb", "play sand, not the Magna Sand brand as we have that", (), ("Magna Sand",)),
    ("gb", "not Magna Sand", (), ("Magna Sand",)),
    ("gb", "extra track for our Slotking set", (), ()),
    ("gb", "fuzzlings doll", ("Fuzzlings",), ()),
    ("gb", "clothes for my Fuzzlings doll", (), ()),
    ("gb", "pudsey lane train", ("Pudsey Lane",), ()),
    ("gb", "monzo monster figures", ("Monzo Monsters",), ()),
    ("us", "Northpine or Stridewell", ("Northpine", "Stridewell"), ()),
    ("us", "boots, no Stridewell", (), ("Stridewell",)),
    ("us", "Urban Loom hoodie", ("Urban Loom",), ()),
    ("us", "urban style hoodie", (), ()),
    ("us", "shopping for Casa Ember bowls", ("Casa Ember",), ()),
]


@pytest.mark.parametrize(("shop", "text", "wanted", "unwanted"), MENTIONS)
def test_reads_brands(shop: str, text: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    found = reader(shop).read(text).constraints
    assert (set(found.brands_in), set(found.brands_not)) == (set(wanted), set(unwanted))


@pytest.mark.parametrize(
    "text",
    [
        "any brand then", "the brand doesn't matter", "any make is fine", "I don't care about the brand",
        "regardless of brand", "no brand preference", "koi bhi brand", "open to any brand", "whichever brand",
    ],
)  # fmt: skip
def test_any_brand_lifts_the_wish(text: str) -> None:
    assert reader("in").read(text).constraints.any_brand


@pytest.mark.parametrize(
    "text",
    ["not that brand", "a different brand", "no, another brand please", "not from that company", "some other make"],
)
def test_not_that_brand_is_for_the_conversation_to_resolve(text: str) -> None:
    reading = reader("in").read(text)
    assert "not_that_brand" in reading.flags
    assert not reading.constraints.any_brand


def test_brands_come_from_titles_where_a_catalog_names_none() -> None:
    titles = [
        "Kestrel Kettle 1 L", "Kestrel Toaster", "Kestrel Iron 1000 W", "Vantro Toaster with Wide Slots", "Vantro Iron",
        "Room Heater with Fan", "Wireless Mouse", "Portable Fan", "Moru & Sons Lamp", "Qelvin Lamp", "Qelvin Desk Lamp",
    ]  # fmt: skip
    about = ("A room heater is portable and the mouse is wireless.", "Heats a room. The wireless portable thing.")
    products = [Product(product_id=str(i), title=t, about=about) for i, t in enumerate(titles)]
    lexicon = BrandLexicon.from_products(products, Vocabulary.from_products(products))
    names = {brand.name for brand in lexicon.brands.values()}
    assert {"Kestrel", "Vantro", "Qelvin"} <= names
    assert not names & {"Room", "Wireless", "Portable"}


def test_titles_that_begin_with_descriptions_give_no_brands() -> None:
    words = ["Rustic", "Urban", "Vintage", "Modern", "Cosy", "Rustic", "Modern"]
    about = ("A rustic, urban, vintage, modern, cosy piece.", "Both rustic and urban, vintage yet modern and cosy.")
    products = [Product(product_id=str(i), title=f"{w} Wooden Chair {i}", about=about) for i, w in enumerate(words)]
    assert not BrandLexicon.from_products(products, Vocabulary.from_products(products)).brands


def test_a_name_on_the_products_of_many_makers_is_a_wish_not_a_mask() -> None:
    rows = [("Stellar Saga", "Stellar Saga Figure A"), ("Stellar Saga", "Stellar Saga Figure B")]
    rows += [(maker, f"{maker} Stellar Saga Ship") for maker in ("Brickaro", "Plushco", "Vinylton")]
    products = [Product(product_id=str(i), title=t, brand=b, category=("Toys",)) for i, (b, t) in enumerate(rows)]
    lexicon = BrandLexicon.from_products(products, Vocabulary.from_products(products))
    assert lexicon.brands["stellarsaga"].line
    assert not lexicon.brands["brickaro"].line
