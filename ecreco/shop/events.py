"""What customers did: views, searches, purchases and the rest, written once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from ecreco.shop.database import Database
from ecreco.shop.record_store import BATCH, PAGE
from ecreco.shop.records import Event, EventKind
from ecreco.shop.tables import events

_FIELDS = tuple(field.name for field in fields(Event))


class Events:
    """Behaviour, by time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, new: Iterable[Event], *, session: Session | None = None) -> int:
        """Write those whose `event_id` is not there yet; returns how many that were."""
        rows = iter(new)
        written = 0
        while batch := [_row(event) for event in islice(rows, BATCH)]:
            with self._database.write(session) as current:
                make = insert_postgresql if self._database.dialect == "postgresql" else insert_sqlite
                statement = make(events).on_conflict_do_nothing(index_elements=["event_id"])
                result = current.connection().execute(statement.returning(events.c.event_id), batch)
                written += len(result.all())
        return written

    def of(
        self,
        customer_id: str | None = None,
        kinds: Sequence[EventKind] | None = None,
        since: datetime | None = None,
    ) -> Iterator[Event]:
        """Events by time, read page by page; None does not restrict. since: from this instant on."""
        where: list[ColumnElement[bool]] = []
        if customer_id is not None:
            where.append(events.c.customer_id == customer_id)
        if kinds is not None:
            where.append(events.c.kind.in_(list(kinds)))
        if since is not None:
            where.append(events.c.at >= since)
        yield from self._paged(where)

    def count(self) -> int:
        """How many events there are."""
        with self._database.read() as session:
            return int(session.execute(select(func.count()).select_from(events)).scalar_one())

    def counts(self, kind: EventKind, since: datetime | None = None) -> dict[str, int]:
        """product_id → how many events of this kind it had; the simplest popularity."""
        query = select(events.c.product_id, func.count()).where(events.c.kind == kind, events.c.product_id.is_not(None))
        if since is not None:
            query = query.where(events.c.at >= since)
        with self._database.read() as session:
            return {row[0]: row[1] for row in session.execute(query.group_by(events.c.product_id))}

    def _paged(self, where: list[ColumnElement[bool]]) -> Iterator[Event]:
        after: list[ColumnElement[bool]] = []
        while True:
            query = select(events).where(*where, *after).order_by(events.c.at, events.c.event_id).limit(PAGE)
            with self._database.read() as session:
                page = session.execute(query).mappings().all()
            for row in page:
                yield Event(**{name: row[name] for name in _FIELDS})
            if len(page) < PAGE:
                return
            at, event_id = page[-1]["at"], page[-1]["event_id"]
            after = [or_(events.c.at > at, and_(events.c.at == at, events.c.event_id > event_id))]


def _row(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in _FIELDS}
