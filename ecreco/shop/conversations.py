"""Conversations: their state, their turns and who may write to them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ecreco.shop.columns import now
from ecreco.shop.database import Database, Row
from ecreco.shop.errors import CustomerError, NotFound, OperatorError
from ecreco.shop.stream import Stream, StreamEvent
from ecreco.shop.tables import conversations, turns

Speaker = Literal["assistant", "waiting", "staff"]
TurnStatus = Literal["running", "complete", "stopped", "failed"]


class StaleFence(OperatorError):
    """A write by a holder whose lease was taken over. Nothing was written; the holder must stop."""

    def __init__(self) -> None:
        super().__init__("Another holder speaks in this conversation now.", code="stale_fence", status=409)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation. token is there only when it was just started (the database keeps its digest).

    state: the assistant's own JSON document. fence: that of the newest lease. last_event: newest stream event.
    """

    conversation_id: str
    customer_id: str | None
    locale: str
    page: Any
    state: Mapping[str, Any]
    speaker: Speaker
    created_at: datetime
    holder: str | None = None
    fence: int = 0
    last_event: int = 0
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the customer and what became of it. result: the finished turn of the HTTP interface."""

    turn_id: str
    conversation_id: str
    client_message_id: str
    text: str
    status: TurnStatus
    result: Mapping[str, Any] | None = None
    stop_requested: bool = False
    started_at: datetime
    finished_at: datetime | None = None


class Conversations:
    """Conversations, turns and stream events, safe under several writers.

    A writer takes a lease and passes its `fence`; once somebody else took one, every write with the older
    fence raises StaleFence and writes nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stream = Stream(database)

    def start(self, customer_id: str | None = None, locale: str = "en", page: Any = None) -> Conversation:
        """Begin one. Its id and token cannot be guessed; the token is in this answer only."""
        token = secrets.token_urlsafe(32)
        row = {
            "conversation_id": secrets.token_urlsafe(18),
            "token_hash": _digest(token),
            "customer_id": customer_id,
            "locale": locale,
            "page": page,
            "state": {},
            "speaker": "assistant",
            "created_at": now(),
            "holder": None,
            "fence": 0,
            "last_event": 0,
            "turn_count": 0,
        }
        with self._database.write() as session:
            session.execute(insert(conversations).values(row))
        return replace(_conversation(row), token=token)

    def get(self, conversation_id: str) -> Conversation:
        """The conversation. Raises NotFound."""
        return _conversation(self._row(conversation_id))

    def authenticate(self, conversation_id: str, token: str) -> Conversation:
        """The conversation, if the token is its own; NotFound otherwise, so that nobody learns which ids exist."""
        row = self._row(conversation_id)
        if not hmac.compare_digest(row["token_hash"], _digest(token)):
            raise _unknown()
        return _conversation(row)

    def recent(self, limit: int = 50, *, customer_id: str | None = None) -> list[Conversation]:
        """The newest conversations, of one customer or of all."""
        query = select(conversations).order_by(conversations.c.created_at.desc()).limit(limit)
        if customer_id is not None:
            query = query.where(conversations.c.customer_id == customer_id)
        with self._database.read() as session:
            return [_conversation(row) for row in session.execute(query).mappings()]

    def identify(self, conversation_id: str, customer_id: str, *, session: Session | None = None) -> None:
        """The guest turned out to be this customer."""
        self._set(conversation_id, session, customer_id=customer_id)

    def set_speaker(self, conversation_id: str, speaker: Speaker, *, session: Session | None = None) -> None:
        """Who answers the customer now."""
        self._set(conversation_id, session, speaker=speaker)

    def take_lease(self, conversation_id: str, holder: str, *, session: Session | None = None) -> int:
        """Become the one who may write; returns the fence, higher each time.

        Raises CustomerError(code="staff_speaking") when the assistant asks while a staff member speaks.
        """
        with self._database.write(session) as current:
            row = _locked(current, conversation_id)
            if holder == "assistant" and row["speaker"] == "staff":
                raise CustomerError("A colleague is answering here.", code="staff_speaking", status=409)
            fence = int(row["fence"]) + 1
            _update(current, conversation_id, fence=fence, holder=holder)
        return fence

    def save_state(
        self, conversation_id: str, state: Mapping[str, Any], fence: int, *, session: Session | None = None
    ) -> None:
        """Replace the assistant's state. Raises StaleFence."""
        with self._database.write(session) as current:
            _check_fence(_locked(current, conversation_id), fence)
            _update(current, conversation_id, state=dict(state))

    def begin_turn(self, conversation_id: str, client_message_id: str, text: str) -> tuple[Turn, bool]:
        """The turn of this message, and whether it is new: the same `client_message_id` gives the same turn."""
        with self._database.write() as session:
            row = _locked(session, conversation_id)
            mine = (turns.c.conversation_id == conversation_id) & (turns.c.client_message_id == client_message_id)
            known = session.execute(select(turns).where(mine)).mappings().first()
            if known is not None:
                return _turn(known), False
            values = {
                "turn_id": secrets.token_urlsafe(12),
                "conversation_id": conversation_id,
                "client_message_id": client_message_id,
                "position": row["turn_count"] + 1,
                "text": text,
                "status": "running",
                "result": None,
                "stop_requested": False,
                "started_at": now(),
                "finished_at": None,
            }
            session.execute(insert(turns).values(values))
            _update(session, conversation_id, turn_count=row["turn_count"] + 1)
        return _turn(values), True

    def finish_turn(
        self,
        turn_id: str,
        status: TurnStatus,
        result: Mapping[str, Any] | None,
        fence: int | None = None,
        *,
        session: Session | None = None,
    ) -> Turn:
        """End a running turn. One that has ended already stays as it ended and is returned so.

        Raises NotFound, or StaleFence when a `fence` is given and is an old one.
        """
        with self._database.write(session) as current:
            conversation_id = self._turn_row(current, turn_id)["conversation_id"]
            row = _locked(current, conversation_id)
            if fence is not None:
                _check_fence(row, fence)
            running = (turns.c.turn_id == turn_id) & (turns.c.status == "running")
            ended = {"status": status, "result": None if result is None else dict(result), "finished_at": now()}
            current.execute(update(turns).where(running).values(ended))
            return _turn(self._turn_row(current, turn_id))

    def turn(self, turn_id: str) -> Turn:
        """The turn. Raises NotFound."""
        with self._database.read() as session:
            return _turn(self._turn_row(session, turn_id))

    def turns(self, conversation_id: str) -> list[Turn]:
        """The conversation's turns, oldest first."""
        query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.position)
        with self._database.read() as session:
            return [_turn(row) for row in session.execute(query).mappings()]

    def request_stop(self, conversation_id: str) -> bool:
        """Ask the running turns to stop; whether there was one."""
        running = (turns.c.conversation_id == conversation_id) & (turns.c.status == "running")
        with self._database.write() as session:
            statement = update(turns).where(running).values(stop_requested=True).returning(turns.c.turn_id)
            return bool(session.execute(statement).all())

    def stop_requested(self, turn_id: str) -> bool:
        """Whether this turn was asked to stop."""
        with self._database.read() as session:
            return bool(session.execute(select(turns.c.stop_requested).where(turns.c.turn_id == turn_id)).scalar())

    def recover(self, older_than: timedelta = timedelta(0)) -> list[str]:
        """Mark turns that a dead process left running as failed, tell their readers, and fence the dead one out.

        Called when the only server of a shop starts. With several servers give the longest a turn may take,
        so that a neighbour's living turn is left alone. Returns the turn ids.
        """
        lost = (turns.c.status == "running") & (turns.c.started_at <= now() - older_than)
        with self._database.read() as session:
            found = session.execute(select(turns.c.turn_id).where(lost).order_by(turns.c.started_at)).scalars().all()
        return [turn_id for turn_id in found if self._fail(turn_id)]

    def append_event(
        self,
        conversation_id: str,
        kind: str,
        data: Mapping[str, Any],
        fence: int | None = None,
        *,
        session: Session | None = None,
    ) -> StreamEvent:
        """Write the next stream event; its id is one higher than the last. Raises NotFound or StaleFence."""
        with self._database.write(session) as current:
            row = _locked(current, conversation_id)
            if fence is not None:
                _check_fence(row, fence)
            number = int(row["last_event"]) + 1
            _update(current, conversation_id, last_event=number)
            return self._stream.write(current, conversation_id, number, kind, data)

    def events_after(self, conversation_id: str, after: int = 0, limit: int | None = None) -> list[StreamEvent]:
        """The stream events with an id above `after`, in order."""
        return self._stream.after(conversation_id, after, limit)

    def wait(self, conversation_id: str, after: int, timeout: float) -> bool:
        """Block until there is an event above `after`; False when `timeout` seconds passed without one."""
        return self._stream.wait(conversation_id, after, timeout)

    def _fail(self, turn_id: str) -> bool:
        """Fail a turn unless it has ended by now."""
        with self._database.write() as session:
            conversation_id = self._turn_row(session, turn_id)["conversation_id"]
            self.take_lease(conversation_id, "recovery", session=session)
            if self._turn_row(session, turn_id)["status"] != "running":
                return False
            self.finish_turn(turn_id, "failed", None, session=session)
            data = {"turn_id": turn_id, "code": "turn_interrupted", "message": "Please send that again."}
            self.append_event(conversation_id, "error", data, session=session)
        return True

    def _row(self, conversation_id: str) -> Row:
        query = select(conversations).where(conversations.c.conversation_id == conversation_id)
        with self._database.read() as session:
            row = session.execute(query).mappings().first()
        if row is None:
            raise _unknown()
        return row

    def _turn_row(self, session: Session, turn_id: str) -> Row:
        row = session.execute(select(turns).where(turns.c.turn_id == turn_id)).mappings().first()
        if row is None:
            raise NotFound("There is no such turn.", code="unknown_turn")
        return row

    def _set(self, conversation_id: str, session: Session | None, **values: Any) -> None:
        with self._database.write(session) as current:
            _locked(current, conversation_id)
            _update(current, conversation_id, **values)


def _locked(session: Session, conversation_id: str) -> Row:
    """The row, held until the transaction ends, so that two writers number and fence one after the other."""
    query = select(conversations).where(conversations.c.conversation_id == conversation_id).with_for_update()
    row = session.execute(query).mappings().first()
    if row is None:
        raise _unknown()
    return row


def _update(session: Session, conversation_id: str, **values: Any) -> None:
    session.execute(update(conversations).where(conversations.c.conversation_id == conversation_id).values(values))


def _check_fence(row: Row, fence: int) -> None:
    if fence != row["fence"]:
        raise StaleFence


def _unknown() -> NotFound:
    return NotFound("There is no such conversation.", code="unknown_conversation")


def _digest(token: str) -> str:
    # The token has 256 random bits: a plain digest cannot be guessed back, a slow one would only cost.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _conversation(row: Row) -> Conversation:
    return Conversation(
        conversation_id=row["conversation_id"],
        customer_id=row["customer_id"],
        locale=row["locale"],
        page=row["page"],
        state=row["state"],
        speaker=row["speaker"],
        created_at=row["created_at"],
        holder=row["holder"],
        fence=row["fence"],
        last_event=row["last_event"],
    )


def _turn(row: Row) -> Turn:
    return Turn(
        turn_id=row["turn_id"],
        conversation_id=row["conversation_id"],
        client_message_id=row["client_message_id"],
        text=row["text"],
        status=row["status"],
        result=row["result"],
        stop_requested=row["stop_requested"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )
