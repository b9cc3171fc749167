"""Everything the fused recommender knows about a product as the next purchase, one number per signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.neighbours import ItemKnn
from ecreco.recommender.next_item.popularity import Popularity
from ecreco.recommender.next_item.sessions import SessionKnn
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, scale_rows, to_arrays, weighted_histories
from ecreco.recommender.next_item.text_space import TextSpace
from ecreco.recommender.next_item.transitions import transition_counts

Features = NDArray[np.float32]
_CANDIDATES = 40  # best of each signal
_SHRINK = 2.0
_UNSEEN = 0.3  # sales' worth of chance a product has inside its brand before its first one

PROPOSING = (
    "after", "after_any", "after_last", "like_after", "after_like", "two_steps", "like_like",
    "text", "text_last", "title", "title_last", "same_buyers", "alike", "popular", "brand_next",
)  # fmt: skip
"""Signals whose best products become candidates; the others only help to order them."""
NAMES = (
    *PROPOSING, "before", "bought", "is_last", "times_if_last", "count", "brand_last", "brand_share", "brand_place",
    "history_length", "count_last",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signals:
    """Transition rates of several kinds, sales and the text space; `features` puts them together.

    after, before: rates of purchases after and before one; near_after: the same with both orders and slower decay;
    next: direct followers alone. like_after: what follows on the nearest texts; after_like: nearest texts of what
    follows; two_steps: followers of followers; like_like: nearest texts on both sides. All (n_items, n_items).
    """

    space: TextSpace
    rates: Mapping[str, Matrix]
    counts: NDArray[np.float64]
    popularity: Popularity
    same_buyers: ItemKnn
    alike: SessionKnn

    @classmethod
    def fit(cls, space: TextSpace, purchases: Purchases) -> Self:
        n_items = len(space)
        forward = transition_counts(purchases.sequences, n_items, 0.6, 0.0)
        both = transition_counts(purchases.sequences, n_items, 0.8, 1.0)
        after_any = _rates(both, _SHRINK)
        after = _rates(forward, _SHRINK)
        empty = np.empty(0, dtype=np.int64)
        return cls(
            space=space,
            rates={
                "after": after,
                "before": _rates(csr(forward.T), _SHRINK),
                "after_any": after_any,
                "after_last": _rates(transition_counts(purchases.sequences, n_items, 0.0, 0.0), 1.0),
                "like_after": csr(space.near @ after),
                "after_like": csr(after_any @ space.near),
                "two_steps": csr(after_any @ after_any),
                "like_like": csr(space.near @ after_any @ space.near),
                "brand_next": _rates(csr(space.brands.T @ both @ space.brands), _SHRINK),
            },
            counts=np.bincount(np.concatenate([empty, *purchases.sequences]), minlength=n_items).astype(np.float64),
            popularity=Popularity().fit(purchases),
            same_buyers=ItemKnn().fit(purchases),
            alike=SessionKnn().fit(purchases),
        )

    def features(self, histories: Sequence[Indices]) -> Features:
        """Shape (len(histories), n_items, len(NAMES)). Every history holds at least one product."""
        n_items = len(self.space)
        shape = (len(histories), n_items)
        last = np.array([history[-1] for history in histories], dtype=np.int64)
        weights = {
            "fast": weighted_histories(histories, n_items, 0.5).astype(np.float32),
            "slow": weighted_histories(histories, n_items, 0.8).astype(np.float32),
            "last": weighted_histories([history[-1:] for history in histories], n_items, 1.0).astype(np.float32),
            "fast_mean": weighted_histories(histories, n_items, 0.5, unit=True).astype(np.float32),
            "slow_mean": weighted_histories(histories, n_items, 0.8, unit=True).astype(np.float32),
        }
        bought = _dense(weighted_histories(histories, n_items, 1.0))
        is_last = _dense(weights["last"])
        in_brand = self._share_of_brand()
        out = {name: _dense(weights[of] @ self.rates[name]) for name, of in _WEIGHTED_BY.items()}
        out |= self._text_features(weights, last)
        out |= {
            "same_buyers": self.same_buyers.scores(histories),
            "alike": self.alike.scores(histories),
            "popular": self.popularity.scores(histories),
            "brand_next": self._by_brand(weights["fast"] @ self.space.brands @ self.rates["brand_next"]) * in_brand,
            "bought": bought,
            "is_last": is_last,
            "times_if_last": bought * is_last,
            "count": np.broadcast_to(self.counts, shape),
            "brand_last": self._by_brand(weights["last"] @ self.space.brands),
            "brand_share": self._by_brand(weights["slow_mean"] @ self.space.brands),
            "brand_place": np.broadcast_to(in_brand, shape),
            "history_length": np.broadcast_to(np.array([len(h) for h in histories])[:, None], shape),
            "count_last": np.broadcast_to(self.counts[last][:, None], shape),
        }
        return np.stack([np.asarray(out[name], dtype=np.float32) for name in NAMES], axis=2)

    def candidates(self, features: Features) -> NDArray[np.bool_]:
        """Products worth ordering, shape (n, n_items): the best of each proposing signal and what was bought."""
        n_items = features.shape[1]
        k = min(_CANDIDATES, n_items)
        chosen = features[:, :, NAMES.index("bought")] > 0
        for signal in range(len(PROPOSING)):
            values = features[:, :, signal]
            best = np.argpartition(-values, k - 1, axis=1)[:, :k]
            keep = np.take_along_axis(values, best, axis=1) > 0
            rows, places = np.nonzero(keep)
            chosen[rows, best[rows, places]] = True
        return chosen

    def arrays(self) -> dict[str, NDArray[Any]]:
        out = {"counts": self.counts, **_prefixed("space", self.space.arrays())}
        for name, rates in self.rates.items():
            out |= to_arrays(rates, f"rates.{name}")
        for part in _MODELS:
            out |= _prefixed(part, getattr(self, part).arrays())
        return out

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        popularity, same_buyers, alike = Popularity(), ItemKnn(), SessionKnn()
        for part, model in zip(_MODELS, (popularity, same_buyers, alike), strict=True):
            model.restore(_under(part, arrays))
        return cls(
            space=TextSpace.from_arrays(_under("space", arrays)),
            rates={name: from_arrays(arrays, f"rates.{name}") for name in (*_WEIGHTED_BY, "brand_next")},
            counts=arrays["counts"],
            popularity=popularity,
            same_buyers=same_buyers,
            alike=alike,
        )

    def _text_features(self, weights: Mapping[str, Matrix], last: Indices) -> dict[str, NDArray[np.float32]]:
        texts, titles = self.space.texts, self.space.titles
        return {
            "text": _dense(weights["fast_mean"] @ texts @ texts.T),
            "text_last": _dense(texts[last] @ texts.T),
            "title": _dense(weights["fast_mean"] @ titles @ titles.T),
            "title_last": _dense(titles[last] @ titles.T),
        }

    def _by_brand(self, of_brands: Matrix) -> NDArray[np.float32]:
        """From (n, n_brands) to (n, n_items); 0 for products without a brand."""
        spread = _dense(of_brands)[:, self.space.brand_of]
        spread[:, self.space.brand_of < 0] = 0
        return spread

    def _share_of_brand(self) -> NDArray[np.float32]:
        """Each product's share of its brand's recent sales, shape (n_items,); 1 where the brand is unknown."""
        recent = self.popularity.scores([np.empty(0, dtype=np.int64)])[0] * max(self.counts.sum(), 1) + _UNSEEN
        of_brand = np.asarray(self.space.brands.T @ recent).ravel()
        return np.asarray(
            recent / np.where(self.space.brand_of >= 0, of_brand[self.space.brand_of], recent), np.float32
        )


_MODELS = ("popularity", "same_buyers", "alike")
_WEIGHTED_BY = {
    "after": "fast", "before": "fast", "after_any": "slow", "after_last": "last", "like_after": "fast",
    "after_like": "fast", "two_steps": "fast", "like_like": "fast",
}  # fmt: skip
"""Which weighting of the history each transition rate is read with."""


def _rates(counts: Matrix, shrink: float) -> Matrix:
    totals = np.asarray(counts.sum(axis=1)).ravel()
    return scale_rows(counts, 1 / (totals + shrink)).astype(np.float32)


def _dense(matrix: Any) -> NDArray[np.float32]:
    return np.asarray(matrix.todense(), dtype=np.float32)


def _prefixed(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def _under(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    start = f"{prefix}/"
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
