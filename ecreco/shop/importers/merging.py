"""Several rows that describe one record, made one: the first row wins, later ones fill its gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ecreco.shop.importers.categories import merge_paths
from ecreco.shop.importers.cleaning import short
from ecreco.shop.importers.items import Item, Reader, Reject, refuse_bad_ids
from ecreco.shop.records import Product

# Fields whose contradiction an operator wants to hear of.
_TELLING = ("title", "price", "list_price", "currency", "brand", "rating")
_OTHERS = (
    ("reviews", "review_id"), ("customers", "customer_id"), ("orders", "order_id"), ("events", "event_id"),
    ("policies", "policy_id"),
)  # fmt: skip


def merge_products(first: Product, second: Product) -> tuple[Product, list[str]]:
    """The first row's words, filled up with the second's, and the fields in which they contradict each other.

    Category paths are united.
    """
    changes: dict[str, Any] = {"category": merge_paths(first.category, second.category)}
    for name in ("brand", "price", "list_price", "rating", "rating_count", "stock", "image", "url", "family_id"):
        if getattr(first, name) is None:
            changes[name] = getattr(second, name)
    if first.stock is None and second.stock is not None:
        changes["in_stock"] = second.in_stock
    for name in ("description", "about"):
        if not getattr(first, name):
            changes[name] = getattr(second, name)
    changes["attributes"] = {**second.attributes, **first.attributes}
    changes["options"] = {**second.options, **first.options}
    conflicts = [
        name
        for name in _TELLING
        if getattr(first, name) is not None
        and getattr(second, name) is not None
        and getattr(first, name) != getattr(second, name)
    ]
    return replace(first, **changes), conflicts


@dataclass(slots=True)
class _Held:
    """A product that waits for its last row. line: its first row; left: rows still to come."""

    product: Product
    line: int
    left: int


class MergedItems:
    """The items of a reader with repeated records made one, and records with unusable ids taken out.

    A repeated product comes with the item of its last row, so memory grows with the repeated products and the ids,
    not with the file. Of every other kind of record the first stands; a later one with other content is refused.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def _repeats(self) -> dict[str, int]:
        return repeated(self._reader.product_ids())

    def __iter__(self) -> Iterator[Item]:
        repeats = self._repeats
        held: dict[str, _Held] = {}
        seen: dict[int, tuple[int, int]] = {}
        line = 0
        for item in self._reader:
            line = item.line
            refuse_bad_ids(item)
            _keep_first(item, seen)
            if repeats:
                item.products = [done for product in item.products for done in _merged(product, item, held, repeats)]
            yield item
        if held:  # where some row of a repeated product was refused
            yield Item(line, products=[entry.product for entry in held.values()], rows=0)


def repeated(ids: Iterable[str]) -> dict[str, int]:
    """How often each id occurs that occurs more than once."""
    seen: set[str] = set()
    again: Counter[str] = Counter()
    for key in ids:
        if key in seen:
            again[key] += 1
        seen.add(key)
    return {key: count + 1 for key, count in again.items()}


def _merged(product: Product, item: Item, held: dict[str, _Held], repeats: dict[str, int]) -> Iterator[Product]:
    """The product, where no row of it is to come."""
    key = product.product_id
    if key not in repeats:
        yield product
        return
    entry = held.get(key)
    if entry is None:
        entry = held[key] = _Held(product, item.line, repeats[key])
    else:
        first = entry.product
        entry.product, conflicts = merge_products(first, product)
        item.merged += 1
        for name in conflicts:
            kept = short(str(getattr(first, name)))
            reason = f"line {entry.line} of the same product says {kept}, which was kept"
            item.rejects.append(Reject(item.line, name, short(str(getattr(product, name))), reason))
    entry.left -= 1
    if not entry.left:
        yield held.pop(key).product


def _keep_first(item: Item, seen: dict[int, tuple[int, int]]) -> None:
    """Leave out records that an earlier row has. seen: hash of kind and id → (line, hash of the content)."""
    for kind, key in _OTHERS:
        records = getattr(item, kind)
        if not records:
            continue
        kept = []
        for record in records:
            record_id = getattr(record, key)
            line, content = seen.setdefault(hash((kind, record_id)), (item.line, hash(repr(record))))
            if line == item.line:
                kept.append(record)
                continue
            if item.products:  # reviews inside a product's row: rows that repeat the product repeat them
                continue
            item.merged += 1
            if content != hash(repr(record)):
                reason = f"line {line} has the same {key} with other content, which was kept"
                item.rejects.append(Reject(item.line, key, short(record_id), reason, row=True))
        setattr(item, kind, kept)
