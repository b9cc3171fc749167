"""References to what is on the table: ordinals, superlatives, anaphora, counts ("those two")."""

from __future__ import annotations

import re

from ecreco.assistant.reading.acts import Reference, Superlative

_ORDINALS: dict[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
    "last": -1, "final": -1, "top": 1, "former": 1, "latter": -1,
    "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3, "último": -1, "última": -1,
    "erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2, "dritte": 3, "dritten": 3, "letzte": -1, "letzten": -1,
    "premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "dernier": -1, "dernière": -1,
    "pehla": 1, "pehli": 1, "pehle": 1, "dusra": 2, "doosra": 2, "dusri": 2, "teesra": 3, "tisra": 3, "aakhri": -1,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "dos": 2, "zwei": 2, "beiden": 2, "deux": 2,
    "tres": 3, "drei": 3, "trois": 3, "dono": 2, "donon": 2,
}  # fmt: skip
_ORDINAL_WORDS = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_NUMBER_WORDS = "|".join(_NUMBERS)
_THING = (
    r"(?:one|ones|item|product|option|choice|result|pick|card|model|of (?:the|those|these|them)|uno|una|opción|producto|"
    r"artikel|produkt|option|produit|article|wala|wali|wale)"
)
_ORDINAL = re.compile(
    rf"\b(?:(?:the|el|la|der|die|das|den|le) )?(?P<word>{_ORDINAL_WORDS})(?: (?P<count>{_NUMBER_WORDS}|\d))?"
    rf"(?= {_THING}\b|\s*[.,;:!?)]|\s*$| and\b| y\b| und\b| et\b| please\b| in\b| to\b)",
    re.IGNORECASE,
)
_ORDINAL_NUMBER = re.compile(
    r"\b(?:number|no\.?|nr\.?|option|item|product|choice|numero|número|nummer|numéro)\s?#?(?P<n>\d{1,2})\b|"
    r"(?<![\w#])#(?P<h>\d{1,2})\b(?!\d)|第(?P<zh>[一二三四五1-9])",
    re.IGNORECASE,
)
_ZH = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_SUPERLATIVES: tuple[tuple[Superlative, str], ...] = (
    (
        "best_rated",
        r"(?:best|better|highest|higher|top|most highly)[- ]?(?:rated|reviewed|rating|reviews?|scored?|stars?)|"
        r"(?:rated|reviewed|scores?) (?:the )?(?:best|better|higher|highest)|(?:has|have|with|got) the (?:best|better|higher|highest|most) "
        r"(?:rating|reviews?|score|stars?)|mejor valorad[oa]s?|best(?:e|en)? bewertet(?:e|en)?|am besten bewertet|"
        r"besser bewertet(?:e|en)?|mieux noté(?:e|s)?|评分最高|评价最好",
    ),
    ("worst_rated", r"(?:worst|worse|lowest|lower)[- ]?(?:rated|reviewed|rating|reviews?)|rated (?:the )?(?:worst|worse|lowest|lower)"),
    (
        "cheapest",
        r"cheap(?:er|est)|chepest|less expensive|least expensive|lowest[- ]priced?|lower[- ]priced?|low(?:est|er) price|"
        r"costs? (?:the )?(?:less|least)|inexpensive one|más barat[oa]s?|billig(?:er|ere|eren|ste|sten)|günstig(?:er|ere|eren|ste|sten)|"
        r"moins chers?|moins chère|sabse sasta|sasta wala|sabse saste|最便宜|便宜的",
    ),
    (
        "dearest",
        r"dear(?:er|est)|most expensive|more expensive|pric(?:ier|iest)|costl(?:ier|iest)|highest[- ]priced?|higher[- ]priced?|"
        r"costs? (?:the )?(?:more|most)|más car[oa]s?|teuer(?:ste|sten|er)|teurer(?:e|en)?|plus chers?|plus chère|sabse mehnga|最贵",
    ),
)  # fmt: skip
_SUPERLATIVE = tuple((name, re.compile(rf"\b(?:{body})\b|(?:{body})" if "最" in body else rf"\b(?:{body})\b", re.IGNORECASE))
                     for name, body in _SUPERLATIVES)  # fmt: skip
_OF_COUNT = re.compile(
    rf"(?:of|among|from|between) (?:the |those |these |them |my )?(?P<n>{_NUMBER_WORDS}|\d)\b|"
    rf"\b(?P<m>those|these|the|all|these|ces|estos|diese|die) (?P<k>{_NUMBER_WORDS}|\d)\b(?! (?:star|hour|day|year|month|port|fan|inch|cheap|best|dear))|\b(?P<both>both)\b",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"\b(?:it|its|it's|it’s|itself|that one|this one|that|this|those|these|them|they|their|the same|same one|"
    r"that (?:product|item|thing|model)|this (?:product|item|thing|model)|the ones?|either|neither|"
    r"ese|esa|eso|este|esta|esto|lo|dieser|diese|dieses|das da|es|davon|celui-ci|celle-ci|celui-là|ça|cela|"
    r"isko|usko|iska|iski|uska|uski|yeh|yeh wala|woh|ye|isme|isko)\b|这个|那个|它",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bthat (?:is|works|has|have|had|can|could|does|do|are|were|was|will|would|fits?|supports?|goes|go|i|you|we|he|she|my|the|won't|isn't|"
    r"costs?|comes?|lasts?|reverses?|lets?)\b(?! (?:in stock|available|any good|good|waterproof))|"
    r"\b(?:is|will|would|how|was) it (?:possible|too late|ok|okay|true|going|legal|safe to|late|cold|hot|raining)\b|"
    r"\bit (?:arrived|broke|died|came|is (?:possible|cold|hot|late|raining|broken))\b|\b(?:so|after|before|for|like|than|at|about|now|all|is) that\b[,.!]?\s*$|"
    r"\bthat'?s (?:it|all|fine|ok|okay|great|good|right|enough|everything)\b|\b(?:this|that) (?:week|month|year|time|morning|way|afternoon|evening)\b|\bthat'll be\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all of (?:them|those|these)|all (?:those|these|three|four|five)|every one of them|everything (?:shown|in there|in (?:my|the) (?:cart|basket)))\b|都要|全部", re.IGNORECASE)  # fmt: skip
_THAT_THING = re.compile(
    r"\b(?:that|those|these|this) (?P<noun>(?!week|month|year|time|price|case|way|is|has|have|was|one|ones|two|three|are|can|with|in|for|"
    r"of|and|i|you|we|morning|money|order|evening|kind|sort|range|reason|point|address|site|shop|please|really)[a-z][a-z-]{2,})",
    re.IGNORECASE,
)


def read_references(text: str) -> tuple[Reference, ...]:
    """References in the order of how exactly they point: superlatives, ordinals, all, then anaphora.

    "the cheaper of the two" is one reference with a superlative and count 2.
    """
    found: list[Reference] = []
    count = _count(text)
    for name, pattern in _SUPERLATIVE:
        match = pattern.search(text)
        if match:
            found.append(Reference(kind="superlative", superlative=name, count=count, text=match[0]))
    found += _ordinals(text)
    match = _ALL.search(text)
    if match:
        found.append(Reference(kind="all", count=count, text=match[0]))
    plain = _DUMMY.sub(" ", text)
    thing = _THAT_THING.search(plain)
    match = _ANAPHORA.search(plain)
    if thing:
        found.append(Reference(kind="anaphora", count=count, text=thing[0]))
    elif match or (count and not found):
        found.append(Reference(kind="anaphora", count=count, text=match[0] if match else text))
    return tuple(found)


def _count(text: str) -> int | None:
    match = _OF_COUNT.search(text)
    if not match:
        return None
    word = (match["n"] or match["k"] or match["both"] or "").lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _ordinals(text: str) -> list[Reference]:
    found: list[Reference] = []
    for match in _ORDINAL.finditer(text):
        word = match["word"].lower()
        if word in ("top", "former", "final", "last", "first") and not re.search(
            rf"{re.escape(match[0])} {_THING}|\bthe {word}\b", text[: match.end() + 12], re.IGNORECASE
        ):
            continue
        number = (match["count"] or "").lower()
        several = int(number) if number.isdigit() else _NUMBERS.get(number)
        count = several if several and several > 1 else None
        found.append(Reference(kind="ordinal", ordinal=_ORDINALS[word], count=count, text=match[0]))
    for match in _ORDINAL_NUMBER.finditer(text):
        digit = match["n"] or match["h"] or match["zh"]
        number_ = _ZH.get(digit) or int(digit)
        if 1 <= number_ <= 50:
            found.append(Reference(kind="ordinal", ordinal=number_, text=match[0]))
    return found
