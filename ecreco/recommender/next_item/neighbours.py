"""Products that the same customers buy, whatever the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, keep_largest, to_arrays, weighted_histories


class ItemKnn(NextItemModel):
    """Shrunk cosine between the sets of buyers, the k nearest kept. Sarwar et al. 2001, Dacrema et al. 2019.

    shrink: added to the denominator, so that two products with one common buyer are no twins.
    """

    name = "item_knn"

    def __init__(self, neighbours: int = 100, shrink: float = 5.0, decay: float = 0.7) -> None:
        self.neighbours = neighbours
        self.shrink = shrink
        self.decay = decay
        self._near = csr((0, 0))

    def options(self) -> dict[str, Any]:
        return {"neighbours": self.neighbours, "shrink": self.shrink, "decay": self.decay}

    def fit(self, purchases: Purchases) -> Self:
        bought = buyers(purchases)
        together = csr(bought.T @ bought)
        together.setdiag(0)
        together.eliminate_zeros()
        norms = np.sqrt(np.asarray(bought.sum(axis=0)).ravel())
        pairs = together.tocoo()
        rows, columns = pairs.coords
        values = pairs.data / (norms[rows] * norms[columns] + self.shrink)
        near = csr((values.astype(np.float32), (rows, columns)), shape=together.shape)
        self._near = keep_largest(near, self.neighbours)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        weights = weighted_histories(histories, self._near.shape[0], self.decay)
        return np.asarray((weights @ self._near).todense(), dtype=np.float32)

    def item_scores(self, items: Indices) -> Scores:
        return np.asarray(self._near[items].todense(), dtype=np.float32)

    def arrays(self) -> Arrays:
        return to_arrays(self._near, "near")

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._near = from_arrays(arrays, "near")


def buyers(purchases: Purchases) -> Matrix:
    """Who bought what, once: shape (n_customers, n_items) of 0 and 1."""
    matrix = weighted_histories(purchases.sequences, len(purchases.assortment), 1.0)
    matrix.data = np.ones_like(matrix.data)
    return matrix
