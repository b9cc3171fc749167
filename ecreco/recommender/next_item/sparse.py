"""Small helpers on sparse matrices of histories and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ecreco.recommender.next_item.data import Indices

Matrix: TypeAlias = Any
"""A scipy csr_array."""


def csr(source: Any, shape: tuple[int, int] | None = None, dtype: Any = None) -> Matrix:
    """A csr_array of entries, parts or another matrix; entries at the same place add up."""
    return sparse.csr_array(source, shape=shape, dtype=dtype)


def weighted_histories(histories: Sequence[Indices], n_items: int, decay: float, *, unit: bool = False) -> Matrix:
    """Histories as rows, shape (len(histories), n_items): the last purchase weighs 1, each one before `decay` less.

    unit: each row sums to 1. Repeats add up.
    """
    lengths = np.array([len(h) for h in histories], dtype=np.int64)
    columns = np.concatenate([np.empty(0, dtype=np.int64), *histories])
    ages = np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(n)[::-1] for n in lengths)])
    rows = np.repeat(np.arange(len(histories)), lengths)
    values = np.power(float(decay), ages.astype(np.float64))
    if unit:
        sums = np.bincount(rows, values, minlength=len(histories))
        values = values / sums[rows]
    return csr((values, (rows, columns)), shape=(len(histories), n_items))


def scale_rows(matrix: Matrix, factors: NDArray[np.float64]) -> Matrix:
    """Row i times factors[i]."""
    return csr(sparse.diags_array(factors) @ matrix)


def keep_largest(matrix: Matrix, k: int) -> Matrix:
    """The k largest entries of each row."""
    matrix = csr(matrix)
    rows, columns, values = [], [], []
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        kept = start + np.argsort(-matrix.data[start:end], kind="stable")[:k]
        rows.append(np.full(len(kept), row))
        columns.append(matrix.indices[kept])
        values.append(matrix.data[kept])
    if not rows:
        return matrix
    return csr((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=matrix.shape)


def to_arrays(matrix: Matrix, prefix: str) -> dict[str, NDArray[Any]]:
    """The parts of a sparse matrix under names that start with `prefix`."""
    return {
        f"{prefix}.data": matrix.data,
        f"{prefix}.indices": matrix.indices,
        f"{prefix}.indptr": matrix.indptr,
        f"{prefix}.shape": np.array(matrix.shape),
    }


def from_arrays(arrays: Mapping[str, NDArray[Any]], prefix: str) -> Matrix:
    """What `to_arrays` took apart."""
    rows, columns = (int(n) for n in arrays[f"{prefix}.shape"])
    parts = (arrays[f"{prefix}.data"], arrays[f"{prefix}.indices"], arrays[f"{prefix}.indptr"])
    return csr(parts, shape=(rows, columns))
