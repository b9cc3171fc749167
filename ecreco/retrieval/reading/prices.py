"""Price bounds: `under 15 hundred`, `£10-15`, `2000 ke andar`, `budget 600`."""

from __future__ import annotations

import re
from decimal import Decimal

from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.mentions import Mention
from ecreco.retrieval.reading.relations import Related, relation
from ecreco.retrieval.reading.units import COUNTED, LOOSE_END
from ecreco.shop.money import to_minor

_BUDGET_LEFT = re.compile(
    r"(?:(?:budget|spend(?:ing)?|pay(?:ing)?|afford|looking\s+at|priced?|cost(?:s|ing)?|presupuesto|budget)(?:'s|\s+(?:is|of|at|was|be|around|about|only|just"
    r"|like|a|on|up|set|ka|de|von))*|\bi(?:'ve)?\s+(?:only\s+|just\s+)?(?:have|got|have\s+got)(?:\s+(?:only|just|about|around|got|like))*)\s*[:=-]?\s*$"
)
_BUDGET_RIGHT = re.compile(
    r"\s*(?:to\s+(?:spend|burn|blow|use|play\s+with)|is\s+(?:my|the)\s+(?:absolute\s+)?(?:max(?:imum)?|limit|budget|most|ceiling)(?:\s+(?:i\s+can|i'd|i\s+want\s+to|that\s+i\s+can)\s+[a-z]+)?|(?:is\s+)?(?:my\s+|the\s+|ka\s+)?(?:budget|price\s+range|limit)|for\s+(?:both|the\s+(?:two|three|lot|set|pair)|all|everything)|all\s+in"
    r"|in\s+total|total|altogether|each|apiece|per\s+(?:piece|item)|a\s+piece|ka\b)(?![a-z])"
)
# "raise it to 3000", "make that 1500", "for a grand"; but "make it 2" is how many.
_ADJUST_LEFT = re.compile(
    r"\b(?:stretch|go|raise|increase|bump|lower|reduce|drop|change|set|make|budget)(?:\s+(?:it|that|the|my|budget|limit|price|max|up|down))*"
    r"(?:\s+(?:up\s+)?to)?\s*$"
)
_ADJUSTED_FLOOR = 10
_FOR = re.compile(r"\bfor\s+$")
_TOTAL = re.compile(
    r"\s*(?:for\s+(?:both|the\s+(?:two|three|lot|pair)|all|everything)|all\s+in|in\s+total|total|altogether|together)"
)
_SCREEN = re.compile(
    r"\s*(?:resolution|tvs?|television|videos?|monitor|uhd|ultra|hdr|display|screen|camera|recording|quality|led|smart)\b"
)
_UP_TO = re.compile(r"\bup\s?to\b")
_RESOLUTIONS = {144, 240, 360, 480, 720, 1080, 1440, 2160, 4320}
_ISH = re.compile(r"ish\b")
_NEAR = (Decimal("0.7"), Decimal("1.3"))


class PriceReader:
    """Reads price bounds. floor: major units below which a bare number is no price in this shop."""

    def __init__(self, currency: str, floor: Decimal) -> None:
        self._currency = currency
        self._floor = floor

    def read(self, mention: Mention, draft: Draft) -> bool:
        """Take the mention if it is a price."""
        text = draft.text
        after = text[mention.inner_end : mention.inner_end + 1]
        pence = self._pence(mention, text)
        if (
            mention.currency is None
            and not pence
            and after.isascii()
            and after.isalpha()
            and not _ISH.match(text, mention.inner_end)
        ):
            return False
        end = mention.end + 1 if pence == "p" else mention.end
        budget_right = _BUDGET_RIGHT.match(text, end)
        related = relation(text, mention.start, end)
        budget_left = _BUDGET_LEFT.search(text, 0, related.start)
        money = mention.currency is not None or pence is not None
        adjusted = None if money or budget_left else _ADJUST_LEFT.search(text, 0, related.start)
        if adjusted and (mention.low.value >= _ADJUSTED_FLOOR or mention.low.scale > 1):
            budget_left = adjusted
        if not money and not self._bare_price(mention, draft, related, bool(budget_left or budget_right)):
            return False
        start = budget_left.start() if budget_left else related.start
        finish = max(related.end, budget_right.end() if budget_right else 0)
        if mention.currency not in (None, self._currency):
            draft.flag(f"currency:{mention.currency}")
            draft.take(start, finish, "foreign_price")
            return True
        if _TOTAL.match(text, end):
            draft.flag("total_budget")
        scale = Decimal(100) if pence else Decimal(1)
        self._bounds(mention, draft, related, scale, budget=bool(budget_left or budget_right))
        draft.take(start, finish, "price")
        return True

    def _pence(self, mention: Mention, text: str) -> str | None:
        word = text[mention.inner_end : mention.end].strip()
        if word in ("pence", "cents", "cent"):
            return word
        rest = text[mention.inner_end : mention.inner_end + 2]
        if self._currency == "GBP" and rest[:1] == "p" and not rest[1:].isalnum() and mention.currency is None:
            return None if int(mention.low.value) in _RESOLUTIONS else "p"
        return None

    def _bare_price(self, mention: Mention, draft: Draft, related: Related, budget: bool) -> bool:
        """A number without a currency is a price only where its surroundings say so."""
        text = draft.text
        value = (mention.high or mention.low).value
        if value < self._floor or (COUNTED.match(text, mention.end) and mention.low.scale == 1):
            return False
        if mention.high is not None:
            return mention.low.value >= self._floor
        if text[mention.end : mention.end + 1] == "+" and value < 100:  # "8+" is an age, "4+" may be stars
            return False
        if related.relation == "<=":
            return not (_UP_TO.search(text, related.start, mention.start) and not LOOSE_END.match(text, related.end))
        if budget:
            return True
        if related.relation is None:
            scaled = mention.low.scale > 1 and _FOR.search(text, 0, mention.start)
            return bool(scaled and LOOSE_END.match(text, mention.end))
        if mention.low.scale > 1 and not _SCREEN.match(text, related.end):
            return True
        return LOOSE_END.match(text, related.end) is not None

    def _bounds(self, mention: Mention, draft: Draft, related: Related, scale: Decimal, *, budget: bool) -> None:
        def minor(value: Decimal) -> int:
            return to_minor(value / scale, self._currency)

        fields = draft.fields
        if mention.high is not None:
            fields["min_price"], fields["max_price"] = minor(mention.low.value), minor(mention.high.value)
            return
        value = mention.low.value
        if related.relation == ">=":
            fields["min_price"] = minor(value)
        elif related.relation == "~" and not budget:
            fields["near_price"] = minor(value)
            fields["min_price"], fields["max_price"] = minor(value * _NEAR[0]), minor(value * _NEAR[1])
        elif related.relation == "~":
            fields["near_price"] = minor(value)
            fields["max_price"] = minor(value * _NEAR[1])
        else:
            fields["max_price"] = minor(value)
