"""What every reader yields: the records of one row of the source, and what of it was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecreco.shop.importers.cleaning import short
from ecreco.shop.records import Customer, Event, Order, Policy, Product, Review


@dataclass(frozen=True, slots=True)
class Reject:
    """A value that was refused. field is empty where the whole row was; row: nothing of the row was imported."""

    line: int
    field: str
    value: str
    reason: str
    row: bool = False

    @classmethod
    def of_row(cls, line: int, reason: str, value: str = "", field: str = "") -> Reject:
        """A refused row."""
        return cls(line, field, short(value), reason, row=True)


@dataclass(slots=True)
class Item:
    """The records of one row. rows: how many rows of the source are in it, merged: products that were merged away."""

    line: int
    products: list[Product] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    rows: int = 1
    merged: int = 0


class Reader(Protocol):
    """A source taken apart. Iterating again reads it again from the start."""

    def __iter__(self) -> Iterator[Item]: ...


def sequence_of(value: object) -> Sequence[object]:
    """A list as it is, anything else as a list of one, nothing as an empty list."""
    if value is None or value == "":
        return ()
    return value if isinstance(value, list | tuple) else (value,)


_LONGEST_ID = 200


def refuse_long_ids(item: Item) -> None:
    """Take out records whose id is longer than an index holds: text of another column has slipped into it."""
    for kind, key in (
        ("products", "product_id"), ("reviews", "review_id"), ("reviews", "product_id"), ("customers", "customer_id"),
        ("orders", "order_id"), ("events", "event_id"), ("policies", "policy_id"),
    ):  # fmt: skip
        records = getattr(item, kind)
        long = [record for record in records if len(getattr(record, key)) > _LONGEST_ID]
        if long:
            setattr(item, kind, [record for record in records if record not in long])
            reason = f"its {key} is longer than {_LONGEST_ID} characters"
            whole = not any((item.products, item.customers, item.orders, item.events, item.policies))
            item.rejects.append(Reject(item.line, key, short(getattr(long[0], key)), reason, row=whole))
