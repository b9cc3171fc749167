"""The gate, called as any brain could call it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.brains.endpoint import Endpoint
from ecreco.assistant.knowledge import Knowledge
from ecreco.assistant.loop import Loop
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.assistant.conftest import Talk


class Scripted(BaseChatModel):
    """A brain that makes given calls, then says given words."""

    calls: list[tuple[str, dict[str, Any]]] = Field(default_factory=list)
    words: str = "Done."

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        if self.calls and not isinstance(messages[-1], ToolMessage):
            calls = [{"name": n, "args": a, "id": f"c{i}", "type": "tool_call"} for i, (n, a) in enumerate(self.calls)]
            message = AIMessage(content="", tool_calls=calls)
        else:
            message = AIMessage(content=self.words)
        return ChatResult(generations=[ChatGeneration(message=message)])


@pytest.fixture
def scripted(shop: Shop, settings: Settings, knowledge: Knowledge) -> tuple[Scripted, Talk]:
    model = Scripted()
    assistant = Assistant(shop, settings, knowledge, Loop(Endpoint(model)))
    return model, Talk(assistant, assistant.start().conversation_id)


def calls(model: Scripted, talk: Talk, text: str, *wanted: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    model.calls = list(wanted)
    return talk.say(text)


def test_ids_must_have_been_seen(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    result = calls(model, talk, "hello", ("product_details", {"product_ids": ["K1"], "question": "price"}))
    assert result["tool_calls"][0]["ok"] is False
    assert result["products"] == []
    calls(model, talk, "kettles", ("search_products", {"query": "kettle"}))
    result = calls(model, talk, "tell me", ("product_details", {"product_ids": ["K1"], "question": "price"}))
    assert result["tool_calls"][0]["ok"] is True


def test_no_brain_can_write_without_the_customers_yes(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    calls(model, talk, "kettles", ("search_products", {"query": "kettle"}))
    result = calls(model, talk, "what else?", ("add_to_cart", {"product_id": "K1", "quantity": 2}))
    assert result["confirmation"]["action"] == "add_to_cart"
    assert talk.assistant.shop.carts.lines(talk.conversation_id) == []
    changed = calls(model, talk, "yes", ("add_to_cart", {"product_id": "K1", "quantity": 9}))
    assert changed["receipt"] is None, "a yes to two is no yes to nine"


def test_one_yes_is_one_write(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    calls(model, talk, "kettles", ("search_products", {"query": "kettle"}))
    add = ("add_to_cart", {"product_id": "K1"})
    calls(model, talk, "I'd take that", add)
    calls(model, talk, "yes", add, add, add)
    assert [li.quantity for li in talk.assistant.shop.carts.lines(talk.conversation_id)] == [1]


def test_sizes_are_clamped(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    result = calls(model, talk, "kettles", ("search_products", {"query": "kettle mouse", "count": 500}))
    assert len(result["products"]) <= 10


def test_calls_are_budgeted(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    many = [("search_products", {"query": "kettle"})] * 20
    result = calls(model, talk, "kettles", *many)
    assert sum(call["ok"] for call in result["tool_calls"]) == 12


def test_signed_in_tools_refuse_a_guest(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    assert calls(model, talk, "orders", ("list_orders", {}))["tool_calls"][0]["ok"] is False


def test_an_email_the_customer_never_wrote_verifies_nobody(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    guess = ("track_order", {"order_id": "#W1000001", "email": "asha@example.com"})
    assert calls(model, talk, "where is #W1000001?", guess)["tool_calls"][0]["ok"] is False


def test_unknown_tools_and_bad_arguments_end_no_turn(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    result = calls(model, talk, "hi", ("delete_everything", {}), ("search_products", {"nonsense": 1}))
    assert [call["ok"] for call in result["tool_calls"]] == [False, False]


def test_invented_figures_are_taken_out(scripted: tuple[Scripted, Talk]) -> None:
    model, talk = scripted
    model.words = "The kettle costs ₹1. It is lovely."
    result = calls(model, talk, "kettles", ("search_products", {"query": "kettle"}))
    assert result["reply"] == "It is lovely."
