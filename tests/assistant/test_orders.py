"""Orders are their owner's business."""

from __future__ import annotations

from ecreco.assistant.assistant import Assistant
from tests.assistant.conftest import Talk


def test_a_guest_is_asked_who_they_are(talk: Talk) -> None:
    result = talk.say("where is my order?")
    assert "sign in" in result["reply"]
    assert not any(call["ok"] for call in result["tool_calls"])


def test_own_orders_are_listed(assistant: Assistant) -> None:
    talk = Talk(assistant, assistant.start(customer_id="C1").conversation_id)
    reply = talk.say("show me my orders")["reply"]
    assert "#W1000001" in reply
    assert "#W1000002" not in reply


def test_a_foreign_order_looks_like_a_missing_one(assistant: Assistant) -> None:
    talk = Talk(assistant, assistant.start(customer_id="C1").conversation_id)
    foreign = talk.say("where is my order #W1000002?")["reply"]
    missing = talk.say("where is my order #W9999999?")["reply"]
    assert foreign.replace("#W1000002", "X") == missing.replace("#W9999999", "X")
    assert "Dexor" not in foreign


def test_a_guest_with_number_and_email_is_verified(talk: Talk) -> None:
    reply = talk.say("where is my order #W1000001? My email is asha@example.com")["reply"]
    assert "delivered" in reply


def test_a_wrong_email_reveals_nothing(talk: Talk) -> None:
    reply = talk.say("where is my order #W1000001? My email is ben@example.com")["reply"]
    assert "delivered" not in reply
