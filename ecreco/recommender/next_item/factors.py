"""Matrix factorisation for implicit feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.sparse import Matrix, csr, weighted_histories

Factors = NDArray[np.float64]


class Als(NextItemModel):
    """Alternating least squares with confidence 1 + alpha · count. Hu, Koren & Volinsky 2008.

    A history is folded in: its customer vector is solved for, so customers need not have been seen in training.
    """

    name = "als"

    def __init__(
        self, factors: int = 64, alpha: float = 10.0, regularisation: float = 1.0, rounds: int = 10, seed: int = 0
    ) -> None:
        self.factors = factors
        self.alpha = alpha
        self.regularisation = regularisation
        self.rounds = rounds
        self.seed = seed
        self._items: Factors = np.empty((0, 0))

    def options(self) -> dict[str, Any]:
        return {
            "factors": self.factors,
            "alpha": self.alpha,
            "regularisation": self.regularisation,
            "rounds": self.rounds,
            "seed": self.seed,
        }

    def fit(self, purchases: Purchases) -> Self:
        counts = weighted_histories(purchases.sequences, len(purchases.assortment), 1.0)
        by_item = csr(counts.T)
        generator = np.random.default_rng(self.seed)
        self._items = generator.normal(0, 0.1, (counts.shape[1], self.factors))
        for _ in range(self.rounds):
            customers = self._solve(counts, self._items)
            self._items = self._solve(by_item, customers)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        counts = weighted_histories(histories, len(self._items), 1.0)
        return np.asarray(self._solve(counts, self._items) @ self._items.T, dtype=np.float32)

    def item_scores(self, items: Indices) -> Scores:
        norms = np.linalg.norm(self._items, axis=1, keepdims=True)
        unit = self._items / np.maximum(norms, 1e-9)
        return np.asarray(unit[items] @ unit.T, dtype=np.float32)

    def arrays(self) -> Arrays:
        return {"items": self._items}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._items = arrays["items"].astype(np.float64)

    def _solve(self, counts: Matrix, fixed: Factors) -> Factors:
        """One side's factors given the other's, shape (counts.shape[0], factors); a row without entries is 0."""
        gram = fixed.T @ fixed + self.regularisation * np.eye(self.factors)
        solved = np.zeros((counts.shape[0], self.factors))
        for row in range(counts.shape[0]):
            span = slice(counts.indptr[row], counts.indptr[row + 1])
            if span.start == span.stop:
                continue
            known = fixed[counts.indices[span]]
            extra = self.alpha * counts.data[span]
            left = gram + known.T @ (known * extra[:, None])
            solved[row] = np.linalg.solve(left, known.T @ (1 + extra))
        return solved
