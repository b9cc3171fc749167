"""What a reply says beside the cards, and what it no longer repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.compose.shop import policy_lines
from ecreco.assistant.knowledge import Knowledge
from ecreco.assistant.tools.search import FEWEST, without_opposites, without_tail
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.assistant.conftest import Talk


class Broken:
    """A room below that fails at every call."""

    def answer(self, question: str, k: int = 2, *, about: Any = None) -> Sequence[Any]:
        raise RuntimeError("the index is gone")


def test_cards_are_not_listed_again(talk: Talk) -> None:
    result = talk.say("steel kettles")
    assert len(result["products"]) > 1
    assert "\n-" not in result["reply"]
    assert "₹" in result["reply"]  # one lead with its price


def test_the_order_asked_for_names_the_lead(talk: Talk) -> None:
    result = talk.say("cheapest mouse")
    cheapest = min(result["products"], key=lambda card: card["price"])
    assert f"₹{cheapest['price']:.0f}" in result["reply"]


def test_cart_turns_show_no_cards(talk: Talk) -> None:
    asked = talk.say("Add the Borrel Steel Kettle to my cart")
    assert asked["confirmation"]
    assert asked["products"] == []
    done = talk.say("yes")
    assert done["receipt"]
    assert done["products"] == []
    assert "Borrel Steel Kettle" in done["reply"]
    assert {"record": "K1", "field": "price", "value": 749.0} in done["evidence"]


def test_stock_is_not_claimed_where_no_record_speaks_of_it(
    shop: Shop, settings: Settings, knowledge: Knowledge
) -> None:
    assistant = Assistant(shop, settings, replace(knowledge, tells_stock=False))
    reply = Talk(assistant, assistant.start().conversation_id).say("How many Dexor M10 are left in stock?")["reply"]
    assert "no stock figure" in reply
    assert "in stock" not in reply


def test_a_broken_tool_is_said_and_loses_nothing_else(shop: Shop, settings: Settings, knowledge: Knowledge) -> None:
    assistant = Assistant(shop, settings, replace(knowledge, policies=Broken()))
    talk = Talk(assistant, assistant.start().conversation_id)
    result = talk.say("What do I pay for delivery?")
    assert "sorry" in result["reply"].lower()
    assert "policy doesn't" not in result["reply"]
    assert talk.say("steel kettles")["products"]


def test_the_tail_far_behind_the_best_is_cut() -> None:
    items = [SimpleNamespace(parts={"meaning": m, "popularity": 0.3}) for m in (1.0, 0.4, 0.4, 0.3, 0.7)]
    assert without_tail(items) == [*items[:FEWEST], items[4]]


def test_two_questions_get_the_passages_of_two_sections(talk: Talk) -> None:
    context = SimpleNamespace(state=SimpleNamespace(language="en", variation=0))
    passages = [
        {"record": "a", "field": "Returns", "text": "Send it back within 30 days.", "score": 1.0},
        {"record": "b", "field": "Refunds", "text": "Money is back in 5 days.", "score": 0.4},
    ]
    both: Any = {"passages": passages, "question": "Can I return it and how long does the refund take?"}
    assert len(policy_lines(context, both)) == 2  # type: ignore[arg-type]
    assert len(policy_lines(context, {**both, "question": "Can I return it?"})) == 1  # type: ignore[arg-type]


def test_the_opposite_of_what_was_asked_is_left_out_while_others_are_there() -> None:
    items = [SimpleNamespace(product=SimpleNamespace(title=f"Lumio {kind} Mouse")) for kind in ("Wireless", "Wired")]
    items.append(SimpleNamespace(product=SimpleNamespace(title="Dexor Wireless Mouse")))
    assert without_opposites("wireless mouse", items) == [items[0], items[2]]
    assert without_opposites("wired mouse", items) == items  # one alone would be too few
