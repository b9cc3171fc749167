"""Item-to-item by co-occurrence: what the same customers bought, or looked at within one sitting."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from ecreco.shop.records import Event, Order

_SITTING = timedelta(minutes=30)  # a longer pause starts another session
_BASKET_WEIGHT, _HISTORY_WEIGHT, _SESSION_WEIGHT = 1.0, 0.5, 0.25
_LONGEST = 60  # pairs grow with the square: of longer lists only the newest count
_SHRINK = 5.0


class BoughtTogether:
    """Counts how often two products meet; `related` ranks by cosine of the counts, shrunk for rare ones."""

    def __init__(self) -> None:
        self._pairs: dict[str, Counter[str]] = defaultdict(Counter)
        self._seen: Counter[str] = Counter()
        self._buyers: dict[str, set[str]] = defaultdict(set)

    @classmethod
    def count(cls, orders: Iterable[Order], events: Iterable[Event]) -> BoughtTogether:
        """Count orders (cancelled ones left out), customers' order histories and browsing sessions."""
        model = cls()
        histories: dict[str, list[str]] = defaultdict(list)
        for order in orders:
            if order.status == "cancelled":
                continue
            bought = [line.product_id for line in order.lines]
            model._add(bought, _BASKET_WEIGHT)
            histories[order.customer_id] += bought
            for product_id in bought:
                model._buyers[product_id].add(order.customer_id)
        for bought in histories.values():
            model._add(bought, _HISTORY_WEIGHT)
        for session in _sessions(events):
            model._add(session, _SESSION_WEIGHT)
        return model

    def related(self, product_id: str, k: int = 20) -> list[tuple[str, float]]:
        """(product_id, strength in 0..1), strongest first. Empty for a product nobody took with another."""
        found = {
            other: min(1.0, count / math.sqrt((self._seen[product_id] + _SHRINK) * (self._seen[other] + _SHRINK)))
            for other, count in self._pairs.get(product_id, Counter()).items()
        }
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:k]

    def shared_buyers(self, one: str, other: str) -> int:
        """How many customers ordered both; the only figure a reason may name."""
        return len(self._buyers.get(one, set()) & self._buyers.get(other, set()))

    def _add(self, products: Sequence[str], weight: float) -> None:
        unique = list(dict.fromkeys(products))[-_LONGEST:]
        for product_id in unique:
            self._seen[product_id] += 1
        for one in unique:
            for other in unique:
                if one != other:
                    self._pairs[one][other] += weight  # type: ignore[assignment]  # Counter of floats


def _sessions(events: Iterable[Event]) -> Iterable[list[str]]:
    """Products each customer met without a pause of half an hour. Events come by time."""
    running: dict[str, list[str]] = {}
    last: dict[str, Event] = {}
    for event in events:
        if event.customer_id is None or event.product_id is None or event.kind in ("impression", "dislike"):
            continue
        who = event.customer_id
        if who in last and event.at - last[who].at > _SITTING:
            yield running.pop(who, [])
        running.setdefault(who, []).append(event.product_id)
        last[who] = event
    yield from running.values()
