"""The catalog in memory, as rows: records beside arrays, so that hard constraints are a mask."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ecreco.retrieval.constraints import Constraints
from ecreco.shop.records import Product

Mask = NDArray[np.bool_]


class CatalogSnapshot:
    """What can be bought, at one version of the catalog. Row numbers are those of the indexes beside it."""

    def __init__(self, products: Iterable[Product], version: str = "") -> None:
        self.products: tuple[Product, ...] = tuple(products)
        self.version = version
        self.ids: tuple[str, ...] = tuple(p.product_id for p in self.products)
        self.row: dict[str, int] = {product_id: i for i, product_id in enumerate(self.ids)}
        self._price = np.array([np.nan if p.price is None else p.price for p in self.products], dtype=np.float64)
        self.standing = np.array([_standing(p) for p in self.products], dtype=np.float32)
        """What a product has going for it when nothing is asked: stars above 3, by how many gave them. Shape (n,)."""
        self._family = [p.family_id or p.product_id for p in self.products]

    def __len__(self) -> int:
        return len(self.products)

    def get(self, product_id: str) -> Product | None:
        """The record, None where the snapshot has none."""
        row = self.row.get(product_id)
        return None if row is None else self.products[row]

    def rows(self, product_ids: Sequence[str]) -> list[int]:
        """Row numbers of the ids known here, in their order."""
        return [self.row[i] for i in product_ids if i in self.row]

    def family(self, row: int) -> str:
        """What stands for all variants of one product."""
        return self._family[row]

    def mask(self, constraints: Constraints) -> Mask:
        """Which rows meet the hard constraints, shape (n,). Prices first: they leave few records to read."""
        low = -np.inf if constraints.min_price is None else constraints.min_price
        high = np.inf if constraints.max_price is None else constraints.max_price
        if constraints.min_price is None and constraints.max_price is None:
            admitted: Mask = np.ones(len(self), dtype=np.bool_)
        else:
            admitted = (self._price >= low) & (self._price <= high)
        for row in np.flatnonzero(admitted):
            admitted[row] = constraints.admits(self.products[row])
        return admitted


def _standing(product: Product) -> float:
    if product.rating is None:
        return 0.0
    return (product.rating - 3.0) * math.log1p(product.rating_count or 1)
