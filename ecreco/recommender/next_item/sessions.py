"""What customers with a like history bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.neighbours import buyers
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, scale_rows, to_arrays, weighted_histories


class SessionKnn(NextItemModel):
    """Nearest sequences vote for what they hold; VS-kNN, Ludewig & Jannach 2018.

    Likeness of a history and a sequence: the sum over common products of their recency in the history times their
    rarity (log of customers per buyer), over the square root of the sequence's length; then raised to `sharpness`,
    so that two common products say more than twice one. decay: weight of a purchase relative to the one after it.
    """

    name = "session_knn"

    def __init__(self, decay: float = 0.8, sharpness: float = 2.0) -> None:
        self.decay = decay
        self.sharpness = sharpness
        self._bought = csr((0, 0))
        self._keys = csr((0, 0))

    def options(self) -> dict[str, Any]:
        return {"decay": self.decay, "sharpness": self.sharpness}

    def fit(self, purchases: Purchases) -> Self:
        bought = buyers(purchases)
        customers = np.asarray(bought.sum(axis=0)).ravel()
        rarity = np.log((1 + bought.shape[0]) / (1 + customers)) + 1e-3
        lengths = np.maximum(np.asarray(bought.sum(axis=1)).ravel(), 1)
        self._bought = bought.astype(np.float32)
        self._keys = csr(scale_rows(scale_rows(bought, 1 / np.sqrt(lengths)).T, rarity)).astype(np.float32)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        weights = weighted_histories(histories, self._bought.shape[1], self.decay).astype(np.float32)
        return self._votes(csr(weights @ self._keys))

    def item_scores(self, items: Indices) -> Scores:
        return self._votes(csr(self._keys[items]))

    def arrays(self) -> Arrays:
        return {**to_arrays(self._bought, "bought"), **to_arrays(self._keys, "keys")}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._bought = from_arrays(arrays, "bought")
        self._keys = from_arrays(arrays, "keys")

    def _votes(self, likeness: Matrix) -> Scores:
        likeness = likeness.copy()
        likeness.data = likeness.data**self.sharpness
        return np.asarray((likeness @ self._bought).todense(), dtype=np.float32)
