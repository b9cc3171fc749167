"""The queue of customers who wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ecreco.shop.columns import now
from ecreco.shop.conversations import Conversations
from ecreco.shop.database import Database, Row
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.tables import handoffs


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One wish for a person. queue_position: 1 is next; 0 once a person took it or it is closed."""

    handoff_id: int
    conversation_id: str
    reason: str
    status: Literal["waiting", "taken", "closed"]
    queue_position: int
    staff: str | None
    opened_at: datetime
    taken_at: datetime | None = None
    closed_at: datetime | None = None


class Handoffs:
    """First come, first served; a conversation stands in the queue once. Each step sets who speaks."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations

    def open(self, conversation_id: str, reason: str, *, session: Session | None = None) -> Handoff:
        """Join the queue, or return the place the conversation has already. Raises NotFound."""
        with self._database.write(session) as current:
            self._database.serialise(current, "handoffs")
            known = self._open_row(current, conversation_id)
            if known is None:
                self._conversations.set_speaker(conversation_id, "waiting", session=current)
                values = {
                    "conversation_id": conversation_id,
                    "reason": reason,
                    "status": "waiting",
                    "opened_at": now(),
                }
                current.execute(insert(handoffs).values(values))
                known = self._open_row(current, conversation_id)
                assert known is not None  # written a line above, in this transaction
            return _handoff(known, self._position(current, known))

    def of(self, conversation_id: str) -> Handoff | None:
        """The conversation's open hand-off, None when it has none."""
        with self._database.read() as session:
            row = self._open_row(session, conversation_id)
            return None if row is None else _handoff(row, self._position(session, row))

    def waiting(self) -> list[Handoff]:
        """Who waits, first come first."""
        query = select(handoffs).where(handoffs.c.status == "waiting").order_by(handoffs.c.handoff_id)
        with self._database.read() as session:
            rows = session.execute(query).mappings().all()
        return [_handoff(row, place) for place, row in enumerate(rows, start=1)]

    def taken(self, staff: str | None = None) -> list[Handoff]:
        """Conversations a person speaks in now, of one staff member or of all."""
        query = select(handoffs).where(handoffs.c.status == "taken").order_by(handoffs.c.handoff_id)
        if staff is not None:
            query = query.where(handoffs.c.staff == staff)
        with self._database.read() as session:
            return [_handoff(row, 0) for row in session.execute(query).mappings()]

    def take(self, handoff_id: int, staff: str) -> Handoff:
        """A person takes it: they speak from now on, and the assistant's lease ends.

        Raises NotFound, or CustomerError(code="already_taken") when a colleague was faster.
        """
        with self._database.write() as session:
            row = self._row(session, handoff_id)
            if row["status"] != "waiting" and (row["status"], row["staff"]) != ("taken", staff):
                raise CustomerError("A colleague has taken this conversation.", code="already_taken", status=409)
            if row["status"] == "waiting":
                self._write(session, handoff_id, status="taken", staff=staff, taken_at=now())
                self._conversations.set_speaker(row["conversation_id"], "staff", session=session)
                self._conversations.take_lease(row["conversation_id"], f"staff:{staff}", session=session)
            return _handoff(self._row(session, handoff_id), 0)

    def close(self, handoff_id: int) -> Handoff:
        """Done (or given up): the assistant speaks again. Closing twice is closing once. Raises NotFound."""
        with self._database.write() as session:
            row = self._row(session, handoff_id)
            if row["status"] != "closed":
                self._write(session, handoff_id, status="closed", closed_at=now())
                self._conversations.take_lease(row["conversation_id"], "desk", session=session)
                self._conversations.set_speaker(row["conversation_id"], "assistant", session=session)
            return _handoff(self._row(session, handoff_id), 0)

    def _row(self, session: Session, handoff_id: int) -> Row:
        query = select(handoffs).where(handoffs.c.handoff_id == handoff_id).with_for_update()
        row = session.execute(query).mappings().first()
        if row is None:
            raise NotFound("There is no such hand-off.", code="unknown_handoff")
        return row

    def _open_row(self, session: Session, conversation_id: str) -> Row | None:
        query = select(handoffs).where(handoffs.c.conversation_id == conversation_id, handoffs.c.status != "closed")
        return session.execute(query).mappings().first()

    def _position(self, session: Session, row: Row) -> int:
        if row["status"] != "waiting":
            return 0
        ahead = select(func.count()).where(handoffs.c.status == "waiting", handoffs.c.handoff_id <= row["handoff_id"])
        return int(session.execute(ahead).scalar_one())

    def _write(self, session: Session, handoff_id: int, **values: Any) -> None:
        session.execute(update(handoffs).where(handoffs.c.handoff_id == handoff_id).values(values))


def _handoff(row: Row, position: int) -> Handoff:
    return Handoff(
        handoff_id=row["handoff_id"],
        conversation_id=row["conversation_id"],
        reason=row["reason"],
        status=row["status"],
        queue_position=position,
        staff=row["staff"],
        opened_at=row["opened_at"],
        taken_at=row["taken_at"],
        closed_at=row["closed_at"],
    )
