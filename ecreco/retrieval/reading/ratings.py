"""Star ratings: `4.4 stars or better`, `rated above 4`, `4+ rating`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.mentions import Mention, plain
from ecreco.retrieval.reading.relations import relation
from ecreco.retrieval.reading.units import COUNTED, UNIT_AFTER

_STARS = re.compile(
    r"\s*\+?\s*-?\s*(?:(?:star|stars|sterne|estrellas|[ée]toiles)(?![a-z])|\*|★|⭐|out\s+of\s+(?:5|five|\ue000|[\ue000-\uf8ff])(?!\w))"
)
_RATED_LEFT = re.compile(
    r"(?:\b(?:with|have|has|having|and)\s+)?(?:\ban?\s+|\bthe\s+|\bits\s+)?(?:\b(?:customer|user|average|avg|star|overall|buyer|product|minimum|min)\s+)*(?:\brat(?:ed|ing|ings)|review(?:ed|s)?|scor(?:e|ed|es|ing)|stars?)(?:\s+(?:of|is|are|at|score|a|an|by|customers?|should|must|be|it|with|and|around"
    r"|about|from|have|has|average|avg|than|or))*\s*[:=]?\s*$"
)
_RATED_INSIDE = re.compile(r"\b(?:rat(?:ed|ings?)|reviews?|scored?|stars?)\b")
_RATED_RIGHT = re.compile(
    r"\s*\+?\s*(?:or\s+(?:more|above|better|higher)\s+|and\s+(?:above|up|over)\s+)?(?:star\s+)?(?:rat(?:ed|ings?)|reviews?\b(?=\s*(?:$|[,.?!])))"
)


class RatingReader:
    """Reads wishes for stars. floor: below it a bare number is no price here; has_phrase: see AmountReader."""

    def __init__(self, floor: Decimal, has_phrase: Callable[[str], bool]) -> None:
        self._floor = floor
        self._has_phrase = has_phrase

    def read(self, mention: Mention, draft: Draft) -> bool:
        """Take the mention if it is a rating."""
        value = mention.low.value
        if mention.currency or value > 5 or mention.low.scale > 1:
            return False
        text = draft.text
        stars = _STARS.match(text, mention.inner_end)
        end = stars.end() if stars else mention.inner_end
        related = relation(text, mention.start, end)
        rated_left = _RATED_LEFT.search(text, 0, related.start) or _RATED_INSIDE.search(
            text, related.start, mention.start
        )
        counted = UNIT_AFTER.match(text, mention.inner_end) or COUNTED.match(text, mention.inner_end)
        if stars is None and counted and not _RATED_RIGHT.match(text, related.end):
            return False
        if related.relation is None and rated_left is None and stars and not mention.high:
            early = relation(text, mention.start, mention.inner_end)
            related = early if early.relation == ">=" else related
        rated_right = _RATED_RIGHT.match(text, max(related.end, end))
        bare = related.relation == ">=" and 1 < value < self._floor and value % 1 != 0  # "4.5 and above", no price here
        if not (stars or rated_left or rated_right or bare):
            return False
        start = min(rated_left.start(), related.start) if rated_left else related.start
        finish = max(related.end, end, rated_right.end() if rated_right else 0)
        finish = max(finish, relation(text, mention.start, finish).end)
        if related.relation is None and not rated_left and not rated_right and self._is_class(mention, stars):
            return False
        if related.relation == "<=":
            draft.flag("max_rating")
        else:
            draft.fields["min_rating"] = float(value)
        draft.take(start, finish, "rating")
        return True

    def _is_class(self, mention: Mention, stars: re.Match[str] | None) -> bool:
        """`5 star` of an air conditioner is its energy class where titles say so; `4*` alone may be anything."""
        return self._has_phrase(f"{plain(mention.low)} star") or (stars is not None and stars[0].strip() == "*")
