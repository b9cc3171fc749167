"""One shop's database: engines, transactions, and plain sentences for what can go wrong with it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import Engine, RowMapping, create_engine, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from ecreco.shop.database_errors import translated
from ecreco.shop.errors import OperatorError

BUSY_SECONDS = 30.0
Row = RowMapping | dict[str, Any]  # a row that was read, or one about to be written


class Database:
    """Reads and writes of one shop, safe to share between threads.

    `write()` opens a transaction, or joins the one this thread is already in, so that an effect made of several
    writes is one transaction. SQLite takes its write lock with the first statement, a read included (`BEGIN
    IMMEDIATE`): what was read inside a write is still true when it commits.
    """

    def __init__(self, engine: Engine, where: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.engine = engine
        self._busy_seconds = busy_seconds
        self.where = where
        self.dialect: Literal["sqlite", "postgresql"] = cast(Any, engine.dialect.name)
        self._write_engine = engine.execution_options(ecreco_begin="BEGIN IMMEDIATE")
        # SQLite's own waiting polls and is unfair; threads of one process queue here first.
        self._writer: threading.Lock | None = threading.Lock() if self.dialect == "sqlite" else None
        self._local = threading.local()

    @contextmanager
    def read(self, session: Session | None = None) -> Iterator[Session]:
        """A consistent view; inside a write of this thread, that write's own view."""
        session = session or self._current
        if session is not None:
            yield session
            return
        with translated(self.where), Session(self.engine, autoflush=False) as fresh:
            yield fresh

    @contextmanager
    def write(self, session: Session | None = None) -> Iterator[Session]:
        """One transaction: all of it on leaving, nothing of it on an error."""
        session = session or self._current
        if session is not None:
            yield session
            return
        with self._turn_to_write(), translated(self.where):
            self._local.after_commit = []
            try:
                with Session(self._write_engine, autoflush=False) as fresh, fresh.begin():
                    self._local.session = fresh
                    yield fresh
            finally:
                self._local.session = None
        for callback in self._local.after_commit:
            callback()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call back when what this thread is writing stands in the database; never if it is rolled back."""
        if self._current is None:
            raise RuntimeError("after_commit is for what is called inside write()")
        self._local.after_commit.append(callback)

    def serialise(self, session: Session, name: str) -> None:
        """Let one transaction at a time past this point (SQLite: `write()` did already)."""
        if self.dialect == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"ecreco.{name}"})

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @property
    def _current(self) -> Session | None:
        return cast("Session | None", getattr(self._local, "session", None))

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self._writer is None:
            yield
            return
        if not self._writer.acquire(timeout=self._busy_seconds):
            raise OperatorError(f"{self.where} is busy with another write.", code="database_busy", status=503)
        try:
            yield
        finally:
            self._writer.release()


def sqlite_database(path: Path, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The SQLite file at `path`, made when it is not there. The folder must exist.

    busy_seconds: how long a write waits for another one before it gives up.
    """
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        pool_size=8,
        max_overflow=56,
        pool_timeout=BUSY_SECONDS,
        json_serializer=_to_json,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins transactions below, so that DDL is inside them too
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("ecreco_begin", "BEGIN"))

    return Database(engine, f"The database {path}", busy_seconds)


def postgresql_database(url: str) -> Database:
    """The PostgreSQL database a URL names (postgres://, postgresql:// or postgresql+psycopg://)."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise OperatorError("ECRECO_DATABASE_URL is not a database URL.", code="bad_database_url") from error
    if parsed.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise OperatorError(
            f"ECRECO_DATABASE_URL starts with {parsed.drivername}://; write postgresql://user@host/database,"
            " or leave it unset for SQLite.",
            code="bad_database_url",
        )
    parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed,
        connect_args={"connect_timeout": 10},
        pool_size=8,
        max_overflow=56,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        json_serializer=_to_json,
    )
    return Database(engine, f"The database {parsed.host or 'localhost'}/{parsed.database}")


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
