"""One turn held against what a case expects of it; every key of the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecreco.shop.records import Product

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A finished turn and what it changed. products: records of its cards. changed: `orders`, `customers`, `carts`.

    handed: the conversation is with a person (or waits for one) at the end of the turn.
    """

    result: Result
    products: Sequence[Product]
    changed: Mapping[str, Mapping[str, Any]]
    records: Callable[
        [str, str], Mapping[str, Any]
    ]  # ("order" | "customer_record", id) -> fields as the source has them
    handed: bool

    @property
    def reply(self) -> str:
        return str(self.result["reply"]).casefold()

    @property
    def cards(self) -> Sequence[Mapping[str, Any]]:
        cards: Sequence[Mapping[str, Any]] = self.result["products"]
        return cards


def failures(expect: Mapping[str, Any], seen: Seen) -> list[str]:
    """What does not hold, in words; empty when the turn passes. Raises KeyError for a key the contract has not."""
    return [f"{key}: {why}" for key, wanted in expect.items() if (why := _CHECKS[key](wanted, seen)) is not None]


def meets(card: Mapping[str, Any], product: Product | None, condition: Mapping[str, Any]) -> bool:
    """Whether one card meets every part of a condition. Raises KeyError for a part the contract has not."""
    return all(_CONDITIONS[name](wanted, card, product) for name, wanted in condition.items())


def _any(words: Sequence[str], text: str) -> bool:
    text = text.casefold()
    return any(word.casefold() in text for word in words)


_CONDITIONS: dict[str, Callable[[Any, Mapping[str, Any], Product | None], bool]] = {
    "max_price": lambda w, c, p: c["price"] is not None and c["price"] <= w,
    "min_price": lambda w, c, p: c["price"] is not None and c["price"] >= w,
    "min_rating": lambda w, c, p: c["rating"] is not None and c["rating"] >= w,
    "in_stock": lambda w, c, p: c["in_stock"] == w,
    "category_contains": lambda w, c, p: p is not None and _any(w, "|".join(p.category)),
    "brand_in": lambda w, c, p: p is not None and (p.brand or "").casefold() in {b.casefold() for b in w},
    "brand_not": lambda w, c, p: p is None or (p.brand or "").casefold() not in {b.casefold() for b in w},
    "title_any": lambda w, c, p: _any(w, p.title if p else str(c["title"])),
    "text_any": lambda w, c, p: p is not None and _any(w, p.text),
}


def _share(seen: Seen, condition: Mapping[str, Any]) -> float:
    known = {product.product_id: product for product in seen.products}
    held = [meets(card, known.get(str(card["product_id"])), condition) for card in seen.cards]
    return sum(held) / len(held) if held else 0.0


def _ids(seen: Seen) -> set[str]:
    return {str(card["product_id"]) for card in seen.cards}


def _products_all(wanted: Any, seen: Seen) -> str | None:
    share = _share(seen, wanted) if seen.cards else 1.0
    return None if share == 1.0 else f"only {share:.0%} of the cards meet {wanted}"


def _products_share(wanted: Any, seen: Seen) -> str | None:
    share = _share(seen, wanted[1])
    return None if share >= wanted[0] else f"{share:.0%} of {len(seen.cards)} cards meet {wanted[1]}"


def _asks(wanted: Any, seen: Seen) -> str | None:
    asks = ("?" in seen.reply or "？" in seen.reply) and seen.result["receipt"] is None
    return None if asks == bool(wanted) else f"asks is {asks}"


def _action(name: str) -> Callable[[Any, Seen], str | None]:
    def check(wanted: Any, seen: Seen) -> str | None:
        got = (seen.result[name] or {}).get("action")
        return None if got == wanted else f"is {got!r}, not {wanted!r}"

    return check


def _records(kind: str) -> Callable[[Any, Seen], str | None]:
    def check(wanted: Any, seen: Seen) -> str | None:
        for record_id, fields in wanted.items():
            record = seen.records(kind, record_id)
            for field, value in fields.items():
                if not same(record.get(field), value):
                    return f"{record_id}.{field} is {record.get(field)!r}, not {value!r}"
        return None

    return check


def same(got: Any, wanted: Any) -> bool:
    """Equal as the contract compares: lists as multisets, money within half a cent."""
    if isinstance(wanted, list) and isinstance(got, list | tuple):
        left = list(got)
        for item in wanted:
            place = next((i for i, other in enumerate(left) if same(other, item)), None)
            if place is None:
                return False
            left.pop(place)
        return not left
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        return wanted.keys() == got.keys() and all(same(got[key], wanted[key]) for key in wanted)
    if isinstance(wanted, float) or (isinstance(got, float) and isinstance(wanted, int)):
        return isinstance(got, int | float) and abs(got - wanted) <= 0.005
    return bool(got == wanted)


def _unchanged(wanted: Any, seen: Seen) -> str | None:
    changed = {kind: sorted(records) for kind, records in seen.changed.items() if records}
    return None if bool(changed) != bool(wanted) else f"changed {changed}"


_CHECKS: dict[str, Callable[[Any, Seen], str | None]] = {
    "products_min": lambda w, s: None if len(s.cards) >= w else f"{len(s.cards)} cards, at least {w} wanted",
    "products_max": lambda w, s: None if len(s.cards) <= w else f"{len(s.cards)} cards, at most {w} wanted",
    "products_all": _products_all,
    "products_share": _products_share,
    "products_any_of": lambda w, s: None if _ids(s) & set(w) else f"none of {w} among {sorted(_ids(s))}",
    "products_none_of": lambda w, s: None if not _ids(s) & set(w) else f"{sorted(_ids(s) & set(w))} shown",
    "reply_any": lambda w, s: None if _any(w, s.reply) else f"none of {w[:6]} in the reply",
    "reply_all": lambda w, s: None if all(_any([x], s.reply) for x in w) else f"not all of {w} in the reply",
    "reply_none": lambda w, s: None if not _any(w, s.reply) else f"{[x for x in w if _any([x], s.reply)]} in the reply",
    "asks": _asks,
    "confirmation": _action("confirmation"),
    "receipt": _action("receipt"),
    "order": _records("order"),
    "customer_record": _records("customer_record"),
    "unchanged": _unchanged,
    "handoff": lambda w, s: None if s.handed == bool(w) else f"handed to a person: {s.handed}",
}
