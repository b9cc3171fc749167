"""What is put in the cart, how many of it, and where it is paid."""

from __future__ import annotations

import pytest

from ecreco.assistant.reading.rules import strong_acts
from ecreco.assistant.reading.values import quantity_before
from tests.assistant.conftest import Talk


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ("add two ", 2),
        ("add twelve of the ", 12),
        ("a pair of ", 2),
        ("put 3x ", 3),
        ("add the ", None),
        ("add ", None),
    ],
)
def test_the_number_before_a_name(before: str, number: int | None) -> None:
    assert quantity_before(before) == number


def test_two_by_name_are_two(talk: Talk) -> None:
    asked = talk.say("add two Borrel Steel Kettle to my cart")
    assert "2 ×" in asked["confirmation"]["summary"]
    assert "₹1,498" in asked["reply"]
    talk.say("yes")
    assert "2 × Borrel Steel Kettle 1.5 L at ₹749 each: ₹1,498" in talk.say("what is in my cart?")["reply"]


def test_a_thing_that_is_not_sold_is_never_the_one_in_focus(talk: Talk) -> None:
    talk.say("How much is the Borrel Steel Kettle 1.5 L?")
    result = talk.say("add a unicorn to my cart")
    assert result["confirmation"] is None
    assert "unicorn" in result["reply"]


def test_the_kettle_is_the_one_in_focus(talk: Talk) -> None:
    talk.say("How much is the Borrel Steel Kettle 1.5 L?")
    assert talk.say("add the kettle to my cart")["confirmation"] is not None


@pytest.mark.parametrize("text", ["checkout", "place my order now", "I want to check out please"])
def test_checkout_says_where(talk: Talk, text: str) -> None:
    talk.say("add the Borrel Steel Kettle to my cart")
    talk.say("yes")
    result = talk.say(text)
    assert "pages" in result["reply"]
    assert "₹749" in result["reply"]
    assert result["confirmation"] is None


def test_how_to_pay_is_a_question_on_the_rules() -> None:
    assert strong_acts("how do I pay?") == ["policy_question"]
