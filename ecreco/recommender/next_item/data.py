"""Purchase sequences and the texts of the products they are about."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.shop.errors import OperatorError

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Assortment:
    """The products that can be recommended; a product's index is its place here.

    ids, titles, texts, brands: all of length n; `texts` may be empty strings, a missing brand is "".
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    brands: tuple[str, ...]
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {product_id: place for place, product_id in enumerate(self.ids)}
        if len(places) < len(self.ids):
            raise ValueError("a product id occurs twice")
        object.__setattr__(self, "places", places)

    def __len__(self) -> int:
        return len(self.ids)

    def indices(self, ids: Iterable[str]) -> Indices:
        """Indices of the known ids, in order; unknown ones are left out (a product may have left the catalog)."""
        return np.array([self.places[i] for i in ids if i in self.places], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a next-item test: after `history` (oldest first), was `target` ranked high?"""

    customer_id: str
    history: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Purchases:
    """What models learn from. sequences: one array of product indices per customer, oldest purchase first."""

    assortment: Assortment
    sequences: tuple[Indices, ...]

    def only(self, rows: Iterable[int]) -> Purchases:
        """The same assortment with these customers alone."""
        return Purchases(self.assortment, tuple(self.sequences[row] for row in rows))


def read_assortment(path: Path) -> Assortment:
    """Read `{"product_id","title","description","brand"}` lines. OperatorError when the file is missing or broken."""
    rows = list(_lines(path))
    try:
        return Assortment(
            ids=tuple(str(row["product_id"]) for row in rows),
            titles=tuple(str(row.get("title") or "") for row in rows),
            texts=tuple(str(row.get("description") or "") for row in rows),
            brands=tuple(str(row.get("brand") or "").strip() for row in rows),
        )
    except (KeyError, ValueError) as error:
        raise OperatorError(f"{path} is not a list of products: {error}", code="bad_file") from error


def read_cases(path: Path) -> list[Case]:
    """Read `{"customer_id","history","target"}` lines. OperatorError when the file is missing or broken."""
    try:
        return [
            Case(str(row["customer_id"]), tuple(map(str, row["history"])), str(row["target"])) for row in _lines(path)
        ]
    except (KeyError, TypeError) as error:
        raise OperatorError(f"{path} is not a list of next-item cases: {error}", code="bad_file") from error


def first_histories(cases: Sequence[Case], assortment: Assortment) -> Purchases:
    """What was known before the first case of each customer: fair to learn from when scoring on these same cases.

    A customer's later cases hold earlier targets in their history, so they would give the answers away.
    """
    firsts: dict[str, Case] = {}
    for case in cases:
        firsts.setdefault(case.customer_id, case)
    return Purchases(assortment, tuple(assortment.indices(case.history) for case in firsts.values()))


def whole_sequences(cases: Sequence[Case], assortment: Assortment) -> Purchases:
    """Each customer's first history and every target after it, in order: fair for cases of a later period only."""
    bought: dict[str, list[str]] = {}
    for case in cases:
        bought.setdefault(case.customer_id, list(case.history)).append(case.target)
    return Purchases(assortment, tuple(assortment.indices(ids) for ids in bought.values()))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except FileNotFoundError as error:
        raise OperatorError(f"There is no file {path}.", code="missing_file") from error
    except (OSError, json.JSONDecodeError) as error:
        raise OperatorError(f"{path} could not be read: {error}", code="bad_file") from error
