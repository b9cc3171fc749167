"""A weighted sum of signals, so that the parts of a score are its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ecreco.recommender.next_item.signals import NAMES, Features

_AS_THEY_ARE = frozenset({"text", "text_last", "title", "title_last", "brand_last", "brand_share", "is_last"})
_L2 = 3e-4


@dataclass(frozen=True, slots=True)
class Additive:
    """Conditional logit, McFadden 1974: the chance of a candidate is the softmax of its sum among those of its history.

    floor, mean, scale, weight: shape (len(NAMES),). Rates and counts enter as log(value + floor), for their ratios say
    something and their differences do not; floor is NaN for signals that enter as they are.
    """

    floor: NDArray[np.float64]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weight: NDArray[np.float64]

    @classmethod
    def fit(cls, features: Features, labels: NDArray[np.bool_], sizes: NDArray[np.int64]) -> Self:
        """Learn from the candidates (n, len(NAMES)) of several histories, `sizes` of them each, in order.

        Histories whose purchase is not among their candidates teach nothing and are left out.
        """
        history = np.repeat(np.arange(len(sizes)), sizes)
        rows = np.isin(history, history[labels])
        features, labels, history = features[rows], labels[rows], history[rows]
        floor = np.array([_floor(features[:, place], name) for place, name in enumerate(NAMES)])
        plain = _transformed(features, floor)
        mean, scale = plain.mean(axis=0), plain.std(axis=0)
        scale[scale < 1e-9] = 1.0
        starts = np.flatnonzero(np.diff(history, prepend=-1))
        weight = _maximum_likelihood((plain - mean) / scale, labels, starts)
        return cls(floor, mean, scale, weight)

    def log_odds(self, features: Features) -> NDArray[np.float32]:
        """The sum for each row of features, shape (n,): log-odds between two candidates are its differences."""
        return np.asarray(self.parts(features).sum(axis=1), dtype=np.float32)

    def parts(self, features: Features) -> NDArray[np.float64]:
        """What each signal adds, shape (n, len(NAMES)), relative to an average candidate."""
        return np.asarray((_transformed(features, self.floor) - self.mean) / self.scale * self.weight)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"sum.floor": self.floor, "sum.mean": self.mean, "sum.scale": self.scale, "sum.weight": self.weight}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(*(arrays[f"sum.{name}"] for name in ("floor", "mean", "scale", "weight")))


def _floor(values: NDArray[np.float32], name: str) -> float:
    if name in _AS_THEY_ARE:
        return float("nan")
    positive = values[values > 0]
    return float(np.percentile(positive, 10)) if len(positive) else 1.0


def _transformed(features: Features, floor: NDArray[np.float64]) -> NDArray[np.float64]:
    out = features.astype(np.float64)
    logs = ~np.isnan(floor)
    out[:, logs] = np.log(out[:, logs] + floor[logs])
    return out


def _maximum_likelihood(
    plain: NDArray[np.float64], labels: NDArray[np.bool_], starts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Weights of the conditional logit with an L2 prior, by L-BFGS; `starts` is the first row of each history."""
    segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(plain)))
    bought = plain[labels].sum(axis=0)

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = plain @ weight
        highest = np.maximum.reduceat(sums, starts)
        exponentials = np.exp(sums - highest[segment])
        totals = np.add.reduceat(exponentials, starts)
        likelihood = bought @ weight - (highest + np.log(totals)).sum()
        gradient = bought - plain.T @ (exponentials / totals[segment])
        n = len(starts)
        return -likelihood / n + _L2 * weight @ weight, -gradient / n + 2 * _L2 * weight

    found = minimize(loss, np.zeros(plain.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return np.asarray(found.x)
