"""What goes wrong with a database is one plain sentence, and nothing is half-written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ecreco.shop.database import postgresql_database, sqlite_database
from ecreco.shop.database_errors import operator_error
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import FILE, Shop
from tests.shop.samples import product


def test_a_full_disk_keeps_what_was_there(shop: Shop) -> None:
    shop.catalog.upsert([product(1)])
    version = shop.catalog.version()

    def fill() -> None:
        with shop.transaction() as session:
            session.connection().exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite raises it to the present size
            shop.catalog.upsert(product(n, description="long " * 2_000) for n in range(2, 200))

    with pytest.raises(OperatorError, match="disk is full") as caught:
        fill()
    assert caught.value.code == "disk_full"
    assert (shop.catalog.count(), shop.catalog.version()) == (1, version)
    with shop.transaction() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1073741823")
    shop.catalog.upsert([product(2)])
    assert shop.catalog.count() == 2


def test_a_read_only_database_says_so(shop: Shop) -> None:
    def write() -> None:
        with shop.transaction() as session:
            session.connection().exec_driver_sql("PRAGMA query_only = ON")
            shop.catalog.upsert([product(1)])

    with pytest.raises(OperatorError, match="read-only") as caught:
        write()
    assert caught.value.code == "database_read_only"


def test_a_database_another_process_writes_to_is_busy_not_broken(shop: Shop) -> None:
    path = shop.folder / FILE
    impatient = sqlite_database(path, busy_seconds=0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperatorError, match="busy") as caught, impatient.write() as session:
            session.connection()
        other.execute("ROLLBACK")
    assert (caught.value.code, caught.value.status) == ("database_busy", 503)
    with impatient.write() as session:
        session.connection()
    impatient.close()


def test_a_thread_that_writes_too_long_is_not_waited_for_forever(shop: Shop) -> None:
    impatient = sqlite_database(shop.folder / FILE, busy_seconds=0.1)
    assert impatient._writer is not None
    with impatient._writer, pytest.raises(OperatorError, match="busy"), impatient.write():
        pass
    impatient.close()


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a database at all" * 100, b"<html></html>" * 100])
def test_a_file_that_is_no_database_is_named(settings: Settings, content: bytes) -> None:
    folder = settings.shops / "lamps"
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(content)
    with pytest.raises(OperatorError, match="not a database file") as caught:
        Shop.open("lamps", settings)
    assert caught.value.code == "database_corrupt"
    assert str(folder / FILE) in caught.value.message
    assert (folder / FILE).read_bytes() == content


def test_a_damaged_database_is_named(settings: Settings) -> None:
    with Shop.open("lamps", settings, create=True) as shop:
        shop.catalog.upsert(product(n) for n in range(500))
    path = settings.shops / "lamps" / FILE
    raw = bytearray(path.read_bytes())
    raw[8_192:] = b"\xff" * (len(raw) - 8_192)
    path.write_bytes(raw)

    def use() -> None:
        with Shop.open("lamps", settings) as opened:
            list(opened.catalog.all())

    with pytest.raises(OperatorError) as caught:
        use()
    assert caught.value.code == "database_corrupt"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(OperatorError) as caught:
        Shop.open("lamps", Settings(home=tmp_path / "var", database_url=None), create=True)
    assert caught.value.code == "bad_folder"


def test_a_number_no_database_holds_is_refused(store: Shop) -> None:
    with pytest.raises(OperatorError) as caught:
        store.catalog.upsert([product(1), product(2, price=10**30)])
    assert caught.value.code == "value_out_of_range"
    assert store.catalog.count() == 0


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://shop:secret@127.0.0.1:1/lamps"
    with pytest.raises(OperatorError, match="cannot be reached") as caught:
        Shop.open("lamps", Settings(home=tmp_path, database_url=url))
    assert caught.value.code == "database_unreachable"
    assert "secret" not in caught.value.message


def test_a_missing_database_is_named(postgresql_url: str, tmp_path: Path) -> None:
    url = f"{postgresql_url.rpartition('/')[0]}/no_such_database_here"
    with pytest.raises(OperatorError, match="does not exist") as caught:
        Shop.open("lamps", Settings(home=tmp_path, database_url=url))
    assert caught.value.code == "database_unreachable"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_one_driver(scheme: str) -> None:
    database = postgresql_database(f"{scheme}://user@host/shop")
    assert database.engine.url.drivername == "postgresql+psycopg"
    assert database.where == "The database host/shop"


@pytest.mark.parametrize("url", ["mysql://host/shop", "sqlite:///x.db", "nonsense", ""])
def test_another_database_is_refused_with_advice(url: str) -> None:
    with pytest.raises(OperatorError) as caught:
        postgresql_database(url)
    assert caught.value.code == "bad_database_url"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database or disk is full", "disk_full"),
        ('could not extend file "base/1": No space left on device', "disk_full"),
        ("database is locked", "database_busy"),
        ("deadlock detected", "database_busy"),
        ("file is not a database", "database_corrupt"),
        ("database disk image is malformed", "database_corrupt"),
        ("attempt to write a readonly database", "database_read_only"),
        ("cannot execute INSERT in a read-only transaction", "database_read_only"),
        ("unable to open database file", "database_unreachable"),
        ("connection refused", "database_unreachable"),
        ("something else", "database_failed"),
        ("", "database_failed"),
    ],
)
def test_every_driver_message_has_a_code(said: str, code: str) -> None:
    error = operator_error("The database", said)
    assert error.code == code
    assert "\n" not in error.message


def test_what_is_called_after_a_commit_is_not_called_after_a_rollback(store: Shop) -> None:
    heard: list[str] = []
    with store.transaction():
        store.database.after_commit(lambda: heard.append("kept"))
        assert heard == []
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.database.after_commit(lambda: heard.append(str(1 / 0)))
    assert heard == ["kept"]
