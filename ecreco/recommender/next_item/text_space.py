"""What product texts and brands say about which products belong together; knows nothing of purchases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from ecreco.recommender.next_item.content import text_vectors
from ecreco.recommender.next_item.data import Assortment, Indices
from ecreco.recommender.next_item.sparse import Matrix, csr, from_arrays, keep_largest, scale_rows, to_arrays

_NEIGHBOURS = 20
_SHARPNESS = 3  # power of the cosine: ten vague neighbours must not outvote one that is nearly the same product
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class TextSpace:
    """texts, titles: TF-IDF rows of length 1, shape (n_items, terms); titles keep rare words (model numbers).

    brands: membership, shape (n_items, n_brands), without an entry where the brand is unknown; brand_of: (n_items,),
    -1 where unknown. near: each product's nearest others by text, rows sum to 1, shape (n_items, n_items).
    """

    texts: Matrix
    titles: Matrix
    brands: Matrix
    brand_of: Indices
    near: Matrix

    @classmethod
    def of(cls, assortment: Assortment) -> Self:
        texts = text_vectors(assortment).astype(np.float32)
        names = sorted({brand.casefold() for brand in assortment.brands if brand})
        places = {name: place for place, name in enumerate(names)}
        brand_of = np.array([places.get(brand.casefold(), -1) for brand in assortment.brands], dtype=np.int64)
        known = np.flatnonzero(brand_of >= 0)
        shape = (len(assortment), max(len(names), 1))
        return cls(
            texts=texts,
            titles=_title_vectors(assortment),
            brands=csr((np.ones(len(known), dtype=np.float32), (known, brand_of[known])), shape=shape),
            brand_of=brand_of,
            near=_neighbours(texts),
        )

    def __len__(self) -> int:
        return len(self.brand_of)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {
            **to_arrays(self.texts, "texts"),
            **to_arrays(self.titles, "titles"),
            **to_arrays(self.brands, "brands"),
            **to_arrays(self.near, "near"),
            "brand_of": self.brand_of,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        matrices = {name: from_arrays(arrays, name) for name in ("texts", "titles", "brands", "near")}
        return cls(**matrices, brand_of=arrays["brand_of"])


def _title_vectors(assortment: Assortment) -> Matrix:
    vectorizer = TfidfVectorizer(sublinear_tf=True, max_df=0.3, token_pattern=r"(?u)[\w.\-/]+", dtype=np.float32)
    try:
        return csr(vectorizer.fit_transform(assortment.titles))
    except ValueError:  # no term is left
        return csr((len(assortment), 1), dtype=np.float32)


def _neighbours(texts: Matrix) -> Matrix:
    n_items = texts.shape[0]
    columns_of = texts.T.tocsr()
    rows, columns, values = [], [], []
    k = min(_NEIGHBOURS, n_items - 1)
    for start in range(0, n_items, _CHUNK):
        block = np.asarray((texts[start : start + _CHUNK] @ columns_of).todense())
        at = np.arange(len(block))
        block[at, start + at] = 0
        best = np.argpartition(-block, k - 1, axis=1)[:, :k]
        rows.append(np.repeat(start + at, k))
        columns.append(best.ravel())
        values.append(np.maximum(np.take_along_axis(block, best, axis=1), 0).ravel() ** _SHARPNESS)
    near = csr((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(n_items, n_items))
    near = keep_largest(near, k)
    sums = np.asarray(near.sum(axis=1)).ravel()
    return scale_rows(near, 1 / np.maximum(sums, 1e-9)).astype(np.float32)
