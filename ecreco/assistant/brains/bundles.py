"""Several things for one budget: "a wireless mouse and a mouse pad, 1,500 for both together"."""

from __future__ import annotations

import re

_TOGETHER = re.compile(
    r"\b(?:together|in total|altogether|all in|for (?:both|everything|the two|the three|all(?: of them)?|the (?:set|lot|pair))|combined|bundle|combo|set of|as a set|"
    r"total(?: budget)?|juntos|zusammen|ensemble|dono|milakar)\b|一共|总共",
    re.IGNORECASE,
)
_GIFT = re.compile(
    r"\b(?:gift|present|bundle|combo|hamper|set|kit|regalo|geschenk|cadeau|tohfa)\b[^:]{0,40}:\s*", re.IGNORECASE
)
_JOIN = re.compile(r"\s*(?:,\s*(?:and|plus|und|y|et|aur)?\s+|\s+(?:and|plus|with|und|y|et|aur|\+|&)\s+)(?=(?:an?|some|one|the|ein|eine|una?|une?|ek)\s)", re.IGNORECASE)  # fmt: skip
_LEAD = re.compile(
    r"^.*?\b(?:need|want|looking for|look for|like|get|buy|find|show me|give me|have|suggest|:)\s+(?=(?:an?|some|one|ein|eine|una?|une?|ek)\s)",
    re.IGNORECASE,
)
_MONEY_TAIL = re.compile(
    r"[,;:.–-]?\s*(?:(?:all |both )?(?:for|under|below|within|up to|at most|max(?:imum)?|around|about|budget(?: of)?|total(?: of)?|not more than)\s+)?"
    r"(?:[₹$£€]\s?|rs\.?\s?|inr\s?|usd\s?|gbp\s?|eur\s?)?\d[\d,.]*\s?(?:k\b|rupees|rs\b|inr|dollars|pounds|euros?|bucks|quid)?[^,]*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:for|under|below|within|up to|at|of|my|in|on|all|budget|für|por|pour)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|some|one|the|ein|eine|una?|une?|ek)\s+", re.IGNORECASE)
MOST_PARTS = 4


def parts_of(text: str) -> list[str]:
    """The things wanted together, 2 to 4 of them; empty when the message asks for no bundle.

    Needs a word that ties them to one budget or occasion: "a red and a blue pen" alone is no bundle.
    """
    if not (_TOGETHER.search(text) or _GIFT.search(text)):
        return []
    body = _GIFT.sub("", text, count=1) if _GIFT.search(text) else text
    body = _LEAD.sub("", body)
    body = _MONEY_TAIL.sub("", body.strip())
    body = _TOGETHER.sub("", body)
    parts = [_ARTICLE.sub("", part).strip(" .,;:!?-") for part in _JOIN.split(body)]
    parts = [_TAIL.sub("", part).strip(" .,;:!?-") for part in parts]
    parts = [part for part in parts if 0 < len(part.split()) <= 7]
    return parts if 2 <= len(parts) <= MOST_PARTS else []
