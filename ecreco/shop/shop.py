"""The facade everybody opens: one shop, its facts and its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from ecreco.shop.actions import Actions
from ecreco.shop.carts import Carts
from ecreco.shop.catalog import Catalog
from ecreco.shop.conversations import Conversations
from ecreco.shop.copying import copy_database
from ecreco.shop.customers import Customers
from ecreco.shop.database import Database, postgresql_database, sqlite_database
from ecreco.shop.errors import OperatorError
from ecreco.shop.events import Events
from ecreco.shop.feedback import Feedback
from ecreco.shop.handoffs import Handoffs
from ecreco.shop.import_runs import ImportRuns
from ecreco.shop.migrate import migrate
from ecreco.shop.orders import Orders
from ecreco.shop.policies import Policies
from ecreco.shop.records import ShopInfo
from ecreco.shop.reviews import Reviews
from ecreco.shop.settings import Settings
from ecreco.shop.staff import Staff
from ecreco.shop.tables import shop_info

FILE = "shop.db"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FIELDS = tuple(field.name for field in fields(ShopInfo))


class Shop:
    """One shop: SQLite in its folder, or the PostgreSQL database that ECRECO_DATABASE_URL names.

    folder: var/shops/NAME; indexes, pictures and reports live there with either database. Safe to share
    between threads. Use it as a context manager or call `close`.
    """

    def __init__(self, info: ShopInfo, folder: Path, database: Database) -> None:
        self.info = info
        self.folder = folder
        self.database = database
        self.catalog = Catalog(database)
        self.reviews = Reviews(database)
        self.customers = Customers(database)
        self.orders = Orders(database)
        self.carts = Carts(database)
        self.policies = Policies(database)
        self.events = Events(database)
        self.conversations = Conversations(database)
        self.actions = Actions(database)
        self.staff = Staff(database)
        self.handoffs = Handoffs(database, self.conversations)
        self.feedback = Feedback(database)
        self.imports = ImportRuns(database)

    @classmethod
    def open(cls, name: str, settings: Settings, *, create: bool = False) -> Shop:
        """Open a shop and bring its database up to date.

        Raises OperatorError: `bad_shop_name`, `unknown_shop` (names the known ones) unless `create`,
        `newer_database`, and what can be wrong with a database (`database_corrupt`, `database_unreachable`, ...).
        """
        if not _NAME.fullmatch(name):
            raise OperatorError(
                f"{name[:80]!r} is no shop name: use letters, digits, - and _ (64 at most).", code="bad_shop_name"
            )
        folder = settings.shops / name
        if not create and settings.database_url is None and not (folder / FILE).is_file():
            raise _unknown_shop(name, cls.list(settings))
        if create:
            _make(folder)
        database = _database(settings, folder)
        try:
            return cls(_opened_info(database, name, folder, create=create), folder, database)
        except BaseException:
            database.close()
            raise

    def update_info(self, **changes: Any) -> None:
        """Change title, currency, locale, timezone or settings. Raises TypeError on another name."""
        if "name" in changes:
            raise TypeError("a shop's name does not change")
        changed = replace(self.info, **changes)
        with self.database.write() as session:
            values = {name: getattr(changed, name) for name in changes}
            if values:
                session.execute(update(shop_info).where(shop_info.c.name == self.info.name).values(values))
        self.info = changed

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Everything this thread writes inside is one transaction: all of it, or on an error nothing."""
        with self.database.write() as session:
            yield session

    def copy_to(self, folder: Path) -> Shop:
        """A consistent copy in `folder` (always SQLite), for dry runs and evaluation cases; what serves goes on."""
        _make(folder)
        target = folder / FILE
        if target.exists():
            raise OperatorError(f"{target} exists already.", code="copy_exists")
        return Shop(self.info, folder, copy_database(self.database, target))

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def list(cls, settings: Settings) -> tuple[str, ...]:
        """The names of the shops there are: folders with a database, or what the PostgreSQL database holds."""
        if settings.database_url is not None:
            database = postgresql_database(settings.database_url)
            try:
                return _names(database)
            finally:
                database.close()
        if not settings.shops.is_dir():
            return ()
        return tuple(sorted(path.parent.name for path in settings.shops.glob(f"*/{FILE}")))


def _database(settings: Settings, folder: Path) -> Database:
    if settings.database_url is None:
        return sqlite_database(folder / FILE)
    return postgresql_database(settings.database_url)


def _opened_info(database: Database, name: str, folder: Path, *, create: bool) -> ShopInfo:
    known = _names(database) if database.dialect == "postgresql" else ()
    if known and name not in known:
        raise OperatorError(
            f"The database of ECRECO_DATABASE_URL holds the shop {known[0]!r}, not {name!r}; one database is one shop.",
            code="unknown_shop",
            status=404,
        )
    if not known and not create and database.dialect == "postgresql":
        raise _unknown_shop(name, ())
    _make(folder)
    migrate(database, folder)
    with database.read() as session:  # no write where none is needed: a long import does not keep a shop closed
        known_info = _read_info(session, name)
    if known_info is not None:
        return known_info
    with database.write() as session:
        database.serialise(session, "shop_info")
        info = _read_info(session, name)  # another process may have been faster
        if info is None:
            info = ShopInfo(name=name, title=name)
            session.execute(insert(shop_info).values({field: getattr(info, field) for field in _FIELDS}))
    return info


def _read_info(session: Session, name: str) -> ShopInfo | None:
    row = session.execute(select(shop_info).where(shop_info.c.name == name)).mappings().first()
    return None if row is None else ShopInfo(**{field: row[field] for field in _FIELDS})


def _names(database: Database) -> tuple[str, ...]:
    with database.read() as session:
        if not inspect(session.connection()).has_table(shop_info.name):
            return ()
        return tuple(session.execute(select(shop_info.c.name).order_by(shop_info.c.name)).scalars())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"The folder {folder} cannot be made: {error.strerror}.", code="bad_folder") from error


def _unknown_shop(name: str, known: tuple[str, ...]) -> OperatorError:
    there = (
        f"There are: {', '.join(known)}." if known else "There is none yet; `ecreco demo` or `ecreco import` makes one."
    )
    return OperatorError(f"There is no shop {name!r}. {there}", code="unknown_shop", status=404)
