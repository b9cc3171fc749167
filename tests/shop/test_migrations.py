"""The migrations build exactly the tables the code knows, and refuse what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ecreco.shop import migrate
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from ecreco.shop.tables import metadata


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migrate.alembic_config()).get_current_head() == migrate.HEAD


def test_migrations_and_tables_agree(store: Shop) -> None:
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_down_and_up_again(store: Shop) -> None:
    config = migrate.alembic_config()
    with store.database.write() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "base")
    with store.database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.migrate(store.database, store.folder)
    assert store.catalog.count() == 0


def test_a_newer_database_is_refused_and_left_alone(store: Shop, store_settings: Settings) -> None:
    with store.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(OperatorError, match="newer version of Ecreco") as caught:
        Shop.open("test", store_settings)
    assert caught.value.code == "newer_database"
    with store.transaction() as session:
        found = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert found == "9999"


def test_a_migration_that_fails_leaves_no_tables(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_break(config: object, revision: str) -> None:
        real(config, revision)  # type: ignore[arg-type]
        raise OSError("power cut")

    real = command.upgrade
    monkeypatch.setattr(command, "upgrade", upgrade_and_break)
    with pytest.raises(OSError, match="power cut"):
        Shop.open("lamps", settings, create=True)
    monkeypatch.undo()
    with Shop.open("lamps", settings) as shop:
        assert shop.catalog.count() == 0


def test_scripts_are_inside_the_package() -> None:
    assert (Path(migrate.__file__).parent / "migrations" / "script.py.mako").is_file()
