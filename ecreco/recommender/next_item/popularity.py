"""What sells most, lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores


class Popularity(NextItemModel):
    """Purchases counted with exponential decay of age, the same for every history.

    half_life: purchases of the same customer after which one counts half. Steps stand in for time, because sequences
    carry none and all of them end in the same period.
    """

    name = "popularity"

    def __init__(self, half_life: float = 4.0) -> None:
        self.half_life = half_life
        self._share: Scores = np.empty(0, dtype=np.float32)

    def options(self) -> dict[str, Any]:
        return {"half_life": self.half_life}

    def fit(self, purchases: Purchases) -> Self:
        counts = np.zeros(len(purchases.assortment))
        for sequence in purchases.sequences:
            ages = np.arange(len(sequence))[::-1]
            np.add.at(counts, sequence, 0.5 ** (ages / self.half_life))
        self._share = (counts / max(counts.sum(), 1e-9)).astype(np.float32)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        return np.tile(self._share, (len(histories), 1))

    def item_scores(self, items: Indices) -> Scores:
        return np.tile(self._share, (len(items), 1))

    def arrays(self) -> Arrays:
        return {"share": self._share}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._share = arrays["share"].astype(np.float32)
