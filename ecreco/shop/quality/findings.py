"""What a quality report is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["completeness", "consistency", "representativeness"]
Weight = Literal["fine", "look", "mend"]
_NUMBERED = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing counted. weight: nothing to do, worth a look, should be mended. examples: ids and texts of a few."""

    side: Side
    name: str
    count: int
    of: int
    words: str
    weight: Weight
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """count / of, 0 where there is nothing."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """The state of a shop's data. Prices are in minor units of `currency`; histograms are value → count.

    missing: field → products without it. categories: narrowest category path → products. ratings: products by rating
    to half a star; review_stars: reviews by whole stars. bands: (lowest, highest price, products) by fifths.
    """

    shop: str
    title: str
    currency: str
    made_at: datetime
    products: int
    families: int
    reviews: int
    missing: Mapping[str, int]
    findings: tuple[Finding, ...]
    categories: Mapping[str, int]
    departments: Mapping[str, int]
    brands: Mapping[str, int]
    prices: tuple[int, ...]
    bands: tuple[tuple[int, int, int], ...]
    ratings: Mapping[float, int]
    review_stars: Mapping[int, int]
    reviewed: int
    well_reviewed: int
    brand_concentration: float

    def finding(self, name: str) -> Finding:
        """The finding of a name. Raises KeyError."""
        for finding in self.findings:
            if finding.name == name:
                return finding
        raise KeyError(name)

    def of_side(self, side: Side) -> tuple[Finding, ...]:
        """The findings of one side, those to be mended first."""
        order = {"mend": 0, "look": 1, "fine": 2}
        return tuple(sorted((f for f in self.findings if f.side == side), key=lambda f: order[f.weight]))


def finding(
    side: Side,
    name: str,
    found: list[str],
    of: int,
    words: str,
    *,
    weight: Weight = "look",
    count: int | None = None,
) -> Finding:
    """A finding from its examples; `fine` where nothing was found, the given weight otherwise.

    words may hold `[singular|plural]`.
    """
    number = len(found) if count is None else count
    return Finding(side, name, number, of, worded(words, number), weight if number else "fine", tuple(found[:5]))


def worded(words: str, number: int) -> str:
    """`[product|products] without brand` as the number wants it."""
    return _NUMBERED.sub(lambda mark: mark[1 if number == 1 else 2], words)


def counted(number: int, singular: str, plural: str) -> str:
    """`1 family`, `1,204 families`."""
    return f"{number:,} {singular if number == 1 else plural}"


def percentage(count: int, of: int) -> str:
    """A share in percent; a small one is not rounded to nothing, and of nothing there is none."""
    if not of:
        return "–"
    share = 100 * count / of
    return "<0.1%" if 0 < share < 0.05 else ">99.9%" if 99.95 <= share < 100 else f"{share:.1f}%"
