"""Prices, ratings and measures: every number of a text, read by what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.measures import MeasureReader
from ecreco.retrieval.reading.mentions import MentionFinder
from ecreco.retrieval.reading.prices import PriceReader
from ecreco.retrieval.reading.ratings import RatingReader
from ecreco.retrieval.reading.text import Template


class AmountReader:
    """Reads the numbers of a text. floor: major units below which a bare number is no price in this shop.

    has_phrase tells whether the catalog's titles hold a phrase, as `5 star` for an air conditioner.
    """

    def __init__(self, currency: str, floor: float, has_phrase: Callable[[str], bool]) -> None:
        self._finder = MentionFinder(currency)
        self._ratings = RatingReader(Decimal(str(floor)), has_phrase)
        self._measures = MeasureReader()
        self._prices = PriceReader(currency, Decimal(str(floor)))

    def read(self, template: Template, draft: Draft) -> None:
        """Take every number that is a price, a rating, an age or a measure."""
        for mention in self._finder.find(template):
            if draft.free(mention.start, mention.end):
                _ = (
                    self._ratings.read(mention, draft)
                    or self._measures.read(mention, template, draft)
                    or self._prices.read(mention, draft)
                )
