"""Thumbs up and down on turns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, insert, select

from ecreco.shop.columns import now
from ecreco.shop.database import Database
from ecreco.shop.errors import NotFound
from ecreco.shop.tables import feedback, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackEntry:
    """What a customer thought of one turn."""

    conversation_id: str
    turn_id: str
    value: Literal["up", "down"]
    words: str
    at: datetime


_FIELDS = tuple(field.name for field in fields(FeedbackEntry))


class Feedback:
    """One opinion a turn; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation_id: str, turn_id: str, value: Literal["up", "down"], words: str = "") -> FeedbackEntry:
        """Write it, in place of an earlier opinion on the same turn. Raises NotFound: no such turn here."""
        entry = FeedbackEntry(conversation_id=conversation_id, turn_id=turn_id, value=value, words=words, at=now())
        here = (feedback.c.conversation_id == conversation_id) & (feedback.c.turn_id == turn_id)
        with self._database.write() as session:
            self._database.serialise(session, f"feedback.{conversation_id}")
            known = select(turns.c.turn_id).where(
                turns.c.turn_id == turn_id, turns.c.conversation_id == conversation_id
            )
            if session.execute(known).first() is None:
                raise NotFound("There is no such turn.", code="unknown_turn")
            session.execute(delete(feedback).where(here))
            session.execute(insert(feedback).values({name: getattr(entry, name) for name in _FIELDS}))
        return entry

    def list(self, *, conversation_id: str | None = None, since: datetime | None = None) -> list[FeedbackEntry]:
        """Opinions, oldest first, of one conversation or of all."""
        query = select(feedback).order_by(feedback.c.at)
        if conversation_id is not None:
            query = query.where(feedback.c.conversation_id == conversation_id)
        if since is not None:
            query = query.where(feedback.c.at >= since)
        with self._database.read() as session:
            return [FeedbackEntry(**{name: row[name] for name in _FIELDS}) for row in session.execute(query).mappings()]
