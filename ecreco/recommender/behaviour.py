"""What a shop's customers did, counted and kept for a while: popularity, bought-together, profiles."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from ecreco.recommender.popularity import Popularity
from ecreco.recommender.profiles import CustomerProfile, build_profile, deeds
from ecreco.recommender.together import BoughtTogether
from ecreco.retrieval.search import SearchEngine
from ecreco.shop.records import Product
from ecreco.shop.shop import Shop

T = TypeVar("T")
KEPT_SECONDS = 300.0
_PROFILE_SECONDS = 20.0  # a customer's own deeds show in the next list but one
_PROFILES = 1000
_RECENT = 12  # of a customer's products: whose companions are candidates


class Behaviour:
    """Counts over a shop's orders and events, made anew after five minutes or when the catalog changed."""

    def __init__(self, shop: Shop, clock: Callable[[], float] = time.monotonic) -> None:
        self._shop = shop
        self._clock = clock
        self._lock = threading.Lock()
        self._popularity: tuple[float, str, Popularity] | None = None
        self._together: tuple[float, str, BoughtTogether] | None = None
        self._profiles: OrderedDict[str, tuple[float, CustomerProfile]] = OrderedDict()

    def popularity(self, engine: SearchEngine) -> Popularity:
        """Popularity of all products that can be bought."""
        with self._lock:
            version = engine.products.version
            if (kept := self._fresh(self._popularity, version)) is None:
                kept = Popularity.measure(engine.products.products, self._shop.events.of(), datetime.now(UTC))
                self._popularity = (self._clock(), version, kept)
            return kept

    def shared_buyers(self, one: str, other: str) -> int:
        """How many customers ordered both."""
        return self._bought_together().shared_buyers(one, other)

    def related(self, anchor: Product | None, profile: CustomerProfile, k: int = 30) -> list[tuple[str, float]]:
        """Companions of a product, or of what the customer bought, strongest first."""
        model = self._bought_together()
        if anchor is not None:
            return model.related(anchor.product_id, k)
        sums: dict[str, float] = {}
        for product_id in sorted(profile.bought)[:_RECENT]:
            for other, strength in model.related(product_id, k):
                sums[other] = sums.get(other, 0.0) + strength
        return sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:k]

    def profile(self, customer_id: str | None, engine: SearchEngine) -> CustomerProfile:
        """The customer's profile; a guest's is cold and made of nothing."""
        if customer_id is None:
            return CustomerProfile(customer_id="")
        with self._lock:
            kept = self._profiles.get(customer_id)
            if kept and self._clock() - kept[0] < _PROFILE_SECONDS:
                return kept[1]
        made = self._read_profile(customer_id, engine)
        with self._lock:
            self._profiles[customer_id] = (self._clock(), made)
            self._profiles.move_to_end(customer_id)
            while len(self._profiles) > _PROFILES:
                self._profiles.popitem(last=False)
        return made

    def _read_profile(self, customer_id: str, engine: SearchEngine) -> CustomerProfile:
        signs = deeds(
            self._shop.events.of(customer_id), self._shop.orders.of(customer_id), (), datetime.now(UTC)
        )  # reviews carry a customer's id only in shops that know it; events hold their likes
        return build_profile(customer_id, signs, engine.products.get, engine.vector)

    def _bought_together(self) -> BoughtTogether:
        with self._lock:
            version = self._shop.orders.version()
            if (kept := self._fresh(self._together, version)) is None:
                kept = BoughtTogether.count(self._shop.orders.all(), self._shop.events.of())
                self._together = (self._clock(), version, kept)
            return kept

    def _fresh(self, kept: tuple[float, str, T] | None, version: str) -> T | None:
        if kept is None or kept[1] != version or self._clock() - kept[0] > KEPT_SECONDS:
            return None
        return kept[2]
