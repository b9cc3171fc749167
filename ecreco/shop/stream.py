"""The stream of a conversation: events in the database first, then a wake-up for whoever waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ecreco.shop.columns import now
from ecreco.shop.database import Database
from ecreco.shop.tables import stream_events

# Another process's events ring no bell here; this is how long they may take to be seen, in seconds.
POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEvent:
    """One step of a conversation. id: 1, 2, 3, ... within the conversation, without gaps."""

    id: int
    kind: str
    data: Mapping[str, Any]
    at: datetime


class Stream:
    """Events of all conversations of a shop, and the bells of those who wait for one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._bells: dict[str, list[threading.Event]] = {}  # conversation_id → one bell for each who waits

    def write(
        self, session: Session, conversation_id: str, number: int, kind: str, data: Mapping[str, Any]
    ) -> StreamEvent:
        """Write event `number`; the bell rings when the transaction stands."""
        event = StreamEvent(id=number, kind=kind, data=dict(data), at=now())
        row = {"conversation_id": conversation_id, "id": number, "kind": kind, "data": event.data, "at": event.at}
        session.execute(insert(stream_events).values(row))
        self._database.after_commit(lambda: self._ring(conversation_id))
        return event

    def after(self, conversation_id: str, after: int, limit: int | None = None) -> list[StreamEvent]:
        """The events with an id above `after`, in order."""
        query = select(stream_events).where(
            stream_events.c.conversation_id == conversation_id, stream_events.c.id > after
        )
        with self._database.read() as session:
            rows = session.execute(query.order_by(stream_events.c.id).limit(limit)).mappings().all()
        return [StreamEvent(id=row["id"], kind=row["kind"], data=row["data"], at=row["at"]) for row in rows]

    def wait(self, conversation_id: str, after: int, timeout: float) -> bool:
        """Block until there is an event above `after`; False when `timeout` seconds passed without one."""
        deadline = time.monotonic() + timeout
        with self._bell(conversation_id) as bell:
            while True:
                bell.clear()  # before looking, so that what is written after the look rings
                if self._newest(conversation_id) > after:
                    return True
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                bell.wait(min(left, POLL_SECONDS))

    @contextmanager
    def _bell(self, conversation_id: str) -> Iterator[threading.Event]:
        bell = threading.Event()
        with self._lock:
            self._bells.setdefault(conversation_id, []).append(bell)
        try:
            yield bell
        finally:
            with self._lock:
                waiting = self._bells[conversation_id]
                waiting.remove(bell)
                if not waiting:
                    del self._bells[conversation_id]

    def _newest(self, conversation_id: str) -> int:
        query = select(func.max(stream_events.c.id)).where(stream_events.c.conversation_id == conversation_id)
        with self._database.read() as session:
            return session.execute(query).scalar() or 0

    def _ring(self, conversation_id: str) -> None:
        with self._lock:
            for bell in self._bells.get(conversation_id, ()):
                bell.set()
