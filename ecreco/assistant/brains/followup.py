"""A second look when the first found nothing: a question may be about the shop, a vague wish may take ideas."""

from __future__ import annotations

import re

from langchain_core.messages import ToolCall

from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.brains.references import content_words
from ecreco.assistant.brains.wants import names_kind
from ecreco.assistant.turn import TurnContext

_QUESTION = re.compile(
    r"\?\s*$|？|^\W*(?:can|could|do|does|did|is|are|will|would|how|what|when|where|who|may|should|kya|kaise|kab|wie|was|wann|kann|"
    r"puedo|cómo|cuándo|est-ce|comment|quand)\b",
    re.IGNORECASE,
)


def follow_up(context: TurnContext, plan: Plan) -> list[ToolCall]:
    """Further calls after the first round, once a turn; empty when the answer stands."""
    if context.notes.get("followed_up"):
        return []
    context.notes["followed_up"] = True
    for item in plan.items:
        found = item.result("search")
        if found is None or found["fits"] or found["more"]:
            continue
        if item.data.get("vague"):
            topic = content_words(str(found["topic"])) - words("empty")
            if not found["products"] or not topic & context.knowledge.words:
                item.call("recommend")
        elif _QUESTION.search(item.text) and (
            pattern("shop_words").search(item.text) or not names_kind(context, item.text)
        ):
            item.call("policy_answer", question=item.text)
    return plan.open_calls()


def forget_cards(context: TurnContext, item: Item) -> None:
    """Take the near alternatives off the screen: the question was not about products."""
    found = item.result("search")
    for card in found["products"] if found else ():
        context.products.pop(card["product_id"], None)
