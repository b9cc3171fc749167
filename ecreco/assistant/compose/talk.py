"""Courtesies, refusals and apologies."""

from __future__ import annotations

from collections.abc import Callable

from ecreco.assistant import plain
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.common import tell
from ecreco.assistant.state import PendingQuestion
from ecreco.assistant.turn import TurnContext


def greet(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "greet" if item.data["alone"] else "greet_short")]


def profile(context: TurnContext, item: Item) -> list[str]:
    """What the customer told, repeated when asked for."""
    facts = "; ".join(f"{key}: {plain.clean(value, 80)}" for key, value in context.state.facts.items())
    if "?" not in item.text:
        return [tell(context, "profile")]
    return [tell(context, "known", facts=facts) if facts else tell(context, "known_nothing")]


def smalltalk(context: TurnContext, item: Item) -> list[str]:
    """An "ok" gets no speech about the assistant's well-being."""
    if context.reading is not None and not context.reading.sure:
        return [tell(context, "clarify")]
    chatting = "?" in item.text or "？" in item.text or len(item.text.split()) > 4
    return [tell(context, "smalltalk" if chatting else "nothing_open")]


def capabilities(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "capabilities", departments=", ".join(context.knowledge.departments) or "…")]


def complaint(context: TurnContext, item: Item) -> list[str]:
    context.state.question = PendingQuestion("handoff")
    if not item.data["alone"]:
        return [tell(context, "apology")]
    return [tell(context, "apology"), tell(context, "complaint_next")]


def crisis(context: TurnContext, item: Item) -> list[str]:
    """Where to find help, and the offer of a person; nothing to buy."""
    context.state.question = PendingQuestion("handoff")
    return [tell(context, "crisis")]


def _plain(key: str) -> Callable[[TurnContext, Item], list[str]]:
    return lambda context, item: [tell(context, key)]


COMPOSERS = {
    "greet": greet,
    "profile": profile,
    "smalltalk": smalltalk,
    "capabilities": capabilities,
    "complaint": complaint,
    "crisis": crisis,
    "failed": _plain("sorry_failed"),
    **{
        key: _plain(key)
        for key in (
            "thanks",
            "goodbye",
            "injection",
            "privacy",
            "out_of_scope",
            "medical",
            "clarify",
        )
    },
}
