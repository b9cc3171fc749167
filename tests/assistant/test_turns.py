"""A turn's life: bad messages, repeats, stops, staff, failures, hand-off."""

from __future__ import annotations

from typing import Any

import pytest

from ecreco.assistant.assistant import LONGEST_MESSAGE, Assistant
from ecreco.shop.errors import CustomerError, NotFound
from tests.assistant.conftest import Talk


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_message"), ("  \n ", "empty_message"), ("x" * 20_000, "message_too_long")],
)
def test_a_bad_message_is_a_clear_sentence_and_loses_nothing(talk: Talk, text: str, code: str) -> None:
    talk.say("show me kettles")
    with pytest.raises(CustomerError) as error:
        talk.say(text)
    assert error.value.code == code
    assert len(talk.assistant.shop.conversations.turns(talk.conversation_id)) == 1
    assert talk.say("anything but Borrel")["products"]


def test_the_longest_message_is_answered(talk: Talk) -> None:
    talk.say("kettle " * (LONGEST_MESSAGE // 7))


def test_unknown_conversation(assistant: Assistant) -> None:
    with pytest.raises(NotFound):
        assistant.take_turn("nobody", "hi", "m")


def test_every_step_is_an_event_and_text_adds_up_to_the_reply(talk: Talk) -> None:
    result = talk.say("show me kettles")
    events = talk.assistant.shop.conversations.events_after(talk.conversation_id)
    assert "".join(e.data["text"] for e in events if e.kind == "text") == result["reply"]
    assert [e.kind for e in events if e.kind != "text"] == ["products", "tool_call", "turn_complete"]


def test_staff_speaks_and_the_assistant_is_silent(talk: Talk) -> None:
    asked = talk.say("I want to talk to a real person")
    assert asked["handoff"]["queue_position"] == 1
    assert asked["products"] == []
    waiting = talk.assistant.shop.handoffs.waiting()[0]
    talk.assistant.shop.handoffs.take(waiting.handoff_id, "sam")
    silent = talk.say("hello?")
    assert silent["reply"] == ""
    assert silent["handoff"] is not None
    talk.assistant.shop.handoffs.close(waiting.handoff_id)
    assert talk.say("hello again")["reply"]


def test_a_crash_becomes_an_apology_and_a_failed_turn(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> str:
        raise RuntimeError("boom")

    monkeypatch.setattr(assistant._loop, "run", broken)
    cid = assistant.start().conversation_id
    turn = assistant.take_turn(cid, "show me kettles", "m")
    assert turn.status == "failed"
    assert turn.result is not None
    assert "went wrong" in turn.result["reply"]
    assert "boom" in caplog.text
    assert assistant.shop.conversations.events_after(cid)[-1].kind == "turn_complete"


def test_a_broken_tool_ends_no_turn(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("index gone")

    monkeypatch.setattr(talk.assistant.knowledge.recommender, "find", broken)
    result = talk.say("show me kettles")
    assert result["tool_calls"][0]["ok"] is False
    assert "wrong" in result["reply"]


def test_stop_between_steps(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    find = talk.assistant.knowledge.recommender.find

    def stopping(*args: Any, **named: Any) -> Any:
        talk.assistant.stop(talk.conversation_id)
        return find(*args, **named)

    monkeypatch.setattr(talk.assistant.knowledge.recommender, "find", stopping)
    turn = talk.assistant.take_turn(talk.conversation_id, "show me kettles", "m")
    assert turn.status == "stopped"


def test_stop_without_a_turn(talk: Talk) -> None:
    assert talk.assistant.stop(talk.conversation_id) is False


def test_state_survives_a_restart(talk: Talk, assistant: Assistant) -> None:
    talk.say("show me kettles below 1500")
    talk.assistant = assistant.on(assistant.shop)
    assert [c["product_id"] for c in talk.say("anything but Borrel")["products"]] == ["K2"]


def test_page_puts_its_product_in_focus(assistant: Assistant) -> None:
    talk = Talk(assistant, assistant.start(page={"product_id": "M1"}).conversation_id)
    assert "1.8 m" in talk.say("How long is its cable?")["reply"]


def test_feedback_is_kept(talk: Talk) -> None:
    result = talk.say("hello")
    talk.assistant.feedback(talk.conversation_id, result["turn_id"], "up", "nice")
    assert talk.assistant.shop.feedback.list(conversation_id=talk.conversation_id)[0].value == "up"


def test_unknown_button(assistant: Assistant) -> None:
    with pytest.raises(CustomerError):
        assistant.act(assistant.start().conversation_id, "refund_everything", {}, "m")


def test_buttons_compare_reviews_like_and_person(talk: Talk) -> None:
    assert len(talk.press("compare", product_ids=["K1", "K2"])["products"]) == 2
    assert "1 review" in talk.press("reviews", product_id="K1")["reply"]
    assert talk.press("more_like_this", product_id="K1")["products"]
    assert talk.press("hand_off")["handoff"]["queue_position"] == 1
