"""Which files were imported, when, and what came of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from ecreco.shop.columns import now
from ecreco.shop.database import Database
from ecreco.shop.tables import import_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import of one file. finished_at None: it did not come to its end."""

    run_id: str
    source: str
    file_hash: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, Any]


_FIELDS = tuple(field.name for field in fields(ImportRun))


class ImportRuns:
    """The log of imports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self,
        source: str,
        file_hash: str,
        counts: Mapping[str, Any],
        *,
        started_at: datetime | None = None,
        finished_at: datetime | None = None,
    ) -> ImportRun:
        """Write down a run that ended (finished_at: now unless given)."""
        at = now()
        run = ImportRun(
            run_id=secrets.token_hex(8),
            source=source,
            file_hash=file_hash,
            started_at=started_at or at,
            finished_at=finished_at or at,
            counts=dict(counts),
        )
        with self._database.write() as session:
            session.execute(insert(import_runs).values({name: getattr(run, name) for name in _FIELDS}))
        return run

    def of_hash(self, file_hash: str) -> ImportRun | None:
        """The newest run of a file with this content, None if there was none."""
        query = select(import_runs).where(import_runs.c.file_hash == file_hash)
        with self._database.read() as session:
            row = session.execute(query.order_by(import_runs.c.started_at.desc()).limit(1)).mappings().first()
        return None if row is None else ImportRun(**{name: row[name] for name in _FIELDS})

    def all(self) -> list[ImportRun]:
        """Every run, newest first."""
        query = select(import_runs).order_by(import_runs.c.started_at.desc())
        with self._database.read() as session:
            return [ImportRun(**{name: row[name] for name in _FIELDS}) for row in session.execute(query).mappings()]
