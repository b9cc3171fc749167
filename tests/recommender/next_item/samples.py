"""Purchases whose right answers are known by construction."""

from __future__ import annotations

import numpy as np

from ecreco.recommender.next_item.data import Assortment, Purchases

SETS = 8
"""Sets of three products that are always bought in the same order: 3s, 3s + 1, 3s + 2. Nothing joins two sets."""
_WORDS = ("anvil", "barrel", "candle", "drawer", "easel", "funnel", "gasket", "hammer")
_PARTS = ("red starter", "blue refill", "green spare")


def assortment() -> Assortment:
    """24 products; those of one set share a word and a brand."""
    titles = tuple(f"{word} {part}" for word in _WORDS for part in _PARTS)
    return Assortment(
        ids=tuple(f"p{place}" for place in range(len(titles))),
        titles=titles,
        texts=tuple(f"The {title} made for every {title.split()[0]}" for title in titles),
        brands=tuple(f"{word.title()} Works" for word in _WORDS for _ in _PARTS),
    )


def purchases(customers_per_set: int = 20) -> Purchases:
    """Customers of each set buy its three products in order; the first set has twice as many, so it sells best."""
    sequences = []
    for number in range(SETS):
        customers = customers_per_set * (2 if number == 0 else 1)
        sequences += [np.array([3 * number, 3 * number + 1, 3 * number + 2]) for _ in range(customers)]
    return Purchases(assortment(), tuple(sequences))
