"""What the stores of imported records share: idempotent batches, paged reads, a version for the indexes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from ecreco.shop.database import Database, Row
from ecreco.shop.errors import NotFound
from ecreco.shop.tables import versions

R = TypeVar("R")
BATCH = 2_000  # records in one transaction of an upsert: short enough that a serving shop hardly waits
PAGE = 1_000  # records a paged read holds in memory
_IDS = 500  # ids in one IN (...)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an upsert did, in records. An id given twice counts once; its last content stands."""

    added: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            added=self.added + other.added, changed=self.changed + other.changed, same=self.same + other.same
        )

    @property
    def any(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.changed)


class RecordStore(Generic[R]):
    """Records of one kind in one table, found by id."""

    table: ClassVar[Table]
    key: ClassVar[str]
    noun: ClassVar[str]

    def __init__(self, database: Database) -> None:
        self._database = database

    def _to_row(self, record: R) -> dict[str, Any]:
        raise NotImplementedError

    def _from_row(self, row: Row) -> R:
        raise NotImplementedError

    def get(self, record_id: str, *, session: Session | None = None, lock: bool = False) -> R:
        """The record. `lock` holds it against other writers until the transaction ends. Raises NotFound."""
        found = self.find(record_id, session=session, lock=lock)
        if found is None:
            raise NotFound(f"There is no {self.noun} {record_id[:80]!r}.", code=f"unknown_{self.noun}")
        return found

    def find(self, record_id: str, *, session: Session | None = None, lock: bool = False) -> R | None:
        """The record, or None."""
        query = select(self.table).where(self._key == record_id)
        with self._database.read(session) as current:
            row = current.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else self._from_row(row)

    def many(self, ids: Sequence[str]) -> list[R]:
        """The records in the given order; unknown ids are left out."""
        found: dict[str, R] = {}
        with self._database.read() as session:
            for chunk in _chunks(dict.fromkeys(ids), _IDS):
                for row in session.execute(select(self.table).where(self._key.in_(chunk))).mappings():
                    found[row[self.key]] = self._from_row(row)
        return [found[record_id] for record_id in ids if record_id in found]

    def upsert(self, records: Iterable[R], *, session: Session | None = None) -> Changes:
        """Add the new, change the different, leave the same.

        Each batch of 2,000 is one transaction; inside `Shop.transaction()` (or with `session`) all are one.
        """
        changes = Changes()
        for batch in _chunks(records, BATCH):
            changes += self._upsert_batch(batch, session)
        return changes

    def version(self) -> str:
        """A value that is different whenever the records are; the same history gives the same value."""
        with self._database.read() as session:
            return self._version(session)

    def fingerprints(self) -> dict[str, str]:
        """id → digest of the record's content, to see cheaply what a turn changed."""
        with self._database.read() as session:
            return {row[0]: row[1] for row in session.execute(select(self._key, self.table.c.hash))}

    @property
    def _key(self) -> Column[str]:
        return self.table.c[self.key]

    def _paged(self, *where: ColumnElement[bool]) -> Iterator[R]:
        """Every matching record by id. Each page is a read of its own, so a slow reader blocks nobody."""
        last: str | None = None
        while True:
            query = select(self.table).where(*where).order_by(self._key).limit(PAGE)
            page = self._rows(query if last is None else query.where(self._key > last))
            yield from map(self._from_row, page)
            if len(page) < PAGE:
                return
            last = page[-1][self.key]

    def _rows(self, query: Select[Any], session: Session | None = None) -> Sequence[Row]:
        with self._database.read(session) as current:
            return current.execute(query).mappings().all()

    def _count(self, *where: ColumnElement[bool]) -> int:
        with self._database.read() as session:
            return int(session.execute(select(func.count()).select_from(self.table).where(*where)).scalar_one())

    def _upsert_batch(self, batch: Sequence[R], session: Session | None) -> Changes:
        rows = {row[self.key]: row for row in map(self._to_row, batch)}
        for row in rows.values():
            row["hash"] = content_hash(row)
        with self._database.write(session) as current:
            self._database.serialise(current, self.table.name)
            known = self._known_hashes(current, list(rows))
            added = [row for key, row in rows.items() if key not in known]
            changed = [row for key, row in rows.items() if key in known and known[key] != row["hash"]]
            if added:
                current.execute(insert(self.table), added)
            if changed:
                self._update(current, changed)
            if added or changed:
                self._move_version(current, [row["hash"] for row in (*added, *changed)])
        return Changes(added=len(added), changed=len(changed), same=len(rows) - len(added) - len(changed))

    def _known_hashes(self, session: Session, ids: Sequence[str]) -> dict[str, str]:
        known: dict[str, str] = {}
        for chunk in _chunks(ids, _IDS):
            query = select(self._key, self.table.c.hash).where(self._key.in_(chunk))
            known.update((row[0], row[1]) for row in session.execute(query))
        return known

    def _update(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != self.key}
        statement = update(self.table).where(self._key == bindparam("which")).values(values)
        renamed = [{"which": row[self.key], **{f"new_{name}": row[name] for name in values}} for row in rows]
        session.connection().execute(statement, renamed)

    def _version(self, session: Session) -> str:
        query = select(versions.c.value).where(versions.c.name == self.table.name)
        return session.execute(query).scalar() or "empty"

    def _move_version(self, session: Session, hashes: Sequence[str]) -> None:
        chained = hashlib.sha256("".join((self._version(session), *sorted(hashes))).encode()).hexdigest()[:20]
        set_version(session, self.table.name, chained)


def set_version(session: Session, name: str, value: str) -> None:
    """Write a table's version."""
    known = session.execute(select(versions.c.name).where(versions.c.name == name)).first()
    if known is None:
        session.execute(insert(versions).values(name=name, value=value))
    else:
        session.execute(update(versions).where(versions.c.name == name).values(value=value))


def content_hash(row: Mapping[str, Any]) -> str:
    """Digest of a row's content, the same for the same content in any process."""
    text = json.dumps(row, sort_keys=True, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
