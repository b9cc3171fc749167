"""Bringing a shop's database to the tables this code knows, safely when two processes open it at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from ecreco.shop.database import Database
from ecreco.shop.database_errors import translated
from ecreco.shop.errors import OperatorError

HEAD = "0001"  # the newest of migrations/versions; a test holds it
_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database, folder: Path) -> None:
    """Upgrade to HEAD. Raises OperatorError(code="newer_database") when the database is ahead of this code."""
    with translated(database.where), _file_lock(folder / ".migrating"):
        with database.engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with database.write() as session:
            database.serialise(session, "migrate")
            connection = session.connection()
            revision = _revision(connection)  # another process may have done it while this one waited
            if revision != HEAD:
                _refuse_newer(revision, database.where)
                config = alembic_config()
                config.attributes["connection"] = connection
                command.upgrade(config, HEAD)


def alembic_config() -> Config:
    """Alembic's configuration, made in code: the scripts are inside the package."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _refuse_newer(revision: str | None, where: str) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise OperatorError(
            f"{where} was written by a newer version of Ecreco (revision {revision}); update this installation.",
            code="newer_database",
        )


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    """Turning a fresh file to WAL is the one step SQLite's own waiting does not cover."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
