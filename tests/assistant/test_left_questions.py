"""Messages that leave an open question, and those no shop word answers."""

from __future__ import annotations

import pytest

from ecreco.assistant.assistant import checked
from ecreco.assistant.reading.rules import strong_acts
from ecreco.assistant.state import PendingQuestion
from ecreco.assistant.understanding import leaves_order
from tests.assistant.conftest import Talk, ids

ORDER = PendingQuestion("order_number")


@pytest.mark.parametrize("text", ["show me kettles", "a steel kettle under ₹900", "never mind, show me kettles"])
def test_another_wish_drops_the_order_question(talk: Talk, text: str) -> None:
    assert "order number" in talk.say("where is my order")["reply"]
    result = talk.say(text)
    assert "order number" not in result["reply"]
    assert set(ids(result)) & {"K1", "K2", "K3"}


def test_an_answer_keeps_the_order_question() -> None:
    assert not leaves_order(ORDER, "asha@example.com")
    assert not leaves_order(ORDER, "#W1000001")
    assert not leaves_order(ORDER, "it is 1000001")
    assert not leaves_order(ORDER, "I don't know my order number")
    assert leaves_order(ORDER, "how do I pay?")
    assert not leaves_order(PendingQuestion("need"), "how do I pay?")


def test_the_other_half_of_the_answer_still_counts(talk: Talk) -> None:
    talk.say("where is my order")
    talk.say("#W1000001")
    assert "delivered" in talk.say("asha@example.com")["reply"]


@pytest.mark.parametrize("text", ["I want to kill myself", "i feel suicidal", "quiero morir"])
def test_danger_to_life_gets_help_and_no_products(talk: Talk, text: str) -> None:
    result = talk.say(text)
    assert result["products"] == []
    assert result["tool_calls"] == []
    assert "emergenc" in result["reply"].casefold()


def test_a_bare_product_name_looks_for_it(talk: Talk) -> None:
    assert "K1" in ids(talk.say("Borrel Steel Kettle 1.5 L"))


def test_the_first_verb_of_a_cart_message_counts() -> None:
    assert strong_acts("add the Fell Throw Blanket to my cart") == ["cart_add"]
    assert strong_acts("remove what I wanted to add to my cart from my cart") == ["cart_remove"]


def test_half_a_surrogate_pair_is_no_character() -> None:
    assert checked("hi \ud800 there") == "hi  there"
