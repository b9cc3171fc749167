"""Prices, ratings and measures: every number of a text, read by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ecreco.retrieval.quantities import BASE, UNIT, Quantity, Relation, unit_kind
from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.numbers import Number
from ecreco.retrieval.reading.relations import Related, relation
from ecreco.retrieval.reading.text import NUMBER, Template
from ecreco.shop.money import to_minor

_BEFORE = re.compile(r"(?:(?<![a-z])(?:rs\.?|inr|rupees?|us\$|usd|gbp|eur|chf|a\$|c\$)|₹|£|€|\$|¥)\s*$")
_AFTER = re.compile(
    r"\s*(?:/-|₹|£|€|(?:rs|rupees?|rupaye|rupay|rupiya|rupya|rupe+s|inr|rupias?|rupien|roupies?|bucks?|quid|squid|pounds?(?:\s+sterling)?|gbp"
    r"|euros?|eur|dollars?|usd|dolares|dólares|chf|francs?|pence|cents?|卢比|欧元|英镑|美元|元)(?![a-z])\.?(?:/-)?)"
)
_CURRENCIES = {
    "₹": "INR", "rs": "INR", "inr": "INR", "rupee": "INR", "rupees": "INR", "rupaye": "INR", "rupay": "INR",
    "rupiya": "INR", "rupya": "INR", "rupia": "INR", "rupias": "INR", "rupien": "INR", "roupie": "INR",
    "roupies": "INR", "卢比": "INR", "/-": "INR", "£": "GBP", "quid": "GBP", "squid": "GBP", "pound": "GBP",
    "pounds": "GBP", "pounds sterling": "GBP", "gbp": "GBP", "pence": "GBP", "英镑": "GBP", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "euros": "EUR", "欧元": "EUR", "us$": "USD", "usd": "USD", "$": "USD", "dollar": "USD",
    "dollars": "USD", "美元": "USD", "¥": "JPY", "chf": "CHF", "franc": "CHF", "francs": "CHF",
}  # fmt: skip
# "$" and "dollars" are the money of many shops; "bucks" of all of them.
_DOLLARS = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}
_BUDGET_LEFT = re.compile(
    r"(?:(?:budget|spend(?:ing)?|pay(?:ing)?|afford|looking\s+at|priced?|cost(?:s|ing)?|worth|presupuesto|budget)(?:'s|\s+(?:is|of|at|was|be|around|about|only|just"
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
_JOIN = re.compile(r"\s*(?P<word>-|~|to|and|till|until|up\s?to|se|aur|y|a|und|bis|et|à|至|到)\s*$")
_BETWEEN = re.compile(
    r"(?:between|betwen|beetween|in\s?between|b/w|btw|from|range(?:\s+(?:of|is))?|entre|zwischen|von|de|say)(?:\s+(?:about|around|rs|the))*\s*$"
)
_AND_WORDS = {"and", "aur", "y", "a", "und", "et", "se"}
_BETWEEN_RIGHT = re.compile(
    r"\s*(?:ke\s+(?:beech|bich|bech|darmiyan|andar)|tak|mein|(?:price\s+)?range|budget|之间)(?![a-z])"
)
# Things that are counted: a bare number before one of them is no price.
_COUNTED = re.compile(
    r"\s*-?\s*(?:stars?|reviews?|ratings?|people|persons?|players?|kids|children|adults?|guests?|users?|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|%|percent|pieces?|pcs|packs?|items?|products?|options?|things?|ones?|modes?|speeds?|levels?|channels?|keys?|nits|fps|times|sizes?|colou?rs?"
    r"|in\s+\w|x|wala|wale)(?![a-z])"
)
_LOOSE_END = re.compile(
    r"\s*(?:$|[,.;:!?)(]|(?:and|but|or|with|for|in|on|please|pls|plz|only|the|if|is|to|that|by|budget|price|cost|which|of|as|at|per|each|ok|thanks|ka|ki|ke|mein|wala|wali)\b)"
)
_SCREEN = re.compile(
    r"\s*(?:resolution|tvs?|television|videos?|monitor|uhd|ultra|hdr|display|screen|camera|recording|quality|led|smart)\b"
)
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
_UNIT_AFTER = re.compile(rf"(?P<gap>\s*[+-]?\s*)(?P<unit>{UNIT}|in|a)(?![a-z0-9])")
_RAM_AFTER = re.compile(
    r"\s*(?:\+\s*|(?:or|and)\s+(?:more|above|higher|better|up)\s+)?(?:of\s+|lpddr\w*\s+|ddr\w?\s+)?(?:ram|memory)\b(?!\s+card)"
)
_RAM_BEFORE = re.compile(r"\bram\b(?:\s+(?:of|is|at|should|must|be|least|minimum))*\s*:?\s*$")
_YEARS = re.compile(
    r"\s*-?\s*(?P<unit>years?|yrs?|yr|months?|mths?|y)\b\.?(?P<old>[\s-]*(?:olds?|of\s+age|o\b))?|\s*(?P<yo>yo|y/o)\b"
)
_AGE_LEFT = re.compile(
    r"\b(?:age[sd]?|turn(?:s|ed|ing)|s?he(?:'s|\s+is)|(?:child|kid|boy|girl|toddler|son|daughter|grandson|granddaughter|children|kids|nephew|niece)\s+(?:of|is|aged?|who\s+is|who's))"
    r"(?:\s+(?:of|about|around|from|is|only|just|between))*\s*[:=]?\s*$"
)
_OR_BEFORE = re.compile(rf"({NUMBER})\s*(?:or|oder|o|ou|ya)\s*$")
_PACK_LEFT = re.compile(r"\b(?:pack|packs|packet|set|box|bundle|combo)\s+of\s*$")
_PACK_RIGHT = re.compile(r"\s*-?\s*(?:packs?|pk|count|ct)(?![a-z])")
_MUST = re.compile(
    r"\b(?:must|has\s+to|have\s+to|needs?\s+to|should|only|exactly|strictly)(?:\s+(?:have|be|come|with|a|an|the|ones?))*\s*$"
)
_UP_TO = re.compile(r"\bup\s?to\b")
_RESOLUTIONS = {144, 240, 360, 480, 720, 1080, 1440, 2160, 4320}
_ISH = re.compile(r"ish\b")
_NEAR = (Decimal("0.7"), Decimal("1.3"))


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number, or a range of two, with the currency or unit that belongs to it: text[start:end]."""

    start: int
    end: int
    low: Number
    high: Number | None
    currency: str | None
    inner_start: int
    inner_end: int


class AmountReader:
    """Reads the numbers of a text. floor: major units below which a bare number is no price in this shop.

    has_phrase tells whether the catalog's titles hold a phrase, as `5 star` for an air conditioner.
    """

    def __init__(self, currency: str, floor: float, has_phrase: Callable[[str], bool]) -> None:
        self._currency = currency
        self._floor = Decimal(str(floor))
        self._has_phrase = has_phrase

    def read(self, template: Template, draft: Draft) -> None:
        """Take every number that is a price, a rating, an age or a measure."""
        mentions = self._mentions(template)
        for mention in mentions:
            if not draft.free(mention.start, mention.end):
                continue
            if not any(reader(mention, draft) for reader in (self._pack, self._age, self._rating)):
                _ = self._measure(mention, template, draft) or self._price(mention, draft)

    def _mentions(self, template: Template) -> list[_Mention]:
        text = template.text
        places = template.places()
        mentions: list[_Mention] = []
        skip = -1
        for index, place in enumerate(places):
            if index == skip:
                continue
            one = self._single(template, place)
            mentions.append(one)
            if index + 1 < len(places):
                joined = self._join(text, one, self._single(template, places[index + 1]))
                if joined is not None:
                    mentions[-1] = joined
                    skip = index + 1
        return mentions

    def _single(self, template: Template, place: int) -> _Mention:
        text = template.text
        number = template.number(text[place])
        before = _BEFORE.search(text, 0, place)
        after = _AFTER.match(text, place + 1)
        currency = self._code(before[0] if before else "") or self._code(after[0] if after else "")
        if after and not self._is_money_word(after[0]):
            after = None
        if number.note:
            currency = "GBP"
        start, end = (before.start() if before else place), (after.end() if after else place + 1)
        return _Mention(start, end, number, None, currency, place, place + 1)

    def _is_money_word(self, word: str) -> bool:
        """`5 pounds` is money only where the shop sells in pounds; elsewhere it is a weight."""
        return "pound" not in word or self._currency == "GBP"

    def _code(self, written: str) -> str | None:
        word = written.strip().rstrip(".").removesuffix("/-").strip().rstrip(".") or written.strip()
        if not word or not self._is_money_word(word):
            return None
        if word in ("buck", "bucks", "cent", "cents", "元", "rupe", "rupes"):
            return self._currency
        code = _CURRENCIES.get(word)
        if code is None and re.fullmatch(r"rupe+s", word):
            code = "INR"
        return self._currency if code == "USD" and self._currency in _DOLLARS else code

    def _join(self, text: str, one: _Mention, two: _Mention) -> _Mention | None:
        """`£10-15`, `between 12 hundred and 2k`, `500 se 1000 ke beech`, as one mention."""
        gap = _JOIN.fullmatch(text[one.end : two.start])
        unit = None
        if gap is None:
            unit = _UNIT_AFTER.match(text, one.inner_end) or _YEARS.match(text, one.inner_end)
            gap = _JOIN.fullmatch(text[unit.end() : two.start]) if unit else None
        if gap is None:
            return None
        lead = _BETWEEN.search(text, max(0, one.start - 40), one.start)
        trail = _BETWEEN_RIGHT.match(text, two.end)
        if gap["word"] in _AND_WORDS and not (lead or trail):
            return None
        low, high = one.low, two.low
        if low.scale == 1 and high.scale > 1 and low.value < high.value / high.scale:
            low = Number(low.start, low.end, low.value * high.scale, high.scale, low.note, low.digits)
        if low.value >= high.value:
            return None
        start = lead.start() if lead else one.start
        end = trail.end() if trail else two.end
        return _Mention(start, end, low, high, one.currency or two.currency, one.inner_start, two.inner_end)

    def _pack(self, mention: _Mention, draft: Draft) -> bool:
        if mention.currency or mention.high or mention.low.scale > 1:
            return False
        left = _PACK_LEFT.search(draft.text, 0, mention.inner_start)
        right = _PACK_RIGHT.match(draft.text, mention.inner_end)
        if left is None and right is None:
            return False
        start, end = (left.start() if left else mention.start), (right.end() if right else mention.inner_end)
        self._add(draft, "pieces", float(mention.low.value), "=", False, f"pack of {_plain(mention.low)}")
        draft.take(start, end, "quantity")
        return True

    def _age(self, mention: _Mention, draft: Draft) -> bool:
        right = _YEARS.match(draft.text, mention.inner_end)
        left = _AGE_LEFT.search(draft.text, 0, mention.start)
        if mention.currency or not (left or (right and (right["old"] or right["yo"] or mention.high))):
            return False
        if left and right is None and mention.low.value > 18:
            return False
        months = bool(right and right["unit"] and right["unit"].startswith("m"))
        scale = 12 if months else 1
        low = float(mention.low.value) / scale
        said = f"{_plain(mention.low)} {'months' if months else 'years'} old"
        start = left.start() if left else mention.start
        end = right.end() if right else mention.end
        if mention.high:
            self._add(draft, "age", low, "=", False, said)
            said = said.replace(_plain(mention.low), _plain(mention.high), 1)
            self._add(draft, "age", float(mention.high.value) / scale, "=", False, said)
        else:
            up = re.compile(r"\s?\+|\s+(?:and|&)\s+(?:up|over|above|older)").match(draft.text, end)
            end = up.end() if up else end
            self._add(draft, "age", low, "=", False, said)
        draft.take(start, end, "age")
        return True

    def _rating(self, mention: _Mention, draft: Draft) -> bool:
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
        counted = _UNIT_AFTER.match(text, mention.inner_end) or _COUNTED.match(text, mention.inner_end)
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

    def _is_class(self, mention: _Mention, stars: re.Match[str] | None) -> bool:
        """`5 star` of an air conditioner is its energy class where titles say so; `4*` alone may be anything."""
        return self._has_phrase(f"{_plain(mention.low)} star") or (stars is not None and stars[0].strip() == "*")

    def _measure(self, mention: _Mention, template: Template, draft: Draft) -> bool:
        text = draft.text
        unit = _UNIT_AFTER.match(text, mention.inner_end)
        if mention.currency or unit is None or (mention.low.scale > 1 and mention.low.digits and unit["gap"] == ""):
            return False
        attached = unit["gap"] == ""
        value = float((mention.high or mention.low).value)
        name = unit["unit"]
        if name == "in":
            name = "inch" if attached else ""
        if name in ("m", "l", "w", "v", "g", "mt", "lt", "a") and not mention.low.digits:
            return False
        if name == '"' and text.count('"', 0, mention.inner_start) % 2:
            return False
        known = unit_kind(name, value, attached=attached)
        if known is None or (known[0] == "pieces" and value <= 1):
            return False
        kind, factor = known
        end = unit.end()
        ram = _RAM_AFTER.match(text, end)
        before = _RAM_BEFORE.search(text, 0, mention.start)
        if kind == "storage" and (ram or (before and draft.free(*before.span()))):
            kind, end = "memory", ram.end() if ram else end
        related = relation(text, mention.start, end)
        if related.relation is None and not mention.high:
            closer = (relation(text, mention.start, at) for at in (unit.end(), mention.inner_end))
            related = next((r for r in closer if r.relation is not None), related)
        unit_text = name if len(name) <= 2 or name.isupper() else f" {name}"
        if unit["gap"].strip() == "+":
            related = Related(">=", related.start, related.end)
        start = self._alternative(mention, template, draft, kind, factor, unit_text)
        self._add_measure(mention, draft, kind, factor, unit_text, related)
        draft.take(min(start, related.start), max(related.end, end), "quantity")
        return True

    def _alternative(
        self, mention: _Mention, template: Template, draft: Draft, kind: str, factor: float, unit: str
    ) -> int:
        """The bare first number of `500 or 1000 pieces` counts in the unit of the second; gives where it begins."""
        match = _OR_BEFORE.search(draft.text, 0, mention.start)
        if match is None or not draft.free(match.start(), mention.start):
            return mention.start
        number = template.number(match[1])
        self._add(draft, kind, float(number.value) * factor, "=", False, _plain(number) + unit)
        return match.start()

    def _add_measure(
        self, mention: _Mention, draft: Draft, kind: str, factor: float, unit: str, related: Related
    ) -> None:
        low = float(mention.low.value) * factor
        if mention.high:
            high = float(mention.high.value) * factor
            self._add(draft, kind, low, ">=", True, _plain(mention.low) + unit)
            self._add(draft, kind, high, "<=", True, _plain(mention.high) + unit)
            return
        how: Relation = related.relation or "="
        loose = how == "<=" and _UP_TO.search(draft.text, related.start, mention.start) is not None
        if loose or (how == ">=" and draft.text[related.start : mention.start].strip() == "from"):
            how = "="
        hard = how in (">=", "<=") or bool(_MUST.search(draft.text, 0, related.start))
        self._add(draft, kind, low, how, hard, _plain(mention.low) + unit)

    def _add(self, draft: Draft, kind: str, value: float, how: Relation, hard: bool, said: str) -> None:
        unit = BASE.get(kind, kind)
        draft.quantities.append(Quantity(kind=kind, value=value, unit=unit, relation=how, hard=hard, said=said))

    def _price(self, mention: _Mention, draft: Draft) -> bool:
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

    def _pence(self, mention: _Mention, text: str) -> str | None:
        word = text[mention.inner_end : mention.end].strip()
        if word in ("pence", "cents", "cent"):
            return word
        rest = text[mention.inner_end : mention.inner_end + 2]
        if self._currency == "GBP" and rest[:1] == "p" and not rest[1:].isalnum() and mention.currency is None:
            return None if int(mention.low.value) in _RESOLUTIONS else "p"
        return None

    def _bare_price(self, mention: _Mention, draft: Draft, related: Related, budget: bool) -> bool:
        """A number without a currency is a price only where its surroundings say so."""
        text = draft.text
        value = (mention.high or mention.low).value
        if value < self._floor or (_COUNTED.match(text, mention.end) and mention.low.scale == 1):
            return False
        if mention.high is not None:
            return mention.low.value >= self._floor
        if text[mention.end : mention.end + 1] == "+" and value < 100:  # "8+" is an age, "4+" may be stars
            return False
        if related.relation == "<=":
            return not (_UP_TO.search(text, related.start, mention.start) and not _LOOSE_END.match(text, related.end))
        if budget:
            return True
        if related.relation is None:
            scaled = mention.low.scale > 1 and _FOR.search(text, 0, mention.start)
            return bool(scaled and _LOOSE_END.match(text, mention.end))
        if mention.low.scale > 1 and not _SCREEN.match(text, related.end):
            return True
        return _LOOSE_END.match(text, related.end) is not None

    def _bounds(self, mention: _Mention, draft: Draft, related: Related, scale: Decimal, *, budget: bool) -> None:
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


def _plain(number: Number) -> str:
    """`20000`, `1.5`: the number as a customer would read it."""
    return f"{number.value.normalize():f}"
