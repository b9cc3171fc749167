"""Robust statistics: figures that a few wrong values do not move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median

# Modified z-scores beyond 3.5 count as outlying: Iglewicz & Hoaglin, How to Detect and Handle Outliers (1993).
OUTLYING = 3.5
_SMALLEST_GROUP = 8


def modified_z(values: Sequence[float]) -> list[float]:
    """0.6745 (x - median) / MAD for each value; with a MAD of zero, by the mean absolute deviation instead.

    All zero where every value is the same.
    """
    middle = median(values)
    deviations = [abs(value - middle) for value in values]
    mad = median(deviations)
    scale = mad / 0.6745 if mad else 1.253314 * fmean(deviations)
    return [(value - middle) / scale if scale else 0.0 for value in values]


def outlying(values: Sequence[float], *, logarithmic: bool = False) -> list[int]:
    """Positions of outlying values; none in groups of fewer than 8. Prices are compared as logarithms."""
    if len(values) < _SMALLEST_GROUP:
        return []
    scores = modified_z([math.log(value) for value in values] if logarithmic else values)
    return [at for at, score in enumerate(scores) if abs(score) > OUTLYING]


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value at a share of an ordered sequence, interpolated (Hyndman & Fan type 7)."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def concentration(counts: Sequence[int]) -> float:
    """Herfindahl-Hirschman index: the sum of squared shares, 1/n for n equal ones, 1 for a single one."""
    total = sum(counts)
    return sum((count / total) ** 2 for count in counts) if total else 0.0
