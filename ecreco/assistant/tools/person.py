"""Handing the conversation to a person of the shop."""

from __future__ import annotations

from ecreco.assistant import plain
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool
from ecreco.assistant.turn import TurnContext


def hand_to_person(runtime: Runtime, reason: str) -> Answer:
    """Put the customer in the queue for a member of staff; only when they ask for one or agreed to it."""
    context: TurnContext = runtime.context
    reason = plain.clean(reason, 200)
    opened = context.shop.handoffs.open(context.conversation_id, reason)
    context.handoff = {"reason": reason, "queue_position": opened.queue_position}
    context.prove(context.conversation_id, "queue_position", opened.queue_position)
    context.emit("handoff", context.handoff)
    return answer({"kind": "handoff", **context.handoff})


TOOLS = (make_tool(hand_to_person, Rule()),)
