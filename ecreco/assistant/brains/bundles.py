"""Several things for one budget: "a wireless mouse and a mouse pad, 1,500 for both together"."""

from __future__ import annotations

import re

from ecreco.assistant.brains.patterns import pattern

_ARTICLE = r"(?:an?|some|one|the|ein|eine|una?|une?|ek)"
_AND = r"(?:and|plus|with|und|y|et|aur|\+|&)"
_JOIN = re.compile(rf"\s*(?:,\s*(?:{_AND})?\s+|\s+{_AND}\s+)(?={_ARTICLE}\s)", re.IGNORECASE)
_LEAD = re.compile(rf"^.*?(?:{pattern('asks_for').pattern})\s+(?={_ARTICLE}\s)", re.IGNORECASE)
_LIMIT = (
    r"(?:for|under|below|within|up to|at most|max(?:imum)?|around|about|budget(?: of)?|total(?: of)?|not more than)"
)
_SYMBOL = r"(?:[₹$£€]\s?|rs\.?\s?|inr\s?|usd\s?|gbp\s?|eur\s?)"
_UNIT = r"(?:k\b|rupees|rs\b|inr|dollars|pounds|euros?|bucks|quid)"
_MONEY_TAIL = re.compile(
    rf"[,;:.–-]?\s*(?:(?:all |both )?{_LIMIT}\s+)?{_SYMBOL}?\d[\d,.]*\s?{_UNIT}?[^,]*$", re.IGNORECASE
)
_TAIL = re.compile(r"\s+(?:for|under|below|within|up to|at|of|my|in|on|all|budget|für|por|pour)$", re.IGNORECASE)
_FIRST_ARTICLE = re.compile(rf"^{_ARTICLE}\s+", re.IGNORECASE)
MOST_PARTS = 4


def parts_of(text: str) -> list[str]:
    """The things wanted together, 2 to 4 of them; empty when the message asks for no bundle.

    Needs a word that ties them to one budget or occasion: "a red and a blue pen" alone is no bundle.
    """
    if not (pattern("together").search(text) or pattern("gift_of").search(text)):
        return []
    body = pattern("gift_of").sub("", text, count=1) if pattern("gift_of").search(text) else text
    body = _LEAD.sub("", body)
    body = _MONEY_TAIL.sub("", body.strip())
    body = pattern("together").sub("", body)
    parts = [_FIRST_ARTICLE.sub("", part).strip(" .,;:!?-") for part in _JOIN.split(body)]
    parts = [_TAIL.sub("", part).strip(" .,;:!?-") for part in parts]
    parts = [part for part in parts if 0 < len(part.split()) <= 7]
    return parts if 2 <= len(parts) <= MOST_PARTS else []
