"""Server-sent events: stored first, then sent, so that a reader can come back at any id."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from ecreco.shop.conversations import Conversations
from ecreco.shop.stream import StreamEvent

# Waiting readers sit in threads of their own, so that they never starve the ones that answer requests.
_READERS = 512
_WAIT_S = 10.0


def encode(event: StreamEvent) -> str:
    """One event on the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    data = json.dumps(event.data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"


class Reader:
    """Follows one conversation's events for one connection."""

    limiter: CapacityLimiter | None = None

    def __init__(self, conversations: Conversations, conversation_id: str, after: int) -> None:
        self.conversations = conversations
        self.conversation_id = conversation_id
        self.after = after

    async def follow(
        self, request: Request, *, until: Callable[[StreamEvent], bool] | None = None
    ) -> AsyncIterator[str]:
        """Everything after `after`, then live; ends after the event for which `until` holds."""
        if Reader.limiter is None:
            Reader.limiter = CapacityLimiter(_READERS)
        while not await request.is_disconnected():
            events = await to_thread.run_sync(
                self.conversations.events_after, self.conversation_id, self.after, limiter=Reader.limiter
            )
            for event in events:
                self.after = event.id
                yield encode(event)
                if until is not None and until(event):
                    return
            if not events:
                woken = await to_thread.run_sync(
                    self.conversations.wait,
                    self.conversation_id,
                    self.after,
                    _WAIT_S,
                    limiter=Reader.limiter,
                    abandon_on_cancel=True,
                )
                if not woken:
                    yield ": still here\n\n"
            await anyio.lowlevel.checkpoint()
