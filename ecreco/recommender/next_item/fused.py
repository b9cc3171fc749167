"""The product's own next-item recommender: all signals, put in order by what the shop's own past teaches."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.additive import Additive
from ecreco.recommender.next_item.boosting import Boosted
from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.signals import NAMES, Features, Signals
from ecreco.recommender.next_item.text_space import TextSpace

_CHUNK = 256
_KEPT_NEGATIVES = 0.3  # of the candidates that were not bought: more cost time and change nothing
_FEWEST = 200  # purchases that can be learned from; with fewer the plain sum below orders
_Examples = tuple[Features, NDArray[np.bool_], NDArray[np.int64]]


class Ordering(Protocol):
    """What a fusion learns: a value for each row of features, the higher the likelier."""

    def log_odds(self, features: Features) -> NDArray[np.float32]: ...

    def arrays(self) -> dict[str, NDArray[Any]]: ...


class Fusion(NextItemModel):
    """Candidates from every signal, ordered by a model of theirs; stacked generalisation, Wolpert 1992.

    That model sees each purchase of each customer with signals that were fitted on *other* customers (`folds` groups),
    so that no signal already knows the answer, and new customers look the same as those learned from.
    """

    def __init__(self, folds: int = 6, seed: int = 0) -> None:
        self.folds = folds
        self.seed = seed
        self._signals: Signals | None = None
        self._order: Ordering | None = None

    @abstractmethod
    def learn(self, features: Features, labels: NDArray[np.bool_], sizes: NDArray[np.int64]) -> Ordering:
        """Learn to order candidates (n, len(NAMES)); `sizes` counts those of each history."""

    @abstractmethod
    def restore_order(self, arrays: Mapping[str, NDArray[Any]]) -> Ordering | None:
        """What `learn` had made, out of stored arrays; None where it had not been called."""

    def options(self) -> dict[str, Any]:
        return {"folds": self.folds, "seed": self.seed}

    def fit(self, purchases: Purchases) -> Self:
        space = TextSpace.of(purchases.assortment)
        examples = list(self._examples(space, purchases))
        self._order = None
        if sum(int(labels.sum()) for _, labels, _ in examples) >= _FEWEST:
            features, labels, sizes = (np.concatenate(parts) for parts in zip(*examples, strict=True))
            self._order = self.learn(features, labels, sizes)
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
        self._order = self.restore_order(arrays)

    def _fitted(self) -> Signals:
        if self._signals is None:
            raise ValueError("fit or load the model first")
        return self._signals

    def _chance(self, features: Features) -> NDArray[np.float32]:
        """A number in 0..1 for each row of shape (n, len(NAMES)), rising with the chance to be bought next."""
        text, after = features[:, NAMES.index("text")], features[:, NAMES.index("after_any")]
        plain = (text + 2 * after) / (1 + text + 2 * after)
        if self._order is None:
            return np.asarray(plain, dtype=np.float32)
        # Trees give many products the very same value; the plain sum puts those in order.
        return np.asarray(1 / (1 + np.exp(-self._order.log_odds(features) - plain)), dtype=np.float32)

    def _examples(self, space: TextSpace, purchases: Purchases) -> Iterator[_Examples]:
        """Features (n, len(NAMES)), labels (n,), candidates per history: of every purchase after a customer's first."""
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
                yield features[chosen], labels[chosen], chosen.sum(axis=1)


class FusedNextItem(Fusion):
    """Ordered by boosted trees: the product's own recommender. trees, leaves: of the boosting."""

    name = "fused"

    def __init__(self, folds: int = 6, seed: int = 0, trees: int = 200, leaves: int = 15) -> None:
        super().__init__(folds, seed)
        self.trees = trees
        self.leaves = leaves

    def options(self) -> dict[str, Any]:
        return {**super().options(), "trees": self.trees, "leaves": self.leaves}

    def learn(self, features: Features, labels: NDArray[np.bool_], sizes: NDArray[np.int64]) -> Boosted:
        return Boosted.fit(features, labels, trees=self.trees, leaves=self.leaves, seed=self.seed)

    def restore_order(self, arrays: Mapping[str, NDArray[Any]]) -> Boosted | None:
        return Boosted.from_arrays(arrays) if "trees.roots" in arrays else None


class AdditiveNextItem(Fusion):
    """Ordered by a weighted sum: a little less exact than trees, and each part of a score can be named."""

    name = "additive"

    def learn(self, features: Features, labels: NDArray[np.bool_], sizes: NDArray[np.int64]) -> Additive:
        return Additive.fit(features, labels, sizes)

    def restore_order(self, arrays: Mapping[str, NDArray[Any]]) -> Additive | None:
        return Additive.from_arrays(arrays) if "sum.weight" in arrays else None

    def parts(self, history: Sequence[int] | Indices, item: int) -> dict[str, float]:
        """What each signal adds to `item` after a non-empty `history`, greatest first; {} where nothing was learned."""
        if not isinstance(self._order, Additive):
            return {}
        features = self._fitted().features([np.asarray(history, dtype=np.int64)])[0, item]
        added = self._order.parts(features[None])[0]
        return {NAMES[place]: float(added[place]) for place in np.argsort(-added, kind="stable")}
