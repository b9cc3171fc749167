"""The last order of a list: price or rating order among what is relevant, then light diversity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.popularity import shrunk_rating
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.records import Product

Column = NDArray[np.float64]
RELEVANT_SHARE = 0.75  # of the best relevance: what a price order may move to the front


def by_wish(
    order: Sequence[int], products: Sequence[Product], relevance: Column, constraints: Constraints, mean_rating: float
) -> list[int]:
    """`order` with the relevant candidates first, sorted as asked ("cheapest", "best rated"); else `order` unchanged.

    "Two cheapest" means the cheapest of what answers the question, not the cheapest thing that was found.
    """
    if constraints.price_order is None and constraints.rating_order is None:
        return list(order)
    bar = RELEVANT_SHARE * float(max((relevance[i] for i in order), default=0.0))
    front = [i for i in order if relevance[i] >= bar]
    rest = [i for i in order if relevance[i] < bar]
    if constraints.rating_order is not None:
        sign = -1.0 if constraints.rating_order == "best" else 1.0
        front.sort(key=lambda i: sign * shrunk_rating(products[i], mean_rating))
    if constraints.price_order is not None:
        sign = 1.0 if constraints.price_order == "cheapest" else -1.0
        front.sort(key=lambda i: (products[i].price is None, sign * (products[i].price or 0)))
    return front + rest


def one_per_family(order: Sequence[int], products: Sequence[Product], k: int) -> list[int]:
    """The first variant of each family leads; the others follow only where the list would stay short of k."""
    seen: set[str] = set()
    first: list[int] = []
    later: list[int] = []
    for i in order:
        family = products[i].family_id or products[i].product_id
        (later if family in seen else first).append(i)
        seen.add(family)
    return (first + later)[:k]


def spread(order: Sequence[int], products: Sequence[Product], k: int, *, most: int = 2) -> list[int]:
    """For lists nobody asked a question for: at most `most` of one narrow category or brand among the first k."""
    counts: dict[tuple[str, str], int] = {}
    first: list[int] = []
    later: list[int] = []
    for i in order:
        keys = [("category", c) for c in products[i].category[-1:]] + [("brand", b) for b in [products[i].brand] if b]
        if any(counts.get(key, 0) >= most for key in keys):
            later.append(i)
            continue
        first.append(i)
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
    return (first + later)[:k]
