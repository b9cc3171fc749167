"""One query against one state of the indexes: meaning and words fused over the admitted rows."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecreco.retrieval.dense import DenseUnavailable
from ecreco.retrieval.encoder import Vectors
from ecreco.retrieval.fit import Evidence
from ecreco.retrieval.index import Loaded
from ecreco.retrieval.snapshot import Mask

_log = logging.getLogger(__name__)

LEXICAL_WEIGHT = 0.04
"""What a point of BM25 is worth in cosine; see docs/benchmarks.md for what other fusions score."""

WISH_WEIGHT = 0.10
"""What meeting every soft wish (a colour, a measure, a category) is worth in cosine."""

CANDIDATES = 200
_STANDING_WEIGHT = 0.01
_FILTER_FIRST = 20_000  # up to so many admitted rows exact scores in memory are faster than a filtered ANN query
_LOOKED_AT = 10  # best rows whose words count as evidence of fit
_RETRY_AFTER = 30.0  # seconds until a Chroma that failed is asked again

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. vector: None where the encoder failed, words alone then rank. lexical: BM25 of every row."""

    terms: tuple[str, ...]
    vector: Vectors | None
    lexical: Scores


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows, best first, with their scores (fused, cosine, BM25, wishes met), each of the same length."""

    rows: NDArray[np.intp]
    scores: Scores
    cosines: Scores
    lexical: Scores
    wishes: Scores
    evidence: Evidence


class DenseHealth:
    """Remembers that Chroma failed, so that not every search waits for it. A race of threads costs one query."""

    def __init__(self) -> None:
        self.why: str | None = None
        self._failed_at = float("-inf")

    @property
    def usable(self) -> bool:
        """False for a while after a failure."""
        return time.monotonic() - self._failed_at >= _RETRY_AFTER

    def failed(self, error: DenseUnavailable) -> None:
        """Note a failure."""
        if self.why is None:
            _log.warning("search goes on without Chroma: %s", error)
        self.why, self._failed_at = str(error), time.monotonic()

    def worked(self) -> None:
        """Note a success."""
        self.why = None


def rank(state: Loaded, query: Query, mask: Mask | None, health: DenseHealth, *, k: int) -> Ranked:
    """The k best rows among the admitted ones (mask None: all). Score = cosine + LEXICAL_WEIGHT x BM25."""
    rows = _candidates(state, query, mask, health, max(k, CANDIDATES))
    cosines = _cosines(state, query, rows)
    lexical = query.lexical[rows]
    scores = cosines + LEXICAL_WEIGHT * lexical
    if not query.terms and query.vector is None:  # nothing is asked for but constraints
        scores = scores + np.float32(_STANDING_WEIGHT) * state.snapshot.standing[rows]
    order = np.argsort(-scores, kind="stable")[:k]
    best = rows[order]
    unread = np.zeros(len(best), dtype=np.float32)
    return Ranked(best, scores[order], cosines[order], lexical[order], unread, _evidence(state, query, best, cosines))


def with_wishes(found: Ranked, wishes: Scores, k: int) -> Ranked:
    """The same rows in the order that counts soft wishes (-1..1 a row) too, the k best of them."""
    scores = found.scores + np.float32(WISH_WEIGHT) * wishes
    order = np.argsort(-scores, kind="stable")[:k]
    return Ranked(
        found.rows[order], scores[order], found.cosines[order], found.lexical[order], wishes[order], found.evidence
    )


def _candidates(state: Loaded, query: Query, mask: Mask | None, health: DenseHealth, count: int) -> NDArray[np.intp]:
    if mask is not None:
        admitted = np.flatnonzero(mask)
        if len(admitted) <= _FILTER_FIRST:
            return admitted
    words = _top(np.where(mask, query.lexical, 0) if mask is not None else query.lexical, count)
    words = words[query.lexical[words] > 0]
    near = _nearest(state, query, mask, health, count)
    return np.union1d(words, near).astype(np.intp)


def _nearest(state: Loaded, query: Query, mask: Mask | None, health: DenseHealth, count: int) -> NDArray[np.intp]:
    if query.vector is None:
        if query.terms:
            return np.arange(0, dtype=np.intp)
        return np.flatnonzero(mask) if mask is not None else np.arange(len(state.snapshot), dtype=np.intp)
    if mask is None and state.dense is not None and health.usable:
        try:
            found = state.dense.query(query.vector, min(count, len(state.snapshot)))
            health.worked()
            return np.array(state.snapshot.rows([i for i, _ in found]), dtype=np.intp)
        except DenseUnavailable as error:
            health.failed(error)
    exact = state.vectors @ query.vector
    return _top(exact if mask is None else np.where(mask, exact, -np.inf), count)


def _cosines(state: Loaded, query: Query, rows: NDArray[np.intp]) -> Scores:
    if query.vector is None:
        return np.zeros(len(rows), dtype=np.float32)
    return np.asarray(state.vectors[rows] @ query.vector, dtype=np.float32)


def _evidence(state: Loaded, query: Query, best: Sequence[int] | NDArray[np.intp], cosines: Scores) -> Evidence:
    if not len(best):
        return Evidence(0.0, 0.0, 0.0, max(1, len(query.terms)))
    looked = [int(r) for r in best[:_LOOKED_AT]]
    return Evidence(
        cosine=float(cosines.max()),
        covered=max(state.lexical.coverage(query.terms, r) for r in looked),
        named=max(state.lexical.coverage(query.terms, r, named=True) for r in looked),
        terms=len(query.terms),
    )


def _top(scores: Scores, count: int) -> NDArray[np.intp]:
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.intp)
    return np.argpartition(-scores, count)[:count]
