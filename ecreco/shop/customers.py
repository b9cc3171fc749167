"""The shop's customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from ecreco.shop.database import Row
from ecreco.shop.record_store import RecordStore
from ecreco.shop.records import Address, Customer
from ecreco.shop.tables import customers


class Customers(RecordStore[Customer]):
    """Customers by id and by e-mail address."""

    table, key, noun = customers, "customer_id", "customer"

    def by_email(self, email: str) -> Customer | None:
        """The customer with this address, whatever its letters' case; the lowest id if several share it."""
        query = select(customers).where(customers.c.email_key == _folded(email))
        rows = self._rows(query.order_by(customers.c.customer_id).limit(1))
        return self._from_row(rows[0]) if rows else None

    def by_name(self, first_name: str, last_name: str, zip_code: str) -> list[Customer]:
        """The customers of this name and postal code, whatever the letters' case; a caller should insist on one."""
        query = select(customers).where(customers.c.name_key == _name_key(first_name, last_name))
        found = [self._from_row(row) for row in self._rows(query.order_by(customers.c.customer_id))]
        wanted = _folded(zip_code)
        return [each for each in found if each.address is not None and _folded(each.address.zip) == wanted]

    def count(self) -> int:
        """How many customers there are."""
        return self._count()

    def all(self) -> Iterator[Customer]:
        """Every customer by id, read page by page."""
        yield from self._paged()

    def _to_row(self, record: Customer) -> dict[str, Any]:
        return {
            "customer_id": record.customer_id,
            "first_name": record.first_name,
            "last_name": record.last_name,
            "email": record.email,
            "email_key": None if record.email is None else _folded(record.email),
            "name_key": _name_key(record.first_name, record.last_name),
            "address": None if record.address is None else asdict(record.address),
            "payment_methods": {name: dict(method) for name, method in record.payment_methods.items()},
            "profile": dict(record.profile),
            "created_at": record.created_at,
        }

    def _from_row(self, row: Row) -> Customer:
        return Customer(
            customer_id=row["customer_id"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=row["email"],
            address=None if row["address"] is None else Address(**row["address"]),
            payment_methods=row["payment_methods"],
            profile=row["profile"],
            created_at=row["created_at"],
        )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _name_key(first_name: str, last_name: str) -> str:
    return _folded(f"{first_name} {last_name}")
