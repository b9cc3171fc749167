"""What tests of every room share: settings with a home of their own, and empty shops."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

_POSTGRESQL = os.environ.get("ECRECO_TEST_DATABASE_URL", "postgresql://root@127.0.0.1:5432/postgres")


@pytest.fixture(autouse=True)
def _subnormal_floats() -> None:
    """Models flush subnormal floats to zero in their thread; hypothesis needs these floats to draw from."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_flush_denormal(False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """SQLite in a folder of this test."""
    return Settings(home=tmp_path / "var", database_url=None, chroma_url=None)


@pytest.fixture
def shop(settings: Settings) -> Iterator[Shop]:
    """An empty shop in SQLite."""
    with Shop.open("test", settings, create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A throw-away PostgreSQL database; skips, with the reason, where no server runs."""
    name = f"ecreco_test_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(_POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {_POSTGRESQL.rpartition('@')[2]}: {str(error).splitlines()[0]}")
    with server:
        server.execute(f"CREATE DATABASE {name}")
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")  # nothing here outlives the session
        try:
            yield f"{_POSTGRESQL.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_settings(postgresql_url: str, tmp_path: Path) -> Iterator[Settings]:
    """PostgreSQL in a schema of this test."""
    schema = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {schema}")
        yield Settings(
            home=tmp_path / "var", database_url=f"{postgresql_url}?options=-csearch_path%3D{schema}", chroma_url=None
        )
        server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings for each database engine."""
    name = "settings" if request.param == "sqlite" else "postgresql_settings"
    found = request.getfixturevalue(name)
    assert isinstance(found, Settings)
    return found


@pytest.fixture
def store(store_settings: Settings) -> Iterator[Shop]:
    """An empty shop, once in SQLite and once in PostgreSQL."""
    with Shop.open("test", store_settings, create=True) as opened:
        yield opened
