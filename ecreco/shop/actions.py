"""Writes that happen exactly once: first a pending action that waits for a yes, then a receipt."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from ecreco.shop.columns import now
from ecreco.shop.database import Database, Row
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.tables import pending_actions, receipts

ActionStatus = Literal["waiting", "declined", "done"]
Effect = Callable[[Session], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAction:
    """A write that waits for the customer's yes to exactly these arguments."""

    action_id: str
    conversation_id: str
    action: str
    arguments: Mapping[str, Any]
    summary: str
    status: ActionStatus
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A write that was done. data: what the effect returned. replayed: it had been done before this call."""

    action_id: str
    action: str
    record_id: str | None
    data: Mapping[str, Any]
    at: datetime
    replayed: bool = False


class Actions:
    """Pending confirmations and receipts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(
        self,
        action_id: str,
        conversation_id: str,
        action: str,
        arguments: Mapping[str, Any],
        summary: str,
        expires_at: datetime,
    ) -> PendingAction:
        """Let a write wait for its yes. The same `action_id` again returns what was reserved first."""
        row = {
            "action_id": action_id,
            "conversation_id": conversation_id,
            "action": action,
            "arguments": dict(arguments),
            "summary": summary,
            "status": "waiting",
            "created_at": now(),
            "expires_at": expires_at,
        }
        with self._database.write() as session:
            statement = self._insert(pending_actions).values(row)
            session.execute(statement.on_conflict_do_nothing(index_elements=["action_id"]))
            return _pending(self._row(session, action_id))

    def get(self, action_id: str) -> PendingAction:
        """The pending action, whatever became of it. Raises NotFound."""
        with self._database.read() as session:
            return _pending(self._row(session, action_id))

    def waiting(self, conversation_id: str) -> list[PendingAction]:
        """What still waits for a yes and has not expired, newest first."""
        query = select(pending_actions).where(
            pending_actions.c.conversation_id == conversation_id,
            pending_actions.c.status == "waiting",
            pending_actions.c.expires_at > now(),
        )
        with self._database.read() as session:
            rows = session.execute(query.order_by(pending_actions.c.created_at.desc())).mappings().all()
        return [_pending(row) for row in rows]

    def decline(self, action_id: str) -> PendingAction:
        """The customer said no (or something else). Raises NotFound; what is done stays done."""
        waiting = (pending_actions.c.action_id == action_id) & (pending_actions.c.status == "waiting")
        with self._database.write() as session:
            session.execute(update(pending_actions).where(waiting).values(status="declined"))
            return _pending(self._row(session, action_id))

    def run(
        self, business_key: str, action: str, conversation_id: str, effect: Effect, *, action_id: str | None = None
    ) -> Receipt:
        """Do a write once: the effect and its receipt are one transaction.

        business_key: what the write means (order, lines, amount, kind); a key that has a receipt returns it
        with `replayed` and the effect is not called. effect: writes with the session it is given and returns
        JSON facts, `record_id` among them. action_id: the pending action this answers; CustomerError
        (`action_expired`, `action_declined`, `action_done`) when it may not be done any more. An error of the effect
        rolls everything back, and the key stays free.
        """
        receipt_id = action_id or secrets.token_urlsafe(12)
        with self._database.write() as session:
            if not self._claim(session, business_key, action, conversation_id, receipt_id):
                return _receipt(self._receipt_row(session, business_key), replayed=True)
            if action_id is not None:
                self._use(session, action_id)
            data = dict(effect(session))
            values = {"data": data, "record_id": data.get("record_id")}
            session.execute(update(receipts).where(receipts.c.business_key == business_key).values(values))
            return _receipt(self._receipt_row(session, business_key), replayed=False)

    def receipt(self, business_key: str) -> Receipt | None:
        """The receipt of a write, None while it was not done."""
        with self._database.read() as session:
            row = session.execute(select(receipts).where(receipts.c.business_key == business_key)).mappings().first()
        return None if row is None else _receipt(row, replayed=True)

    def receipts(self, conversation_id: str) -> list[Receipt]:
        """What was done in a conversation, oldest first."""
        query = select(receipts).where(receipts.c.conversation_id == conversation_id).order_by(receipts.c.at)
        with self._database.read() as session:
            return [_receipt(row, replayed=True) for row in session.execute(query).mappings()]

    def _insert(self, table: Any) -> Any:
        return (insert_postgresql if self._database.dialect == "postgresql" else insert_sqlite)(table)

    def _claim(self, session: Session, business_key: str, action: str, conversation_id: str, action_id: str) -> bool:
        """Write the empty receipt. A second claimer waits here for the first to commit or roll back."""
        row: dict[str, Any] = {
            "business_key": business_key,
            "action_id": action_id,
            "action": action,
            "conversation_id": conversation_id,
            "record_id": None,
            "data": {},
            "at": now(),
        }
        statement = self._insert(receipts).values(row).on_conflict_do_nothing(index_elements=["business_key"])
        return session.execute(statement.returning(receipts.c.business_key)).first() is not None

    def _use(self, session: Session, action_id: str) -> None:
        pending = _pending(self._row(session, action_id, lock=True))
        if pending.status == "declined":
            raise CustomerError("That was declined; please ask for it again.", code="action_declined", status=409)
        if pending.status == "done":
            raise CustomerError("That was done already.", code="action_done", status=409)
        if pending.expires_at <= now():
            raise CustomerError("That question has expired; please ask again.", code="action_expired", status=409)
        done = update(pending_actions).where(pending_actions.c.action_id == action_id).values(status="done")
        session.execute(done)

    def _row(self, session: Session, action_id: str, *, lock: bool = False) -> Row:
        query = select(pending_actions).where(pending_actions.c.action_id == action_id)
        row = session.execute(query.with_for_update() if lock else query).mappings().first()
        if row is None:
            raise NotFound("There is no such action.", code="unknown_action")
        return row

    def _receipt_row(self, session: Session, business_key: str) -> Row:
        return session.execute(select(receipts).where(receipts.c.business_key == business_key)).mappings().one()


def _pending(row: Row) -> PendingAction:
    return PendingAction(
        action_id=row["action_id"],
        conversation_id=row["conversation_id"],
        action=row["action"],
        arguments=row["arguments"],
        summary=row["summary"],
        status=row["status"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def _receipt(row: Row, *, replayed: bool) -> Receipt:
    return Receipt(
        action_id=row["action_id"],
        action=row["action"],
        record_id=row["record_id"],
        data=row["data"],
        at=row["at"],
        replayed=replayed,
    )
