"""What every reader yields: the records of one row of the source, and what of it was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecreco.shop.importers.cleaning import short, without_controls
from ecreco.shop.importers.tables import BadRow
from ecreco.shop.importers.transforms import ForeignCurrency
from ecreco.shop.records import Customer, Event, Order, Policy, Product, Review


@dataclass(frozen=True, slots=True)
class Reject:
    """A value that was refused. field is empty where the whole row was; row: nothing of the row was imported.

    foreign: the currency of a price that is not the shop's. cut: the source breaks off here.
    """

    line: int
    field: str
    value: str
    reason: str
    row: bool = False
    foreign: str | None = None
    cut: bool = False

    @classmethod
    def of_row(cls, line: int, reason: str, value: str = "", field: str = "") -> Reject:
        """A refused row."""
        return cls(line, field, short(value), reason, row=True)

    @classmethod
    def of_bad_row(cls, bad: BadRow) -> Reject:
        """A row that could not be read."""
        return cls(bad.line, "", short(bad.text), bad.reason, row=True, cut=bad.cut)

    @classmethod
    def of_value(cls, line: int, field: str, value: str, error: Exception) -> Reject:
        """A value that a transform refused."""
        foreign = error.currency if isinstance(error, ForeignCurrency) else None
        return cls(line, field, short(value), str(error), foreign=foreign)


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

    @property
    def records(self) -> int:
        """How many records are in it."""
        kinds = (self.products, self.reviews, self.customers, self.orders, self.events, self.policies)
        return sum(len(records) for records in kinds)


class Reader(Protocol):
    """A source taken apart. Iterating again reads it again from the start."""

    def __iter__(self) -> Iterator[Item]: ...

    def product_ids(self) -> Iterator[str]:
        """The product id of every row that has one, repeated ones as often as they occur."""

    def price_texts(self) -> Iterator[str]:
        """Prices as the source writes them, or the codes of their currencies."""


def sequence_of(value: object) -> Sequence[object]:
    """A list as it is, anything else as a list of one, nothing as an empty list."""
    if value is None or value == "":
        return ()
    return value if isinstance(value, list | tuple) else (value,)


_LONGEST_ID = 200
# Records that have an address of their own over HTTP, where a slash would part the path.
_ADDRESSED = frozenset({"product_id", "family_id", "customer_id", "order_id", "policy_id"})


def id_problem(value: str, name: str = "id") -> str | None:
    """Why a text cannot be an id: text of another column has slipped into it, or no address could hold it."""
    if len(value) > _LONGEST_ID:
        return f"its {name} is longer than {_LONGEST_ID} characters"
    if "\n" in value or "\t" in value or without_controls(value) != value:
        return f"its {name} has control characters"
    if name in _ADDRESSED:
        for mark in ("/", "\\", ".."):
            if mark in value:
                return f"its {name} has {mark} in it, which no address can hold"
        if value == ".":
            return f"its {name} is a dot, which no address can hold"
    return None


def refuse_bad_ids(item: Item) -> None:
    """Take out records whose id cannot be one."""
    for kind, key in (
        ("products", "product_id"), ("products", "family_id"), ("reviews", "review_id"), ("reviews", "product_id"),
        ("customers", "customer_id"), ("orders", "order_id"), ("events", "event_id"), ("policies", "policy_id"),
    ):  # fmt: skip
        kept, bad, why = [], "", ""
        for record in getattr(item, kind):
            value = getattr(record, key) or ""
            problem = id_problem(value, key)
            if problem is None:
                kept.append(record)
            elif not why:
                bad, why = value, problem
        if why:
            setattr(item, kind, kept)
            whole = not any((item.products, item.customers, item.orders, item.events, item.policies))
            whole = whole and not any(reject.row for reject in item.rejects)
            item.rejects.append(Reject(item.line, key, short(bad), why, row=whole))
