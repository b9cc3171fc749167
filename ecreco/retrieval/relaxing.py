"""In which order wishes are dropped when nothing meets them all: from the least to the most important.

Excluded brands and words are never dropped: the customer said what must not come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ecreco.retrieval.constraints import Constraints

# name told to the caller → the fields it stands for, cleared; least important first
ORDER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rating", {"min_rating": None}),
    ("options", {"options": {}}),
    ("quantities", {"quantities": ()}),
    ("words", {"must_terms": ()}),
    ("stock", {"in_stock": None}),
    ("brand", {"brands_in": ()}),
    ("price", {"min_price": None, "max_price": None}),
    ("category", {"categories": ()}),
)


def relaxations(constraints: Constraints) -> Iterator[tuple[tuple[str, ...], Constraints]]:
    """(dropped, looser constraints), smallest sacrifice first: each wish alone, then the first two, and so on."""
    held = [(name, clear) for name, clear in ORDER if any(getattr(constraints, f) != v for f, v in clear.items())]
    for name, clear in held:
        yield (name,), replace(constraints, **clear)
    looser = constraints
    for count, (_, clear) in enumerate(held, start=1):
        looser = replace(looser, **clear)
        if count > 1:
            yield tuple(name for name, _ in held[:count]), looser
