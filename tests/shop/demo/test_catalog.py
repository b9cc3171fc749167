from __future__ import annotations

import re
from collections import Counter

import pytest

from ecreco.shop.demo import DemoData
from ecreco.shop.demo.catalog import fill, sold
from ecreco.shop.demo.kinds import load_departments, load_types
from ecreco.shop.records import Product

# Names that anybody would know; the demo's brands are invented.
REAL_BRANDS = (
    "apple", "samsung", "sony", "bosch", "dyson", "philips", "nike", "adidas", "lego", "ikea", "nivea", "dove", "bose",
    "logitech", "anker", "tefal", "le creuset", "kitchenaid", "nespresso", "fiskars", "gardena", "kong", "whiskas",
    "lindt", "cadbury", "twinings", "patagonia", "levi", "uniqlo", "brooks", "garmin", "gopro", "oral-b", "braun",
)  # fmt: skip
_MEASURE = re.compile(r"\d+(?:\.\d+)?\s?(?:W|mAh|cm|mm|kg|ml|tog|bar|lumens|dpi|SPF)\b")


def _sellable(demo: DemoData) -> list[Product]:
    return [product for product in demo.products if product.kind != "family"]


def test_there_are_twelve_departments_with_many_types() -> None:
    assert len(load_departments()) == 12
    assert 90 <= len(load_types()) <= 120


def test_about_four_hundred_products_can_be_bought(demo: DemoData) -> None:
    assert 380 <= len(_sellable(demo)) <= 440
    per_department = Counter(product.category[0] for product in _sellable(demo))
    assert min(per_department.values()) >= 20


def test_ids_and_titles_are_unique(demo: DemoData) -> None:
    assert len({product.product_id for product in demo.products}) == len(demo.products)
    titles = Counter(product.title for product in demo.products)
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_variant_has_its_family_and_its_own_options(demo: DemoData) -> None:
    families = {product.product_id: product for product in demo.products if product.kind == "family"}
    choices = Counter()
    for product in demo.products:
        if product.kind != "variant":
            continue
        family = families[product.family_id or ""]
        assert set(product.options) == set(family.options)
        assert product.category == family.category
        choices[(product.family_id, tuple(product.options.items()))] += 1
    assert max(choices.values()) == 1


def test_prices_are_positive_and_list_prices_are_above(demo: DemoData) -> None:
    for product in demo.products:
        assert product.price is not None
        assert product.price > 0
        assert product.list_price is None or product.list_price > product.price
        assert product.currency == "GBP"
    assert sum(product.list_price is not None for product in _sellable(demo)) >= 30


def test_a_family_costs_what_its_cheapest_variant_costs(demo: DemoData) -> None:
    for family in (product for product in demo.products if product.kind == "family"):
        variants = [product for product in demo.products if product.family_id == family.product_id]
        assert family.price == min(variant.price or 0 for variant in variants)
        assert family.in_stock == any(variant.in_stock for variant in variants)


def test_some_are_out_of_stock_and_some_are_low(demo: DemoData) -> None:
    stocks = [product.stock or 0 for product in _sellable(demo)]
    assert 10 <= stocks.count(0) <= 60
    assert 20 <= sum(0 < stock < 5 for stock in stocks) <= 90
    assert all(product.in_stock == ((product.stock or 0) > 0) for product in demo.products)


def test_categories_have_two_or_three_levels(demo: DemoData) -> None:
    assert {len(product.category) for product in demo.products} <= {2, 3}


def test_texts_are_filled_and_say_who_it_is_not_for(demo: DemoData) -> None:
    for product in demo.products:
        assert not re.search(r"[{}]|-An\b|(?<![\w-])[Aa] (?:[aei]|8\b|18\b)|\.\.|,\s*[,.]|  ", product.description), (
            product.description
        )
        assert "In the box: " in product.description
        assert "Not for you if " in product.description
        assert 90 <= len(product.description) <= 900
        assert 3 <= len(product.about) <= 6
        assert all(product.attributes.values())


def test_every_measure_in_a_text_is_a_fact_or_hand_written_for_the_type() -> None:
    for made in sold(7):
        kind, product = made.type, made.product
        known = " ".join([*product.attributes.values(), *product.options.values(), *made.model.facts.values()])
        constant = " ".join([kind.lead, made.model.line, kind.not_for, kind.box, *kind.about])
        varying = " ".join(v for facts in made.model.varying.values() for values in facts.values() for v in values)
        for measure in _MEASURE.findall(" ".join([product.description, *product.about, product.title])):
            assert measure in known or measure in constant or measure in varying, (product.title, measure)


def test_a_variant_never_names_the_measure_of_a_sibling() -> None:
    for made in sold(7):
        for option, facts in made.model.varying.items():
            names = [value.value for value in made.model.options[option]]
            index = names.index(made.product.options[option])
            for fact, values in facts.items():
                shown = made.product.attributes.get(fact)
                assert shown is None or shown == values[index]


@pytest.mark.parametrize(
    ("says", "excludes"),
    [
        ("without noise cancelling", "active noise cancelling"),
        ("free of gluten", "contains wheat"),
        ("free of caffeine", "contains caffeine"),
        ("unscented", "scented with"),
        ("unlined", "lined with"),
        ("not induction", "ceramic and induction"),
        ("no platform", "two platforms"),
        ("without a drainage hole", "with a drainage hole"),
    ],
)
def test_texts_do_not_contradict_themselves(demo: DemoData, says: str, excludes: str) -> None:
    matching = [product for product in _sellable(demo) if re.search(rf"\b{says}", product.text.lower())]
    assert matching
    assert [product.title for product in matching if excludes in product.text.lower()] == []


def test_no_real_brand_is_named(demo: DemoData) -> None:
    texts = " ".join(f"{product.brand} {product.title}".lower() for product in demo.products)
    assert [brand for brand in REAL_BRANDS if re.search(rf"\b{brand}\b", texts)] == []


def test_an_unknown_place_in_a_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("a {missing} fact", {"Power": "3 W"})


def test_no_hand_written_word_came_with_lorem_ipsum(demo: DemoData) -> None:
    assert not any("lorem" in product.text.lower() for product in demo.products)
