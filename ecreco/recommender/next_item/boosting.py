"""Gradient-boosted trees as plain arrays, so that they can be stored without pickles and read by any version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Boosted:
    """Trees of a two-class model, laid end to end. Friedman 2001; histogram splits as in LightGBM, Ke et al. 2017.

    roots: (n_trees,) first node of each. feature, threshold, left, right, value: (n_nodes,); a leaf points at
    itself, so that every row can take the same number of steps. depth: steps that reach every leaf. base: log-odds
    before any tree.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int
    base: float

    @classmethod
    def fit(
        cls, features: NDArray[np.float32], labels: NDArray[np.bool_], *, trees: int, leaves: int, seed: int
    ) -> Self:
        """Learn from features of shape (n, n_features) and labels of shape (n,); both labels must occur."""
        booster = HistGradientBoostingClassifier(
            learning_rate=10 / trees,
            max_iter=trees,
            max_leaf_nodes=leaves,
            min_samples_leaf=50,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=seed,
        ).fit(features, labels)
        # scikit-learn has no public way to the nodes of these trees; tests hold this against its own prediction.
        trained = [stage[0].nodes for stage in booster._predictors]
        roots = np.cumsum([0, *(len(nodes) for nodes in trained[:-1])]).astype(np.int32)
        nodes = np.concatenate(trained)
        offsets = np.repeat(roots, [len(tree) for tree in trained])
        itself = np.arange(len(nodes), dtype=np.int32)
        leaf = nodes["is_leaf"].astype(bool)
        return cls(
            roots=roots,
            feature=nodes["feature_idx"].astype(np.int32),
            threshold=np.where(leaf, 0.0, nodes["num_threshold"]),
            left=np.where(leaf, itself, nodes["left"].astype(np.int32) + offsets).astype(np.int32),
            right=np.where(leaf, itself, nodes["right"].astype(np.int32) + offsets).astype(np.int32),
            value=nodes["value"].astype(np.float64),
            depth=int(nodes["depth"].max()),
            base=float(np.ravel(booster._baseline_prediction)[0]),
        )

    def log_odds(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds of the positive label, shape (n,), for features of shape (n, n_features) without NaN."""
        out = np.empty(len(features), dtype=np.float32)
        for start in range(0, len(features), _CHUNK):
            rows = features[start : start + _CHUNK]
            out[start : start + len(rows)] = self._chunk(rows)
        return out

    def _chunk(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        flat = np.ascontiguousarray(features).ravel()
        starts = (np.arange(len(features)) * features.shape[1])[:, None]
        at = np.tile(self.roots, (len(features), 1))
        for _ in range(self.depth):
            goes_left = flat[starts + self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        return np.asarray(self.base + self.value[at].sum(axis=1))

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {
            "trees.roots": self.roots,
            "trees.feature": self.feature,
            "trees.threshold": self.threshold,
            "trees.left": self.left,
            "trees.right": self.right,
            "trees.value": self.value,
            "trees.depth": np.array(self.depth),
            "trees.base": np.array(self.base),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        parts = {name: arrays[f"trees.{name}"] for name in ("roots", "feature", "threshold", "left", "right", "value")}
        return cls(**parts, depth=int(arrays["trees.depth"]), base=float(arrays["trees.base"]))
