"""Numbers and ranges of a text together with their currency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecreco.retrieval.reading.numbers import Number
from ecreco.retrieval.reading.text import Template
from ecreco.retrieval.reading.units import UNIT_AFTER, YEARS

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
_JOIN = re.compile(r"\s*(?P<word>-|~|to|and|till|until|up\s?to|se|aur|y|a|und|bis|et|à|至|到)\s*$")
_BETWEEN = re.compile(
    r"(?:between|betwen|beetween|in\s?between|b/w|btw|from|range(?:\s+(?:of|is))?|entre|zwischen|von|de|say)(?:\s+(?:about|around|rs|the))*\s*$"
)
_AND_WORDS = {"and", "aur", "y", "a", "und", "et", "se"}
_BETWEEN_RIGHT = re.compile(
    r"\s*(?:ke\s+(?:beech|bich|bech|darmiyan|andar)|tak|mein|(?:price\s+)?range|budget|之间)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, or a range of two, with the currency or unit that belongs to it: text[start:end]."""

    start: int
    end: int
    low: Number
    high: Number | None
    currency: str | None
    inner_start: int
    inner_end: int


class MentionFinder:
    """Finds the numbers of a text with what belongs to them. currency: the shop's own."""

    def __init__(self, currency: str) -> None:
        self._currency = currency

    def find(self, template: Template) -> list[Mention]:
        """Every number, or range of two, from left to right."""
        text = template.text
        places = template.places()
        mentions: list[Mention] = []
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

    def _single(self, template: Template, place: int) -> Mention:
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
        return Mention(start, end, number, None, currency, place, place + 1)

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

    def _join(self, text: str, one: Mention, two: Mention) -> Mention | None:
        """`£10-15`, `between 12 hundred and 2k`, `500 se 1000 ke beech`, as one mention."""
        gap = _JOIN.fullmatch(text[one.end : two.start])
        unit = None
        if gap is None:
            unit = UNIT_AFTER.match(text, one.inner_end) or YEARS.match(text, one.inner_end)
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
        return Mention(start, end, low, high, one.currency or two.currency, one.inner_start, two.inner_end)


def plain(number: Number) -> str:
    """`20000`, `1.5`: the number as a customer would read it."""
    return f"{number.value.normalize():f}"
