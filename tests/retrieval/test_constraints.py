"""What constraints admit, how later ones change them, how they are told; properties over generated ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreco.retrieval.constraints import Constraints, Quantity
from ecreco.shop.money import format_money
from ecreco.shop.records import Product
from tests.retrieval.reading.catalogs import SHOPS, reader


def product(title: str = "Torvane Kettle 1.5 L (Black)", **changes: Any) -> Product:
    fields: dict[str, Any] = {
        "product_id": "P1", "title": title, "brand": "Torvane", "price": 150_000, "currency": "INR", "rating": 4.2,
    }  # fmt: skip
    return Product(**{**fields, **changes})


def quantity(kind: str, value: float, relation: Any = "=", hard: bool = False) -> Quantity:
    return Quantity(kind=kind, value=value, unit="", relation=relation, hard=hard)


ADMITTED = [
    (Constraints(), product(), True),
    (Constraints(max_price=150_000), product(), True),
    (Constraints(max_price=149_999), product(), False),
    (Constraints(min_price=150_001), product(), False),
    (Constraints(max_price=150_000), product(price=None), False),
    (Constraints(brands_in=("torvane",)), product(), True),
    (Constraints(brands_in=("Kavya", "Torvane")), product(brand="TORVANE"), True),
    (Constraints(brands_in=("Torvane",)), product(brand=None), True),
    (Constraints(brands_in=("TK-Line",)), product("TK Line Cable", brand="TKLine"), True),
    (Constraints(brands_in=("Mattingly",)), product("Fuzzlings Doll", brand="Mattingly"), True),
    (Constraints(brands_in=("Fuzzlings",)), product("Fuzzlings Doll", brand="Mattingly"), True),
    (Constraints(brands_in=("Mio",)), product("Cover for Mio Phone", brand="Casera"), False),
    (Constraints(brands_in=("Tor",)), product(), False),
    (Constraints(brands_not=("Torvane",)), product(), False),
    (Constraints(brands_not=("Torvane",)), product(brand=None), False),
    (Constraints(brands_not=("Kavya",)), product(), True),
    (Constraints(brands_not=("Kavya",)), product("Lid for Kavya Kettle"), True),
    (Constraints(min_rating=4.2), product(), True),
    (Constraints(min_rating=4.3), product(), False),
    (Constraints(min_rating=4.0), product(rating=None), False),
    (Constraints(in_stock=True), product(in_stock=False), False),
    (Constraints(in_stock=True), product(), True),
    (Constraints(exclude_terms=("black",)), product(), False),
    (Constraints(exclude_terms=("lid",)), product("Kettle without Lid"), True),
    (Constraints(exclude_terms=("lid",)), product("Kettle with Lid"), False),
    (Constraints(exclude_terms=("lid",)), product(about=("The lid opens wide.",)), True),
    (Constraints(must_terms=("kettle",)), product(), True),
    (Constraints(must_terms=("glass kettle",)), product(), False),
    (Constraints(options={"colour": "black"}, must_options=("colour",)), product(), True),
    (Constraints(options={"colour": "red"}, must_options=("colour",)), product(), False),
    (Constraints(options={"colour": "red"}), product(), True),
    (Constraints(options={"colour": "grey"}, must_options=("colour",)), product(options={"Color": "Space Gray"}), True),
    (Constraints(options={"colour": "black"}, must_options=("colour",)), product(attributes={"colour": "blue"}), False),
    (Constraints(quantities=(quantity("volume", 1.5),)), product(), True),
    (Constraints(quantities=(quantity("volume", 1.8),)), product(), False),
    (Constraints(quantities=(quantity("volume", 1.0), quantity("volume", 1.5))), product(), True),
    (Constraints(quantities=(quantity("power", 750),)), product(), True),
    (Constraints(quantities=(quantity("power", 750, ">=", True),)), product(), False),
    (Constraints(quantities=(quantity("power", 750, ">=", True),)), product(about=("1500 W heater",)), True),
    (Constraints(quantities=(quantity("volume", 1.5, ">=", True),)), product(), True),
    (Constraints(quantities=(quantity("volume", 1.6, ">=", True),)), product(), False),
    (Constraints(quantities=(quantity("volume", 1, ">=", True), quantity("volume", 2, "<=", True))), product(), True),
    (Constraints(quantities=(quantity("length", 1.0922),)), product("TV 108 cm"), True),
    (Constraints(quantities=(quantity("age", 4),)), product("Blocks", attributes={"age": "3 years and up"}), True),
    (Constraints(quantities=(quantity("age", 2),)), product("Blocks", attributes={"age": "3 years and up"}), True),
    (Constraints(quantities=(quantity("memory", 6, ">=", True),)), product("Phone (6GB, 128GB Storage)"), True),
    (Constraints(quantities=(quantity("memory", 6, ">=", True),)), product("Phone, 4GB RAM, up to 8GB RAM"), False),
    (Constraints(quantities=(quantity("length", 0.0035),)), product("Earphones 1.2 m cable"), True),
    (Constraints(quantities=(quantity("length", 3),)), product("HDMI Cable 1.5 m"), False),
    (Constraints(quantities=(quantity("length", 0.3556),)), product("Sleeve up to 15.6 inches"), True),
    (Constraints(categories=("Kettles",)), product(category=("Home", "Fans")), True),
]  # fmt: skip


@pytest.mark.parametrize(("constraints", "candidate", "admitted"), ADMITTED)
def test_admits(constraints: Constraints, candidate: Product, admitted: bool) -> None:
    assert constraints.admits(candidate) is admitted


@pytest.mark.parametrize(
    ("constraints", "sign"),
    [
        (Constraints(options={"colour": "black"}), 1),
        (Constraints(options={"colour": "blue"}), 0),
        (Constraints(quantities=(quantity("volume", 1.5),)), 1),
        (Constraints(quantities=(quantity("power", 900),)), 0),
        (Constraints(categories=("Kettles",)), -1),
        (Constraints(well_rated=True), 1),
        (Constraints(wish_terms=("kettle",)), 1),
        (Constraints(near_price=150_000, max_price=200_000), 1),
        (Constraints(max_price=1), 0),
    ],
)
def test_wishes_are_a_score(constraints: Constraints, sign: int) -> None:
    score = constraints.wishes(product())
    assert -1 <= score <= 1
    assert (score > 0) - (score < 0) == sign


MERGES = [
    (Constraints(max_price=5), Constraints(max_price=3), Constraints(max_price=3)),
    (Constraints(max_price=5), Constraints(min_price=2), Constraints(min_price=2, max_price=5)),
    (Constraints(max_price=5), Constraints(min_price=7), Constraints(min_price=7)),
    (Constraints(min_price=4, max_price=9), Constraints(max_price=3), Constraints(max_price=3)),
    (
        Constraints(min_price=4, max_price=9),
        Constraints(min_price=1, max_price=2),
        Constraints(min_price=1, max_price=2),
    ),
    (
        Constraints(min_price=1, max_price=2),
        Constraints(min_rating=4),
        Constraints(min_price=1, max_price=2, min_rating=4),
    ),
    (Constraints(min_price=3, max_price=6, near_price=5), Constraints(max_price=4), Constraints(max_price=4)),
    (Constraints(brands_in=("A",)), Constraints(brands_in=("B",)), Constraints(brands_in=("B",))),
    (
        Constraints(brands_in=("A", "B")),
        Constraints(brands_not=("a",)),
        Constraints(brands_in=("B",), brands_not=("a",)),
    ),
    (Constraints(brands_not=("A",)), Constraints(brands_not=("B",)), Constraints(brands_not=("A", "B"))),
    (Constraints(brands_not=("A",)), Constraints(brands_in=("A",)), Constraints(brands_in=("A",))),
    (Constraints(brands_in=("A",), brands_not=("B",)), Constraints(any_brand=True), Constraints(any_brand=True)),
    (
        Constraints(options={"colour": "red"}),
        Constraints(options={"colour": "blue"}),
        Constraints(options={"colour": "blue"}),
    ),
    (Constraints(in_stock=True), Constraints(), Constraints(in_stock=True)),
    (
        Constraints(max_price=5, min_rating=4),
        Constraints(lifted=("min_price", "max_price", "near_price")),
        Constraints(min_rating=4),
    ),
    (Constraints(max_price=5), Constraints(lifted=("max_price",), min_price=2), Constraints(min_price=2)),
    (Constraints(max_price=5), Constraints(same_price=True), Constraints(max_price=5, same_price=True)),
    (Constraints(relative="cheaper"), Constraints(max_price=4), Constraints(max_price=4)),
    (
        Constraints(exclude_terms=("lid",)),
        Constraints(exclude_terms=("red",)),
        Constraints(exclude_terms=("lid", "red")),
    ),
    (Constraints(exclude_terms=("lid",)), Constraints(must_terms=("lid",)), Constraints(must_terms=("lid",))),
    (
        Constraints(quantities=(quantity("volume", 1), quantity("power", 5))),
        Constraints(quantities=(quantity("volume", 2),)),
        Constraints(quantities=(quantity("power", 5), quantity("volume", 2))),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "later", "after"), MERGES)
def test_what_is_said_later_refines(before: Constraints, later: Constraints, after: Constraints) -> None:
    assert before.merge(later) == after


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        (Constraints(), ""),
        (Constraints(max_price=200_000, min_rating=4.0, brands_not=("Kavya",)), "up to ₹2,000, 4★ and up, not Kavya"),
        (Constraints(min_price=50_000, max_price=100_000), "₹500 to ₹1,000"),
        (Constraints(near_price=50_000, max_price=65_000), "around ₹500"),
        (Constraints(brands_in=("Kavya", "Torvane"), in_stock=True), "Kavya or Torvane, in stock"),
        (Constraints(options={"colour": "black"}, price_order="cheapest"), "black, cheapest first"),
    ],
)
def test_describes_itself(constraints: Constraints, words: str) -> None:
    assert constraints.describe("INR") == words


def test_describes_measures_in_the_customers_own_figures() -> None:
    found = reader("in").read("hdmi cable at least 10 ft").constraints
    assert found.describe("INR") == "at least 10ft"


def test_a_conversation_keeps_what_holds() -> None:
    turns = ["power banks", "I need 20000 mAh or bigger", "and keep it below two thousand", "anything but OneVolt"]
    held = Constraints()
    for turn in turns:
        held = held.merge(reader("in").read(turn).constraints)
    assert (held.max_price, held.brands_not) == (200_000, ("OneVolt",))
    assert [(q.kind, q.value, q.relation) for q in held.quantities] == [("charge", 20000.0, ">=")]


def test_hard_fields_are_those_that_can_say_no() -> None:
    assert Constraints(categories=("X",), well_rated=True).hard_fields == ()
    assert Constraints(max_price=1, min_rating=4.0).hard_fields == ("min_rating", "max_price")
    assert Constraints(max_price=1, min_rating=4.0).without("min_rating") == Constraints(max_price=1)


prices = st.none() | st.integers(0, 10_000)
names = st.lists(st.sampled_from(["Kavya", "Torvane", "Mio", "Rumbul"]), max_size=3, unique=True).map(tuple)
relations = st.sampled_from(["=", ">=", "<=", "~"])
wanted = st.builds(
    Constraints, min_price=prices, max_price=prices, brands_in=names, brands_not=names, any_brand=st.booleans(),
    min_rating=st.none() | st.floats(1, 5), in_stock=st.none() | st.booleans(),
    exclude_terms=st.just(()) | st.just(("lid",)),
    quantities=st.lists(
        st.builds(quantity, st.sampled_from(["volume", "power"]), st.floats(0.5, 5), relations),
        max_size=2,
    ).map(tuple),
).filter(lambda c: not set(c.brands_in) & set(c.brands_not))  # fmt: skip
candidates = st.builds(
    product, st.sampled_from(["Torvane Kettle 1.5 L", "Kavya Kettle 2 L 900 W", "Mio Lid"]),
    brand=st.sampled_from([None, "Kavya", "Torvane", "Mio"]), price=prices, rating=st.none() | st.floats(1, 5),
    in_stock=st.booleans(),
)  # fmt: skip


@given(wanted)
def test_saying_nothing_changes_nothing_that_lasts(held: Constraints) -> None:
    lasting = replace(held, relative=None, same_price=False, any_brand=False)
    assert held.merge(Constraints()) == lasting


@given(wanted, wanted)
def test_saying_it_again_changes_nothing(held: Constraints, later: Constraints) -> None:
    once = held.merge(later)
    assert once.merge(later) == once


@given(wanted, wanted)
def test_later_bounds_win(held: Constraints, later: Constraints) -> None:
    after = held.merge(later)
    if later.min_price is not None or later.max_price is not None:
        assert later.max_price is None or after.max_price == later.max_price
        assert later.min_price is None or after.min_price == later.min_price
    if held.min_price is None or held.max_price is None or held.min_price <= held.max_price:
        one_sided = (later.min_price is None) != (later.max_price is None)
        if one_sided and after.min_price is not None and after.max_price is not None:
            assert after.min_price <= after.max_price


@given(wanted, candidates)
def test_what_is_admitted_meets_every_bound(held: Constraints, candidate: Product) -> None:
    assert -1 <= held.wishes(candidate) <= 1
    if held.admits(candidate):
        assert held.max_price is None or (candidate.price is not None and candidate.price <= held.max_price)
        assert held.min_rating is None or (candidate.rating is not None and candidate.rating >= held.min_rating - 1e-6)
        assert not held.in_stock or candidate.in_stock


@given(st.integers(1, 200_000), st.sampled_from(["under {}", "max {}", "{} or less", "no more than {}", "within {}"]))
@settings(deadline=None)
def test_every_price_comes_back_from_its_own_spelling(rupees: int, phrase: str) -> None:
    for written in (f"Rs {rupees}", format_money(rupees * 100, "INR"), f"{rupees} rupees"):
        found = reader("in").read(f"kettle {phrase.format(written)}").constraints
        assert found.max_price == rupees * 100


@given(st.integers(0, 9_999_999), st.sampled_from(sorted(SHOPS)))
@settings(deadline=None)
def test_described_prices_read_back_the_same(minor: int, shop: str) -> None:
    currency = SHOPS[shop].currency
    said = Constraints(max_price=minor if currency != "INR" else minor * 100).describe(currency)
    assert reader(shop).read(said).constraints.max_price == (minor if currency != "INR" else minor * 100)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = reader("gb").read(text)
    assert reading == reader("gb").read(text)
    for span in reading.spans:
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "9" * 20_000, "under " * 4_000, "a" * 20_000, "((((", "₹₹₹", "\ue000 under \uf8ff"]
)
def test_hostile_texts_are_read_quickly(text: str) -> None:
    reader("in").read(text)
