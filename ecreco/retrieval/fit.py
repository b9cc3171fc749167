"""Does what was found really fit, or is it only the nearest there is? A small logistic model over four signs.

Its weights come from `benchmarks/calibrate_fit.py`: titles, bullet sentences and category names of a product that was
taken out of the catalog while its like stayed (fits), against the same from a catalog of another trade (does not fit).
Case files were not used. Cross-validated AUC .89.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_COSINE, _COVERED, _NAMED, _LENGTH, _BIAS = 10.51, 2.50, 0.68, 1.00, -7.18
_PRODUCT_NAMED = 0.40  # a message that names a thing: "bicycle helmets for children"
_SITUATION = 0.15  # a message that tells of a situation, whose words no product need have
POSSESSIVE = frozenset(["my", "our"])
"""Words that tell of a situation wherever they stand; "I" does so only behind "I need", which is no part of a topic."""
_FIRST_PERSON = POSSESSIVE | {"i", "i'm", "im", "me", "mine", "we", "us"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Signs of fit among the admitted products.

    cosine: of the nearest one. covered, named: largest share of the query's terms, weighted by rarity, that one of the
    best products has in its whole text, and in its title, brand or category. terms: how many terms the query has.
    """

    cosine: float
    covered: float
    named: float
    terms: int

    @property
    def probability(self) -> float:
        """How likely a customer who asked this finds it here, 0..1."""
        if self.terms == 0:
            return 1.0  # nothing was asked for but constraints, and those are met
        z = (
            _COSINE * self.cosine
            + _COVERED * self.covered
            + _NAMED * self.named
            + _LENGTH * math.log(self.terms)
            + _BIAS
        )
        return 1.0 / (1.0 + math.exp(-z))


def fits(evidence: Evidence, words: list[str]) -> bool:
    """Whether the products behind the evidence can be called an answer. words: the message's folded words."""
    situation = evidence.terms >= 3 and not _FIRST_PERSON.isdisjoint(words)
    return evidence.probability >= (_SITUATION if situation else _PRODUCT_NAMED)
