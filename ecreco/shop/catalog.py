"""The products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, select

from ecreco.shop.database import Row
from ecreco.shop.record_store import RecordStore
from ecreco.shop.records import Product, ProductKind
from ecreco.shop.tables import products

_FIELDS = tuple(field.name for field in fields(Product))
_SELLABLE: tuple[ProductKind, ...] = ("plain", "variant")


class Catalog(RecordStore[Product]):
    """Products by id: plain ones, families and their variants."""

    table, key, noun = products, "product_id", "product"

    def all(self, *, kinds: Sequence[ProductKind] = _SELLABLE, active: bool | None = True) -> Iterator[Product]:
        """Every product of these kinds, by id, read page by page. active None: both active and not."""
        yield from self._paged(*_where(kinds, active))

    def variants(self, family_id: str) -> list[Product]:
        """The active variants of a family, by id."""
        query = select(products).where(products.c.family_id == family_id, products.c.kind == "variant")
        rows = self._rows(query.where(products.c.active).order_by(products.c.product_id))
        return [self._from_row(row) for row in rows]

    def count(self, *, kinds: Sequence[ProductKind] = _SELLABLE, active: bool | None = True) -> int:
        """How many products `all` would give."""
        return self._count(*_where(kinds, active))

    def _to_row(self, record: Product) -> dict[str, Any]:
        row = {name: getattr(record, name) for name in _FIELDS}
        row["category"], row["about"] = list(record.category), list(record.about)
        row["options"], row["attributes"] = dict(record.options), dict(record.attributes)
        return row

    def _from_row(self, row: Row) -> Product:
        values = {name: row[name] for name in _FIELDS}
        values["category"], values["about"] = tuple(row["category"]), tuple(row["about"])
        return Product(**values)


def _where(kinds: Sequence[ProductKind], active: bool | None) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [products.c.kind.in_(list(kinds))]
    if active is not None:
        where.append(products.c.active.is_(active))
    return where
