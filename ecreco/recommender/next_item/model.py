"""The contract of every next-item model."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Indices, Purchases
from ecreco.shop.errors import OperatorError

Scores = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """Best first. items, scores: shape (k,) for one question, (n, k) for a batch of n."""

    items: Indices
    scores: Scores


class NextItemModel(ABC):
    """Scores every product as the next purchase after a history.

    A history is a 1-D sequence of product indices, oldest first; it may be empty and may hold repeats. Products the
    model knows nothing of score 0. Bought products are ranked like others, for people do buy again.
    """

    name: ClassVar[str]

    @abstractmethod
    def fit(self, purchases: Purchases) -> Self:
        """Learn from sequences, forgetting what was learned before."""

    @abstractmethod
    def scores(self, histories: Sequence[Indices]) -> Scores:
        """Scores of all products after each history, shape (len(histories), n_items)."""

    @abstractmethod
    def item_scores(self, items: Indices) -> Scores:
        """How well each product goes with each of `items`, shape (len(items), n_items)."""

    @abstractmethod
    def arrays(self) -> Arrays:
        """Everything learned, as arrays."""

    @abstractmethod
    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take over what `arrays` gave."""

    def options(self) -> dict[str, Any]:
        """Arguments that make an equal, unfitted model; JSON values only."""
        return {}

    def recommend(self, history: Sequence[int] | Sequence[Indices] | Indices, k: int = 10) -> Ranked:
        """The k best products after one history (shape (k,)) or after each of several (shape (n, k))."""
        if _is_batch(history):
            return top(self.scores([np.asarray(h, dtype=np.int64) for h in history]), k)
        return _first(top(self.scores([np.asarray(history, dtype=np.int64)]), k))

    def similar(self, item: int | Sequence[int] | Indices, k: int = 10) -> Ranked:
        """The k products that go best with one product (shape (k,)) or with each of several (shape (n, k)).

        The product itself is left out.
        """
        items = np.atleast_1d(np.asarray(item, dtype=np.int64))
        scores = self.item_scores(items).copy()
        scores[np.arange(len(items)), items] = -np.inf
        ranked = top(scores, min(k, scores.shape[1] - 1))
        return ranked if np.ndim(item) else _first(ranked)

    def save(self, path: Path) -> None:
        """Write one .npz file without pickles."""
        header = json.dumps({"format": _FORMAT, "model": self.name, "options": self.options()})
        with path.open("wb") as file:
            contents: Any = {"header": np.array(header), **self.arrays()}
            np.savez_compressed(file, **contents)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. OperatorError when it is missing, broken or another model's file."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                header = json.loads(str(stored["header"]))
                arrays = {key: stored[key] for key in stored.files if key != "header"}
        except (OSError, ValueError, KeyError) as error:
            raise OperatorError(f"The model in {path} could not be read: {error}", code="model_broken") from error
        if (header.get("format"), header.get("model")) != (_FORMAT, cls.name):
            raise OperatorError(f"{path} holds {header.get('model')!r}, not {cls.name!r}.", code="model_broken")
        model = cls(**header["options"])
        model.restore(arrays)
        return model


def top(scores: Scores, k: int) -> Ranked:
    """The k highest of each row, best first; equals keep the order of the catalog."""
    k = min(k, scores.shape[1])
    items = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return Ranked(items.astype(np.int64), np.take_along_axis(scores, items, axis=1))


def _first(ranked: Ranked) -> Ranked:
    return Ranked(ranked.items[0], ranked.scores[0])


def _is_batch(history: Sequence[int] | Sequence[Indices] | Indices) -> bool:
    return len(history) > 0 and np.ndim(history[0]) == 1
