"""The product's own next-item recommender: all signals, ordered by trees that were trained on the shop's own past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.boosting import Boosted
from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.signals import NAMES, Features, Signals
from ecreco.recommender.next_item.text_space import TextSpace

_CHUNK = 256
_KEPT_NEGATIVES = 0.3  # of the candidates that were not bought: more cost time and change nothing
_PLAIN = 0.2
_FEWEST = 200  # purchases that can be learned from; with fewer the plain sum below orders


class FusedNextItem(NextItemModel):
    """Candidates from every signal, ordered by boosted trees; stacked generalisation, Wolpert 1992.

    The trees see each purchase of each customer with signals that were fitted on *other* customers (`folds` groups), so
    that no signal already knows the answer, and new customers look the same as those learned from.
    """

    name = "fused"

    def __init__(self, folds: int = 6, trees: int = 200, leaves: int = 15, seed: int = 0) -> None:
        self.folds = folds
        self.trees = trees
        self.leaves = leaves
        self.seed = seed
        self._signals: Signals | None = None
        self._order: Boosted | None = None

    def options(self) -> dict[str, Any]:
        return {"folds": self.folds, "trees": self.trees, "leaves": self.leaves, "seed": self.seed}

    def fit(self, purchases: Purchases) -> Self:
        space = TextSpace.of(purchases.assortment)
        parts = list(self._examples(space, purchases))
        bought = sum(int(labels.sum()) for _, labels in parts)
        self._order = None
        if bought >= _FEWEST:
            features = np.concatenate([part[0] for part in parts])
            labels = np.concatenate([part[1] for part in parts])
            self._order = Boosted.fit(features, labels, trees=self.trees, leaves=self.leaves, seed=self.seed)
        self._signals = Signals.fit(space, purchases)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        signals = self._fitted()
        out = signals.popularity.scores(histories)
        asked = [row for row, history in enumerate(histories) if len(history)]
        for start in range(0, len(asked), _CHUNK):
            rows = asked[start : start + _CHUNK]
            features = signals.features([histories[row] for row in rows])
            chosen = signals.candidates(features)
            chance = np.zeros(chosen.shape, dtype=np.float32)
            chance[chosen] = self._chance(features[chosen])
            # What no signal proposed comes after all candidates, the best seller first.
            floor = np.where(chosen, chance, np.inf).min(axis=1, keepdims=True)
            out[rows] = np.where(chosen, chance, out[rows] * np.minimum(floor, 1))
        return out

    def item_scores(self, items: Indices) -> Scores:
        return self.scores([np.array([item]) for item in items])

    def arrays(self) -> Arrays:
        arrays = self._fitted().arrays()
        return arrays | (self._order.arrays() if self._order else {})

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._signals = Signals.from_arrays(arrays)
        self._order = Boosted.from_arrays(arrays) if "trees.roots" in arrays else None

    def _fitted(self) -> Signals:
        if self._signals is None:
            raise ValueError("fit or load the model first")
        return self._signals

    def _chance(self, features: Features) -> NDArray[np.float32]:
        """Chance of each row of shape (n, len(NAMES)) to be the next purchase; without trees, a sum below 1."""
        text, after = features[:, NAMES.index("text")], features[:, NAMES.index("after_any")]
        plain = (text + 2 * after) / (1 + text + 2 * after)
        if self._order is None:
            return np.asarray(plain, dtype=np.float32)
        # Trees give many products the very same value; the plain sum puts those in order.
        return np.asarray(1 / (1 + np.exp(-self._order.log_odds(features) - _PLAIN * plain)), dtype=np.float32)

    def _examples(self, space: TextSpace, purchases: Purchases) -> Iterator[tuple[Features, NDArray[np.bool_]]]:
        """Features (n, len(NAMES)) and labels (n,) of the candidates of every purchase but the first of a customer."""
        generator = np.random.default_rng(self.seed)
        fold_of = generator.integers(0, self.folds, len(purchases.sequences))
        for fold in range(self.folds):
            inside = [purchases.sequences[row] for row in np.flatnonzero(fold_of == fold)]
            asked = [(s[:end], s[end]) for s in inside for end in range(1, len(s))]
            if not asked or len(inside) == len(purchases.sequences):
                continue
            signals = Signals.fit(space, purchases.only(np.flatnonzero(fold_of != fold)))
            for start in range(0, len(asked), _CHUNK):
                chunk = asked[start : start + _CHUNK]
                features = signals.features([history for history, _ in chunk])
                chosen = signals.candidates(features)
                labels = np.zeros(chosen.shape, dtype=bool)
                labels[np.arange(len(chunk)), [target for _, target in chunk]] = True
                chosen &= labels | (generator.random(chosen.shape) < _KEPT_NEGATIVES)
                yield features[chosen], labels[chosen]
