"""What a reply must say beside its cards: who was asked, what was left out, what none of them has."""

from __future__ import annotations

from tests.assistant.conftest import Talk


def test_a_hand_over_is_recalled_once(talk: Talk) -> None:
    talk.say("I want to talk to a human")
    assert "number 1 in the queue" in talk.say("show me kettles")["reply"]
    assert "queue" not in talk.say("show me mice")["reply"]


def test_a_limit_in_another_currency_is_told(talk: Talk) -> None:
    assert "USD" in talk.say("a mouse for $10")["reply"]
    assert "INR" not in talk.say("a mouse under ₹700")["reply"]


def test_a_question_after_a_list_is_about_the_list(talk: Talk) -> None:
    talk.say("show me kettles")
    asked = talk.say("how many are left?")
    assert asked["tool_calls"][0]["name"] == "product_details"


def test_no_old_price_is_made_up(talk: Talk) -> None:
    talk.say("How much is the Borrel Steel Kettle 1.5 L?")
    assert "today" in talk.say("what was its price last month?")["reply"]
