"""Additive fusion: a product's score is a sum of named parts, so that the parts are the reason.

score = Σ weight · signal, each signal within about -1..1 so that a weight says what its signal is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
SHARPNESS = 12.0  # logits per point of score: what makes a cosine .1 higher three times as likely
_LEXICAL_UNIT = 12.5  # BM25 points that count as 1
_HALF_LEXICAL = 8.0  # BM25 points at which the words signal is one half


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part is worth. How they were chosen stands in docs/models/scorer.md."""

    meaning: float = 1.0
    words: float = 0.5
    bert: float = 0.2
    kin: float = 0.2
    wishes: float = 0.2
    popularity: float = 0.05
    profile: float = 0.15

    @property
    def relevance(self) -> tuple[str, ...]:
        """The parts that say whether a product answers the question, as against whom it pleases."""
        return ("meaning", "words", "bert", "kin", "wishes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Signals of n candidates, each of shape (n,).

    meaning: cosine. words: BM25 in units of 12.5. bert: the scorer's correction of the two, -1..1. kin: how well the
    candidate's own narrow category answers. wishes: -1..1. popularity, profile: 0..1.
    """

    meaning: Column
    words: Column
    bert: Column
    kin: Column
    wishes: Column
    popularity: Column
    profile: Column

    def parts(self, weights: Weights) -> dict[str, Column]:
        """The weighted parts; their sum is the score."""
        return {f.name: getattr(weights, f.name) * getattr(self, f.name) for f in fields(self)}


def words_signal(lexical: Column) -> Column:
    """BM25 as a signal: straight, because a query whose every word is met deserves more than one met half."""
    return np.asarray(np.minimum(lexical / _LEXICAL_UNIT, 3.0))


def squashed(lexical: Column) -> Column:
    """BM25 → 0..1, the same for every query: x / (x + 8)."""
    return np.asarray(lexical / (lexical + _HALF_LEXICAL))


def base_logits(dense: Column, lexical: Column) -> Column:
    """What cosine and BM25 say together, as logits; the scorer is trained as a correction to it."""
    return np.asarray(SHARPNESS * (dense + 0.5 * squashed(lexical)))


def correction(logits: Column) -> Column:
    """The scorer's logits in points of score, around 0 for the middle candidate, -1..1."""
    if len(logits) == 0:
        return np.zeros(0)
    return np.asarray(np.clip((logits - np.median(logits)) / SHARPNESS, -1.0, 1.0))


def kin_scores(groups: Sequence[str], relevance: Column, *, top: int = 3) -> Column:
    """How well each candidate's group (narrow category) answers: mean of the group's `top` best, missing ones as 0.

    Products that serve one need sit in one category (cluster hypothesis, van Rijsbergen 1979); a need without product
    words finds some of them by luck, and this lifts the rest.
    """
    best: dict[str, list[float]] = {}
    for group, value in zip(groups, relevance, strict=True):
        best.setdefault(group, []).append(float(value))
    means = {g: sum(sorted(values, reverse=True)[:top]) / top for g, values in best.items()}
    return np.array([means[g] for g in groups], dtype=np.float64)


def total(parts: Mapping[str, Column]) -> Column:
    """Sum of the parts."""
    return np.asarray(sum(parts.values()))
