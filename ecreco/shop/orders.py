"""The orders, as records. What an order allows is for the after-sales rules to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ecreco.shop.database import Row
from ecreco.shop.record_store import RecordStore
from ecreco.shop.records import Address, Fulfilment, Order, OrderLine, Payment
from ecreco.shop.tables import orders


class Orders(RecordStore[Order]):
    """Orders by id and by customer."""

    table, key, noun = orders, "order_id", "order"

    def of(self, customer_id: str, *, session: Session | None = None) -> list[Order]:
        """A customer's orders, newest first, undated ones last."""
        query = select(orders).where(orders.c.customer_id == customer_id)
        query = query.order_by(orders.c.placed_at.desc().nulls_last(), orders.c.order_id.desc())
        return [self._from_row(row) for row in self._rows(query, session)]

    def count(self) -> int:
        """How many orders there are."""
        return self._count()

    def all(self) -> Iterator[Order]:
        """Every order by id, read page by page."""
        yield from self._paged()

    def _to_row(self, record: Order) -> dict[str, Any]:
        return {
            "order_id": record.order_id,
            "customer_id": record.customer_id,
            "status": record.status,
            "currency": record.currency,
            "lines": [asdict(line) for line in record.lines],
            "payments": [_timed(asdict(payment)) for payment in record.payments],
            "fulfilments": [_timed(asdict(fulfilment)) for fulfilment in record.fulfilments],
            "address": None if record.address is None else asdict(record.address),
            "placed_at": record.placed_at,
            "extra": dict(record.extra),
        }

    def _from_row(self, row: Row) -> Order:
        return Order(
            order_id=row["order_id"],
            customer_id=row["customer_id"],
            status=row["status"],
            currency=row["currency"],
            lines=tuple(OrderLine(**line) for line in row["lines"]),
            payments=tuple(Payment(**_read(payment)) for payment in row["payments"]),
            fulfilments=tuple(Fulfilment(**_read(fulfilment)) for fulfilment in row["fulfilments"]),
            address=None if row["address"] is None else Address(**row["address"]),
            placed_at=row["placed_at"],
            extra=row["extra"],
        )


def _timed(values: dict[str, Any]) -> dict[str, Any]:
    """Instants as ISO text, for JSON."""
    return {k: v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for k, v in values.items()}


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """The other way: every `..at` is an instant, every list a tuple."""
    read = dict(values)
    for name, value in values.items():
        if isinstance(value, list):
            read[name] = tuple(value)
        elif value is not None and (name == "at" or name.endswith("_at")):
            read[name] = datetime.fromisoformat(value)
    return read
