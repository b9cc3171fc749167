"""A conversation as it was said and shown, rebuilt from its turns and its stored stream events."""

from __future__ import annotations

from typing import Any

from ecreco.shop.conversations import Conversation, Conversations

PANELS = ("comparison", "review_summary", "order", "cart")


def transcript(conversations: Conversations, conversation: Conversation) -> dict[str, Any]:
    """Turns in order, each with its panels and finished result; staff messages with the turn they follow."""
    events = conversations.events_after(conversation.conversation_id)
    panels: dict[str, list[dict[str, Any]]] = {}
    open_panels: list[dict[str, Any]] = []
    staff: list[dict[str, Any]] = []
    complete = 0
    for event in events:
        if event.kind in PANELS:
            open_panels.append({"kind": event.kind, "data": event.data})
        elif event.kind == "turn_complete":
            panels[str(event.data.get("turn_id"))] = open_panels
            open_panels, complete = [], complete + 1
        elif event.kind == "staff_message":
            staff.append({**event.data, "after_turns": complete, "at": event.at.isoformat()})
    return {
        "conversation_id": conversation.conversation_id,
        "speaker": conversation.speaker,
        "customer_id": conversation.customer_id,
        "last_event": conversation.last_event,
        "turns": [
            {
                "turn_id": turn.turn_id,
                "text": turn.text,
                "status": turn.status,
                "at": turn.started_at.isoformat(),
                "panels": panels.get(turn.turn_id, []),
                "result": turn.result,
            }
            for turn in conversations.turns(conversation.conversation_id)
        ],
        "staff_messages": staff,
    }
