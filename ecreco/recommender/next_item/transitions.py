"""What was bought after what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, scale_rows, to_arrays, weighted_histories


class Transitions(NextItemModel):
    """Pairs of a sequence weighted by their distance, forward ones fully and backward ones partly.

    After Shani et al. 2005 (Markov chain recommender with skipping) and Ludewig & Jannach 2018 (sequential rules).
    skip_decay: weight of a pair relative to one that is a step nearer. backward: weight of a pair seen in the other
    order. shrink: purchases' worth of doubt in the rate of a rarely bought product. history_decay: weight of a
    purchase relative to the one after it when a history is scored. popular: power of the target's count to divide by.
    """

    name = "transitions"

    def __init__(
        self,
        skip_decay: float = 0.6,
        backward: float = 0.5,
        shrink: float = 1.0,
        history_decay: float = 0.5,
        popular: float = 0.0,
    ) -> None:
        self.skip_decay = skip_decay
        self.backward = backward
        self.shrink = shrink
        self.history_decay = history_decay
        self.popular = popular
        self._rates = csr((0, 0))

    def options(self) -> dict[str, Any]:
        return {
            "skip_decay": self.skip_decay,
            "backward": self.backward,
            "shrink": self.shrink,
            "history_decay": self.history_decay,
            "popular": self.popular,
        }

    @property
    def rates(self) -> Matrix:
        """Shrunk transition rates, shape (n_items, n_items): from row to column."""
        return self._rates

    def fit(self, purchases: Purchases) -> Self:
        n_items = len(purchases.assortment)
        counts = transition_counts(purchases.sequences, n_items, self.skip_decay, self.backward)
        totals = np.asarray(counts.sum(axis=1)).ravel()
        rates = scale_rows(counts, 1 / (totals + self.shrink))
        if self.popular:
            bought = np.bincount(np.concatenate([*purchases.sequences, np.arange(n_items)]), minlength=n_items)
            rates = csr(rates.multiply(bought[None, :] ** -self.popular))
        self._rates = rates.astype(np.float32)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        weights = weighted_histories(histories, self._rates.shape[0], self.history_decay)
        return np.asarray((weights @ self._rates).todense(), dtype=np.float32)

    def item_scores(self, items: Indices) -> Scores:
        return np.asarray(self._rates[items].todense(), dtype=np.float32)

    def arrays(self) -> Arrays:
        return to_arrays(self._rates, "rates")

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._rates = from_arrays(arrays, "rates")


def transition_counts(sequences: Sequence[Indices], n_items: int, skip_decay: float, backward: float) -> Matrix:
    """Weighted pairs, shape (n_items, n_items): entry (i, j) says how often j came after i, and partly the reverse."""
    steps = list(_steps(sequences, skip_decay))
    empty = np.empty(0)
    before = np.concatenate([empty, *(s[0] for s in steps)]).astype(np.int64)
    after = np.concatenate([empty, *(s[1] for s in steps)]).astype(np.int64)
    weight = np.concatenate([empty, *(np.full(len(s[0]), s[2]) for s in steps)])
    forward = csr((weight, (before, after)), shape=(n_items, n_items))
    return csr(forward + backward * forward.T)


def _steps(sequences: Sequence[Indices], skip_decay: float) -> Iterator[tuple[Indices, Indices, float]]:
    for distance in range(1, max((len(s) for s in sequences), default=0)):
        weight = skip_decay ** (distance - 1)
        if weight < 1e-3:  # a pair further apart says nothing
            return
        longer = [s for s in sequences if len(s) > distance]
        yield (
            np.concatenate([s[:-distance] for s in longer]),
            np.concatenate([s[distance:] for s in longer]),
            weight,
        )
