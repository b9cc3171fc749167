"""Stock, order, colour, negated words, references, and the topic that is left."""

from __future__ import annotations

from typing import Any

import pytest

from tests.retrieval.reading.catalogs import reader

# shop, text, expected fields
WISHES: list[tuple[str, str, dict[str, Any]]] = [
    ("in", "kettles that are in stock", {"in_stock": True}),
    ("in", "only in stock please", {"in_stock": True}),
    ("in", "available now", {"in_stock": True}),
    ("in", "what is in stock in kettles?", {"in_stock": True}),
    ("in", "something ready to ship", {"in_stock": True}),
    ("in", "not out of stock", {"in_stock": True}),
    ("in", "is the Kavya kettle in stock?", {"in_stock": None}),
    ("in", "cheapest kettle", {"price_order": "cheapest"}),
    ("in", "chepest kettle", {"price_order": "cheapest"}),
    ("in", "the two cheapest mixers", {"price_order": "cheapest"}),
    ("in", "lowest priced speaker", {"price_order": "cheapest"}),
    ("in", "sabse sasta kettle", {"price_order": "cheapest"}),
    ("in", "sort by price low to high", {"price_order": "cheapest"}),
    ("in", "least expensive", {"price_order": "cheapest"}),
    ("in", "el más barato", {"price_order": "cheapest"}),
    ("in", "most expensive tv", {"price_order": "dearest"}),
    ("in", "best rated kettle", {"rating_order": "best"}),
    ("in", "top rated", {"rating_order": "best"}),
    ("in", "highest rating", {"rating_order": "best"}),
    ("in", "which has the best reviews", {"rating_order": "best"}),
    ("in", "with good reviews", {"well_rated": True}),
    ("in", "highly rated headphones", {"well_rated": True}),
    ("in", "well reviewed", {"well_rated": True}),
    ("in", "something cheaper", {"relative": "cheaper"}),
    ("in", "cheaper ones?", {"relative": "cheaper"}),
    ("in", "anything less expensive", {"relative": "cheaper"}),
    ("in", "that's too expensive", {"relative": "cheaper"}),
    ("in", "thoda sasta dikhao", {"relative": "cheaper"}),
    ("in", "got a bigger one?", {"relative": "bigger"}),
    ("in", "too small", {"relative": "bigger"}),
    ("in", "something smaller", {"relative": "smaller"}),
    ("in", "better rated ones", {"relative": "better_rated"}),
    ("in", "something more premium", {"relative": "dearer"}),
    ("in", "is it cheaper on another site?", {"relative": None}),
    ("in", "the cheaper of the two", {"relative": None}),
    ("in", "Only black ones please", {"options": {"colour": "black"}, "must_options": ("colour",)}),
    ("in", "it must be black", {"options": {"colour": "black"}, "must_options": ("colour",)}),
    ("in", "in black", {"options": {"colour": "black"}, "must_options": ("colour",)}),
    ("in", "black earphones", {"options": {"colour": "black"}, "must_options": ()}),
    ("in", "blue gel pens", {"options": {"colour": "blue"}, "must_options": ()}),
    ("in", "dark blue headphones", {"options": {"colour": "dark blue"}}),
    ("in", "kala wala phone", {"options": {"colour": "black"}}),
    ("in", "earphones in red or black", {"options": {}, "wish_terms": ("red", "black")}),
    ("in", "earphones, not red", {"exclude_terms": ("red",), "options": {}}),
    ("in", "no pink", {"exclude_terms": ("pink",)}),
    ("in", "anything but black", {"exclude_terms": ("black",)}),
    ("in", "headphones, not wired", {"exclude_terms": ("wired",)}),
    ("in", "without lid", {"exclude_terms": ("lid",)}),
    ("in", "I don't want bluetooth", {"exclude_terms": ("bluetooth",)}),
    ("in", "non stick sandwich maker", {"exclude_terms": ()}),
    ("in", "water that is not safe to drink", {"exclude_terms": ()}),
    ("in", "no problem", {"exclude_terms": ()}),
    ("in", "I'm not sure", {"exclude_terms": ()}),
    ("in", "no, show me kettles", {"exclude_terms": ()}),
    ("in", "there is no light in my room", {"exclude_terms": ()}),
    ("in", "wired earphones not wireless", {"exclude_terms": ("wireless",)}),
    ("in", "forget the budget", {"lifted": ("min_price", "max_price", "near_price")}),
    ("in", "price doesn't matter", {"lifted": ("min_price", "max_price", "near_price")}),
    ("in", "no budget limit", {"lifted": ("min_price", "max_price", "near_price")}),
    ("in", "remove the price limit", {"lifted": ("min_price", "max_price", "near_price")}),
    ("in", "money is no object", {"lifted": ("min_price", "max_price", "near_price")}),
    ("in", "any colour is fine", {"lifted": ("options", "must_options")}),
    ("in", "any rating", {"lifted": ("min_rating",)}),
    ("in", "do you match prices", {"lifted": ()}),
    ("in", "has to be available", {"in_stock": True}),
    ("in", "teddy, not too big", {"relative": None}),
    ("us", "isn't made of leather", {"exclude_terms": ("leather",)}),
    ("us", "in any colour except navy", {"exclude_terms": ("navy",)}),
    ("us", "the white version", {"options": {"colour": "white"}}),
    ("us", "boots, not leather", {"exclude_terms": ("leather",)}),
    ("us", "jacket without cotton", {"exclude_terms": ("cotton",)}),
    ("us", "not made of ceramic", {"exclude_terms": ("ceramic",)}),
    ("us", "grey hoodie", {"options": {"colour": "grey"}}),
    ("us", "a gray hoodie", {"options": {"colour": "gray"}}),
    ("gb", "a doll house but not pink", {"exclude_terms": ("pink",)}),
]
TOPICS = [
    ("in", "I need a kettle under 1400 rupees, but not Kavya", "kettle"),
    ("in", "show me some power banks", "power banks"),
    ("in", "only Kavya or Torvane kettle please, max 7000", "kettle"),
    ("in", "20000mAh power bank below 2k", "20000mah power bank"),
    ("in", "blutooth hedphones over the ear with mic", "bluetooth headphones over the ear with mic"),
    ("in", "anything but Kavya", ""),
    ("in", "an all in one printer under 5000", "all-in-one printer"),
    ("in", "colour pencils", "colour pencils"),
    ("in", "something with at least 512 GB", "at least 512 gb"),
    ("in", "and keep it below two thousand", ""),
    ("in", "Which mixer grinders have a customer rating of 4.4 stars or better?", "mixer grinders"),
    ("in", "my room gets freezing at night, what should I buy", "my room gets freezing at night"),
    ("in", "Kavya", "kavya"),
    ("in", "earphones from Rumbul under 500", "earphones"),
    ("in", "cable for Mio phone", "cable for mio phone"),
    ("gb", "pirate ship, nothing over £40", "pirate ship"),
    ("gb", "quiz game for adults, up to a tenner and rated 4.5 or above", "quiz game for adults"),
]
CATEGORIES = [
    ("in", "20000mah power bank", "PowerBanks"),
    ("in", "powerbank", "PowerBanks"),
    ("in", "egg kettle", "Kettles"),
    ("in", "smart watches with calling", "SmartWatches"),
    ("in", "smartwatch", "SmartWatches"),
    ("in", "a wireless keyboard and mouse set", "Keyboard&MouseSets"),
    ("in", "pendrive 64gb", "PenDrives"),
    ("in", "a 43 inch telly", "Televisions"),
    ("in", "mobile phone below 10000", "Smartphones"),
    ("in", "micro sd memory card", "MemoryCards"),
    ("in", "keyboard and mouse sets", "Keyboard&MouseSets"),
    ("gb", "wooden jigsaw", "Jigsaw Puzzles"),
    ("gb", "stunt kites", "Kites"),
    ("us", "hiking backpack", "Backpacks"),
    ("us", "leather boots", "Boots"),
]


@pytest.mark.parametrize(("shop", "text", "expected"), WISHES)
def test_reads_wishes(shop: str, text: str, expected: dict[str, Any]) -> None:
    found = reader(shop).read(text).constraints
    assert {name: getattr(found, name) for name in expected} == expected
    assert (found.min_price, found.max_price) == (None, None)


@pytest.mark.parametrize(("shop", "text", "topic"), TOPICS)
def test_what_is_left_is_the_topic(shop: str, text: str, topic: str) -> None:
    assert reader(shop).read(text).topic == topic


@pytest.mark.parametrize(("shop", "text", "category"), CATEGORIES)
def test_a_named_product_gives_its_category(shop: str, text: str, category: str) -> None:
    assert category in reader(shop).read(text).constraints.categories


@pytest.mark.parametrize(
    "text",
    ["my phone battery always dies", "something for my desk", "a holder for the phone", "hello", "I hate mopping"],
)
def test_a_thing_that_is_only_spoken_of_gives_none(text: str) -> None:
    assert reader("in").read(text).constraints.categories == ()


def test_a_question_about_stock_is_flagged() -> None:
    assert "stock_question" in reader("in").read("is the Kavya kettle in stock?").flags
