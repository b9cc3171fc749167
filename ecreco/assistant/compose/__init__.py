"""The embedded brain's replies: each item of the plan worded from its records, in the customer's language."""

from __future__ import annotations

from collections.abc import Callable

from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.compose import finding, products, shop, talk
from ecreco.assistant.turn import TurnContext

Composer = Callable[[TurnContext, Item], list[str]]

_COMPOSERS: dict[str, Composer] = {**finding.COMPOSERS, **products.COMPOSERS, **shop.COMPOSERS, **talk.COMPOSERS}


def compose(context: TurnContext, plan: Plan) -> str:
    """The reply, one paragraph an item. What the assistant asks last is kept in the state."""
    context.state.question = None
    alone = len(plan.items) == 1
    paragraphs: list[str] = []
    for item in plan.items:
        item.data["alone"] = alone
        lines = [line for line in _COMPOSERS[item.kind](context, item) if line]
        paragraph = "\n".join(lines)
        if paragraph and paragraph not in paragraphs:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


__all__ = ["compose"]
