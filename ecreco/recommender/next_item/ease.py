"""A linear autoencoder in closed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.neighbours import buyers
from ecreco.recommender.next_item.sparse import weighted_histories


class Ease(NextItemModel):
    """Item weights B = I - P/diag(P), P = (XᵀX + λI)⁻¹, with no item explaining itself. Steck 2019, arXiv 1905.03375.

    regularisation: λ. decay: weight of a purchase relative to the one after it when a history is scored.
    Memory grows with the square of the catalog: a model for shops of some ten thousand products.
    """

    name = "ease"

    def __init__(self, regularisation: float = 20.0, decay: float = 0.7) -> None:
        self.regularisation = regularisation
        self.decay = decay
        self._weights: Scores = np.empty((0, 0), dtype=np.float32)

    def options(self) -> dict[str, Any]:
        return {"regularisation": self.regularisation, "decay": self.decay}

    def fit(self, purchases: Purchases) -> Self:
        inverse = _inverse(buyers(purchases).toarray(), self.regularisation)
        weights = inverse / -np.diag(inverse)[None, :]
        np.fill_diagonal(weights, 0)
        self._weights = weights.astype(np.float32)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        weights = weighted_histories(histories, len(self._weights), self.decay).astype(np.float32)
        return np.asarray(weights @ self._weights, dtype=np.float32)

    def item_scores(self, items: Indices) -> Scores:
        return self._weights[items]

    def arrays(self) -> Arrays:
        return {"weights": self._weights}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._weights = arrays["weights"].astype(np.float32)


def _inverse(bought: NDArray[np.float64], regularisation: float) -> NDArray[np.float64]:
    """(XᵀX + λI)⁻¹, shape (n_items, n_items), from the smaller of the two Gram matrices (Woodbury identity)."""
    customers, items = bought.shape
    if items <= customers:
        return np.asarray(np.linalg.inv(bought.T @ bought + regularisation * np.eye(items)))
    small = np.linalg.solve(bought @ bought.T + regularisation * np.eye(customers), bought)
    return np.asarray((np.eye(items) - bought.T @ small) / regularisation)
