"""The cart changes only after a yes to exactly this, once, and the receipt says so."""

from __future__ import annotations

from ecreco.assistant.assistant import Assistant
from tests.assistant.conftest import Talk


def lines(talk: Talk) -> list[tuple[str, int]]:
    return [(li.product_id, li.quantity) for li in talk.assistant.shop.carts.lines(talk.conversation_id)]


def test_a_proposal_changes_nothing_until_the_yes(talk: Talk) -> None:
    proposed = talk.say("Add the Borrel Steel Kettle to my cart")
    assert proposed["confirmation"]["action"] == "add_to_cart"
    assert proposed["receipt"] is None
    assert lines(talk) == []
    done = talk.say("Yes, add it.")
    assert done["receipt"]["action"] == "add_to_cart"
    assert lines(talk) == [("K1", 1)]


def test_no_declines(talk: Talk) -> None:
    talk.say("Add the Borrel Steel Kettle to my cart")
    talk.say("no")
    assert talk.say("yes")["receipt"] is None
    assert lines(talk) == []


def test_unknown_it_is_asked_for(talk: Talk) -> None:
    asked = talk.say("Add it to my cart.")
    assert "?" in asked["reply"]
    assert asked["confirmation"] is None
    named = talk.say("Oh, sorry: the Borrel Steel Kettle 1.5 L.")
    assert named["confirmation"]["action"] == "add_to_cart"


def test_a_yes_with_another_question_does_both(talk: Talk) -> None:
    talk.say("Add the Borrel Steel Kettle to my cart")
    talk.say("yes")
    removal = talk.say("Take it out again, please.")
    assert removal["confirmation"]["action"] == "remove_from_cart"
    both = talk.say("Yes. And what is in my cart now?")
    assert both["receipt"]["action"] == "remove_from_cart"
    assert "empty" in both["reply"]


def test_a_yes_to_something_else_is_no_yes(talk: Talk) -> None:
    talk.say("Add the Borrel Steel Kettle to my cart")
    other = talk.say("yes, but two pieces")
    assert lines(talk) == [] or other["receipt"] is None


def test_the_same_message_twice_is_one_write(assistant: Assistant) -> None:
    conversation = assistant.start()
    cid = conversation.conversation_id
    assistant.take_turn(cid, "Add the Borrel Steel Kettle to my cart", "a")
    first = assistant.take_turn(cid, "yes", "b")
    second = assistant.take_turn(cid, "yes", "b")
    assert first.turn_id == second.turn_id
    assert first.result == second.result
    assert [li.quantity for li in assistant.shop.carts.lines(cid)] == [1]


def test_out_of_stock_is_refused_with_the_reason(talk: Talk) -> None:
    result = talk.say("Put the Vapora Glass Kettle 1.7 L in my cart")
    assert "out of stock" in result["reply"]
    assert result["confirmation"] is None


def test_more_than_there_are_is_refused(talk: Talk) -> None:
    result = talk.say("Add 5 pieces of the Vapora Steel Kettle 1.8 L to my cart")
    assert result["confirmation"] is None
    assert "3" in result["reply"]


def test_a_button_is_the_explicit_yes_and_a_double_click_adds_once(assistant: Assistant) -> None:
    cid = assistant.start().conversation_id
    first = assistant.act(cid, "add_to_cart", {"product_id": "K1"}, "click")
    again = assistant.act(cid, "add_to_cart", {"product_id": "K1"}, "click")
    assert first.result is not None
    assert first.result["receipt"]["action"] == "add_to_cart"
    assert again.turn_id == first.turn_id
    assert [li.quantity for li in assistant.shop.carts.lines(cid)] == [1]


def test_confirm_button_answers_the_open_question(talk: Talk) -> None:
    proposed = talk.say("Add the Borrel Steel Kettle to my cart")
    done = talk.press("confirm", action_id=proposed["confirmation"]["action_id"])
    assert done["receipt"]["action"] == "add_to_cart"
    assert lines(talk) == [("K1", 1)]


def test_make_it_two_proposes_the_difference(talk: Talk) -> None:
    talk.press("add_to_cart", product_id="K1")
    assert talk.say("make it 3 please")["confirmation"]["action"] == "add_to_cart"
    talk.say("yes")
    assert lines(talk) == [("K1", 3)]


def test_a_yes_answers_the_last_question_only(talk: Talk) -> None:
    talk.say("Add the Borrel Steel Kettle to my cart")
    gap = talk.say("Is there a student discount?")
    assert "?" in gap["reply"]
    result = talk.say("yes")
    assert result["receipt"] is None
    assert result["handoff"] is not None
    assert lines(talk) == []


def test_a_short_detour_keeps_the_proposal_open(talk: Talk) -> None:
    talk.say("Add the Borrel Steel Kettle to my cart")
    talk.say("What do I pay for delivery?")
    assert talk.say("yes, add it")["receipt"]["action"] == "add_to_cart"


def test_two_products_are_proposed_one_after_the_other(talk: Talk) -> None:
    first = talk.say("Add the Borrel Steel Kettle and the Dexor M10 to my cart")
    assert first["confirmation"] is not None
    second = talk.say("yes")
    assert second["receipt"]["action"] == "add_to_cart"
    assert second["confirmation"]["action"] == "add_to_cart"
    assert len(lines(talk)) == 1
    talk.say("yes")
    assert sorted(lines(talk)) == [("K1", 1), ("M1", 1)]
