"""Ranking metrics on graded judgments."""

from __future__ import annotations

import math
from collections.abc import Sequence


def dcg(grades: Sequence[int], k: int) -> float:
    """Discounted cumulative gain with gain 2^g-1 (Burges et al. 2005)."""
    return sum((2.0**g - 1) / math.log2(i + 2) for i, g in enumerate(grades[:k]))


def ndcg(ranked: Sequence[int], judged: Sequence[int], k: int) -> float:
    """DCG of the ranked grades over that of the ideal order of all judged ones. NaN when nothing judged is above 0."""
    ideal = dcg(sorted(judged, reverse=True), k)
    return dcg(ranked, k) / ideal if ideal else math.nan


def recall(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float:
    """Share of the relevant ids among the first k. NaN when there are none."""
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else math.nan


def precision(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float:
    """Share of the first k places that hold a relevant id; an unfilled place counts as a miss."""
    return len(relevant.intersection(ranked[:k])) / k
