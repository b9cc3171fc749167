"""Courtesies, refusals and apologies."""

from __future__ import annotations

from collections.abc import Callable

from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.common import tell
from ecreco.assistant.state import PendingQuestion
from ecreco.assistant.turn import TurnContext


def greet(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "greet" if item.data["alone"] else "greet_short")]


def capabilities(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "capabilities", departments=", ".join(context.knowledge.departments) or "…")]


def complaint(context: TurnContext, item: Item) -> list[str]:
    context.state.question = PendingQuestion("handoff")
    if not item.data["alone"]:
        return [tell(context, "apology")]
    return [tell(context, "apology"), tell(context, "complaint_next")]


def _plain(key: str) -> Callable[[TurnContext, Item], list[str]]:
    return lambda context, item: [tell(context, key)]


COMPOSERS = {
    "greet": greet,
    "capabilities": capabilities,
    "complaint": complaint,
    **{
        key: _plain(key)
        for key in (
            "smalltalk",
            "thanks",
            "goodbye",
            "injection",
            "privacy",
            "out_of_scope",
            "medical",
            "profile",
            "clarify",
        )
    },
}
