"""A consistent copy of a shop's database while it serves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert, select

from ecreco.shop.database import Database, sqlite_database
from ecreco.shop.database_errors import translated
from ecreco.shop.migrate import migrate
from ecreco.shop.tables import metadata

_ROWS = 1_000


def copy_database(source: Database, target: Path) -> Database:
    """Copy into a new SQLite file. A copy that fails leaves no file behind."""
    copy = sqlite_database(target)
    try:
        if source.dialect == "sqlite":
            _back_up(source, target)
        else:
            migrate(copy, target.parent)
            _transfer(source, copy)
    except BaseException:
        copy.close()
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        raise
    return copy


def _back_up(source: Database, target: Path) -> None:
    with (
        translated(f"The copy {target}"),
        source.engine.connect() as connection,
        closing(sqlite3.connect(target)) as to,
    ):
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.backup(to)


def _transfer(source: Database, copy: Database) -> None:
    """Row by row from another engine, from one snapshot, parents before children."""
    snapshot = source.engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(source.where), snapshot.connect() as connection, copy.write() as session:
        for table in metadata.sorted_tables:
            rows = connection.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
            for page in rows.partitions():
                session.execute(insert(table), [dict(row) for row in page])
