"""Versions of one product: chosen by a word, asked back where the words leave them open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ecreco.assistant.brains.variants import by_option, choices, family_of, options_in, undecided
from ecreco.assistant.grounding import Grounds, Titles
from ecreco.shop.records import Product
from tests.assistant.conftest import Talk

SHIRTS = [
    Product(
        product_id=f"S-{colour[0]}{size}",
        title=f"Marl Shirt, {colour}, {size}",
        kind="variant",
        family_id="S",
        options={"Colour": colour, "Size": size},
    )
    for colour in ("White", "Sage Green")
    for size in ("S", "M")
]


class Catalog:
    def find(self, product_id: str) -> Product | None:
        return next((shirt for shirt in SHIRTS if shirt.product_id == product_id), None)

    def variants(self, family_id: str) -> list[Product]:
        return SHIRTS if family_id == "S" else []


CONTEXT: Any = SimpleNamespace(shop=SimpleNamespace(catalog=Catalog()))


def test_a_colour_keeps_the_size_on_the_table() -> None:
    assert by_option(CONTEXT, "the sage green one please", ["S-WM"]) == ("S-SM",)
    assert by_option(CONTEXT, "do you have it in size s?", ["S-WM"]) == ("S-WS",)


def test_words_that_name_no_choice_choose_nothing() -> None:
    assert by_option(CONTEXT, "that's so nice, add it", ["S-WM"]) == ()
    assert by_option(CONTEXT, "the white one", ["X1"]) == ()


def test_short_sizes_are_not_read_into_other_words() -> None:
    assert options_in("it's what I'm after, in White", SHIRTS) == {"Colour": "White"}


def test_what_is_left_open_is_asked_back() -> None:
    assert len(undecided(CONTEXT, "add the Marl Shirt", ["S-WS"])) == 4
    assert [v.product_id for v in undecided(CONTEXT, "the white one", ["S-WS"])] == ["S-WS", "S-WM"]
    assert undecided(CONTEXT, "white in M", ["S-WM"]) == []
    assert undecided(CONTEXT, "M", ["S-WM"], among=["S-WS", "S-WM"]) == []


def test_choices_are_those_there_are() -> None:
    assert choices(family_of(CONTEXT, "S-WS")) == {"Colour": ["White", "Sage Green"], "Size": ["S", "M"]}


def test_a_named_version_is_known_whatever_marks_stand_in_its_title() -> None:
    titles = Titles([("T1", "Fallow Court Trainers, Navy, 40")])
    told = Grounds([{"record": "#W1", "field": "line", "value": "Fallow Court Trainers, Navy, 40"}], [], [], titles)
    assert not told.violations("You bought Fallow Court Trainers, Navy and more.")
    assert Grounds([], [], [], titles).violations("You bought Fallow Court Trainers, Navy.")


def test_make_it_fewer_takes_the_difference_out(talk: Talk) -> None:
    talk.say("add 3 Dexor M10 to my cart")
    talk.say("yes")
    asked = talk.say("make it 2")
    assert asked["confirmation"]["action"] == "remove_from_cart"
    assert "1 ×" in asked["confirmation"]["summary"]


def test_the_number_before_a_name_is_the_quantity(talk: Talk) -> None:
    assert "3 ×" in talk.say("add 3 Dexor M10 to my cart")["confirmation"]["summary"]


def test_order_number_and_address_may_come_one_after_the_other(talk: Talk) -> None:
    assert "e-mail" in talk.say("where is order #W1000001?")["reply"]
    reply = talk.say("asha@example.com")["reply"]
    assert "#W1000001" in reply
    assert "delivered" in reply


def test_a_stranger_gets_nothing_with_another_address(talk: Talk) -> None:
    talk.say("where is order #W1000001?")
    reply = talk.say("ben@example.com")["reply"]
    assert "delivered" not in reply
    assert "Kettle" not in reply
