"""Products whose texts are like those of the last purchases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from ecreco.recommender.next_item.data import Assortment, Indices, Purchases
from ecreco.recommender.next_item.model import Arrays, NextItemModel, Scores
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, to_arrays, weighted_histories

_DESCRIPTION_CHARACTERS = 400  # what follows is boilerplate more often than not


class TextProfile(NextItemModel):
    """TF-IDF of title, brand and the start of the description; the profile is the decayed mean of the history.

    Salton & Buckley 1988 (term weighting), Pazzani & Billsus 2007 (content-based profiles).
    decay: weight of a purchase relative to the one after it. longest: purchases looked back at.
    """

    name = "content"

    def __init__(self, decay: float = 0.5, longest: int = 5) -> None:
        self.decay = decay
        self.longest = longest
        self._vectors = csr((0, 0))

    def options(self) -> dict[str, Any]:
        return {"decay": self.decay, "longest": self.longest}

    def fit(self, purchases: Purchases) -> Self:
        self._vectors = text_vectors(purchases.assortment)
        return self

    def scores(self, histories: Sequence[Indices]) -> Scores:
        recent = [history[-self.longest :] for history in histories]
        weights = weighted_histories(recent, self._vectors.shape[0], self.decay, unit=True)
        return _dense(weights @ self._vectors @ self._vectors.T)

    def item_scores(self, items: Indices) -> Scores:
        return _dense(self._vectors[items] @ self._vectors.T)

    def arrays(self) -> Arrays:
        return to_arrays(self._vectors, "vectors")

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._vectors = from_arrays(arrays, "vectors")


def text_vectors(assortment: Assortment) -> Matrix:
    """TF-IDF vectors of length 1 (an empty text: 0), shape (n_items, n_terms): words, word pairs, the brand twice."""
    texts = [
        f"{title} {brand} {brand} {text[:_DESCRIPTION_CHARACTERS]}"
        for title, brand, text in zip(assortment.titles, assortment.brands, assortment.texts, strict=True)
    ]
    vectorizer = TfidfVectorizer(
        sublinear_tf=True, ngram_range=(1, 2), min_df=2, max_df=0.5, token_pattern=r"(?u)\b\w+\b", dtype=np.float32
    )
    try:
        return csr(vectorizer.fit_transform(texts))
    except ValueError:  # no term is left: scikit-learn has no other way to say so
        return csr((len(texts), 1), dtype=np.float32)


def _dense(matrix: Matrix) -> Scores:
    return np.asarray(matrix.todense(), dtype=np.float32)
