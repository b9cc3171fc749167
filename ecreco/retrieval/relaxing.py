"""In which order conditions are dropped when nothing meets them all: from the least to the most important.

Options and words stay wishes. Excluded brands and words are never dropped: the customer said what must not come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ecreco.retrieval.constraints import Constraints

Drop = Callable[[Constraints], Constraints]


def _terms_as_wishes(constraints: Constraints) -> Constraints:
    wishes = dict.fromkeys((*constraints.wish_terms, *constraints.must_terms))
    return replace(constraints, must_terms=(), wish_terms=tuple(wishes))


# name told to the caller → how it is dropped; least important first
ORDER: tuple[tuple[str, Drop], ...] = (
    ("rating", lambda c: replace(c, min_rating=None)),
    ("options", lambda c: replace(c, must_options=())),
    ("quantities", lambda c: replace(c, quantities=())),
    ("words", lambda c: _terms_as_wishes(c) if c.must_terms else c),
    ("stock", lambda c: replace(c, in_stock=None)),
    ("brand", lambda c: replace(c, brands_in=())),
    ("price", lambda c: replace(c, min_price=None, max_price=None)),
)


def relaxations(constraints: Constraints) -> Iterator[tuple[tuple[str, ...], Constraints]]:
    """(dropped, looser constraints), smallest sacrifice first: each alone, then the first two, and so on."""
    held = [(name, drop) for name, drop in ORDER if drop(constraints) != constraints]
    for name, drop in held:
        yield (name,), drop(constraints)
    looser = constraints
    for count, (_, drop) in enumerate(held, start=1):
        looser = drop(looser)
        if count > 1:
            yield tuple(name for name, _ in held[:count]), looser
