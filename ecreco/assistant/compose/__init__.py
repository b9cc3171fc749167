"""The embedded brain's replies: each item of the plan worded from its records, in the customer's language."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.compose import finding, products, shop, talk
from ecreco.assistant.compose.common import tell
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import EcrecoError

log = logging.getLogger(__name__)
Composer = Callable[[TurnContext, Item], list[str]]

_COMPOSERS: dict[str, Composer] = {**finding.COMPOSERS, **products.COMPOSERS, **shop.COMPOSERS, **talk.COMPOSERS}


def compose(context: TurnContext, plan: Plan) -> str:
    """The reply, one paragraph an item. What the assistant asks last is kept in the state."""
    context.state.question = None
    alone = len(plan.items) == 1
    paragraphs: list[str] = []
    for item in plan.items:
        item.data["alone"] = alone
        lines = [line for line in _worded(context, item) if line]
        paragraph = "\n".join(lines)
        if paragraph and paragraph not in paragraphs:
            paragraphs.append(paragraph)
    paragraphs += _waiting(context)
    return "\n\n".join(paragraphs)


def _waiting(context: TurnContext) -> list[str]:
    """Once after a hand-over, beside the answer: that a colleague has been asked, and the place in the queue."""
    state = context.state
    if context.handoff is not None:
        state.told_waiting = False
        return []
    if state.told_waiting:
        return []
    waiting = context.shop.handoffs.of(context.conversation_id)
    if waiting is None or waiting.status != "waiting":
        return []
    state.told_waiting = True
    context.prove(context.conversation_id, "queue_position", waiting.queue_position)
    return [tell(context, "still_waiting", position=waiting.queue_position)]


def _worded(context: TurnContext, item: Item) -> list[str]:
    """The item's lines; one that cannot be worded is said so and does not take the others with it."""
    try:
        return _COMPOSERS[item.kind](context, item)
    except EcrecoError:
        raise
    except Exception:
        log.exception("wording failed", extra={"conversation": context.conversation_id, "item": item.kind})
        return [tell(context, "sorry_failed")]


__all__ = ["compose"]
