"""Customers' reviews of products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import func, select

from ecreco.shop.database import Row
from ecreco.shop.record_store import RecordStore
from ecreco.shop.records import Review
from ecreco.shop.tables import reviews

_FIELDS = tuple(field.name for field in fields(Review))


class Reviews(RecordStore[Review]):
    """Reviews by id and by product."""

    table, key, noun = reviews, "review_id", "review"

    def of(self, product_id: str, limit: int | None = None) -> list[Review]:
        """A product's reviews, newest first, undated ones last."""
        query = select(reviews).where(reviews.c.product_id == product_id)
        query = query.order_by(reviews.c.at.desc().nulls_last(), reviews.c.review_id).limit(limit)
        return [self._from_row(row) for row in self._rows(query)]

    def count(self, product_id: str | None = None) -> int:
        """How many reviews there are, of one product or in all."""
        return self._count() if product_id is None else self._count(reviews.c.product_id == product_id)

    def counts(self) -> dict[str, int]:
        """product_id → how many reviews it has (products without any are left out)."""
        query = select(reviews.c.product_id, func.count()).group_by(reviews.c.product_id)
        with self._database.read() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def all(self) -> Iterator[Review]:
        """Every review by id, read page by page."""
        yield from self._paged()

    def _to_row(self, record: Review) -> dict[str, Any]:
        return {name: getattr(record, name) for name in _FIELDS}

    def _from_row(self, row: Row) -> Review:
        return Review(**{name: row[name] for name in _FIELDS})
