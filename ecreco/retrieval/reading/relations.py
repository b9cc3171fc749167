"""The words around a number that say how a product's value must stand to it: `under`, `or more`, `ke andar`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecreco.retrieval.quantities import Relation

_NOT = r"(?:no|not|nothing|none|never|[a-z]+n't|cannot|dont|wont|cant|nicht|nichts|pas|kein)"
_OVER = (
    r"(?:more|over|above|greater|higher(?:\s+priced)?|dearer|costlier|pricier|bigger|longer|past|exceed\w*|mehr|über)"
)
_BELOW = r"(?:less?|fewer|under|below|lower|cheaper|smaller|shorter)"
_GO = r"(?:\s+(?:want|wanna|to|go|be|costs?|pay|spend|[a-z]+ing|that's|that is|is|anything|priced|or|for|it|me))*"
_BETWEEN = (
    r"(?:\s+(?:a|an|the|of|about|around|approx|just|only|say|like|my|price|prices|cost|costs|budget|to|is|are|at|than"
    r"|total|be|rating|ratings|rated|with|have|has|length|size|capacity|of\s+around))*\s*[:=]?\s*"
)
_LE_LEFT = (
    rf"{_NOT}{_GO}\s+{_OVER}(?:\s+than)?|{_NOT}\s+m[aá]s\s+de|pas\s+plus\s+de|under|below|beneath|{_BELOW}\s+then"
    rf"|{_BELOW}\s+than|lesser\s+than|up\s?to|uptil|till|until|within|inside|sub\s*-?|with\s?in|(?:price\s+)?(?:cap|ceiling)(?:ped)?\s+(?:at|of|is)"
    r"|max(?:imum|\.)?(?:\s+(?:price|budget|of|is|rs))*|at\s+(?:the\s+)?(?:most|max(?:imum)?)|as\s+low\s+as|<=?|≤|=<"
    r"|(?:por\s+)?menos\s+de|hasta|m[aá]ximo(?:\s+de)?|unter|bis(?:\s+zu)?|h[oö]chstens|maximal|weniger\s+als"
    r"|(?:à\s+|a\s+)?moins\s+de|jusqu'?\s?[àa]|au\s+plus|低于|少于|不超过|最多|(?:my\s+|price\s+|the\s+)?limit(?:'s|\s+is|\s+of|:)?"
)
_GE_LEFT = (
    rf"{_NOT}{_GO}\s+{_BELOW}(?:\s+than)?|over|above|(?:more|greater|higher|bigger|larger|longer|better|costlier|dearer)\s+th[ae]n"
    r"|at\s?le?ast|atleast|min(?:imum|\.)?(?:\s+(?:price|budget|of|is))*|starting(?:\s+(?:at|from|price))+|starts?\s+(?:at|from)"
    r"|upwards?\s+of|north\s+of|beyond|exceeding|>=?|≥|m[aá]s\s+de|a\s+partir\s+de|desde|al\s+menos|m[ií]nimo(?:\s+de)?"
    r"|mindestens|über|ueber|mehr\s+als|plus\s+de|au\s+moins|à\s+partir\s+de|超过|高于|至少"
)
_AROUND_LEFT = (
    r"around|about|approx(?:imately|\.)?|roughly|nearly|almost|close\s+to|near(?:er)?\s+to|circa|~|lagbhag|kareeb"
    r"|alrededor\s+de|unos|unas|ungef[aä]hr|etwa|environ|in\s+the\s+region\s+of|somewhere\s+(?:around|near)|大约"
)
_LEFTS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("<=", re.compile(rf"(?:(?<![a-zà-ÿ0-9'])|(?=[<>=≤≥低少不最]))(?:{_LE_LEFT}){_BETWEEN}$")),
    (">=", re.compile(rf"(?:(?<![a-zà-ÿ0-9'])|(?=[<>=≤≥超高至]))(?:{_GE_LEFT}){_BETWEEN}$")),
    ("~", re.compile(rf"(?:(?<![a-zà-ÿ0-9'])|(?=[~大]))(?:{_AROUND_LEFT}){_BETWEEN}$")),
)
_FROM = re.compile(r"(?<![a-z0-9])(?:from|ab)\s*$")
_RIGHTS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        "<=",
        re.compile(
            r"\s*,?\s*(?:at\s+(?:the\s+)?(?:very\s+)?(?:most|max(?:imum)?)|max(?:imum)?|tops?|or\s+(?:less|under|below|lower|cheaper"
            r"|smaller|shorter|lighter|fewer)|(?:and|&)\s+(?:under|below|less|lower)|ke\s+(?:andar|ander|anda?r|neeche|niche|under"
            r"|bhitar|neche)|se\s+(?:kam|niche|neeche|neche|sast[aie])|tak|mein|o\s+menos|como\s+mucho|como\s+m[aá]ximo|oder\s+weniger"
            r"|maximal|ou\s+moins|au\s+plus|以下|以内|之内)(?![a-z])"
        ),
    ),
    (
        ">=",
        re.compile(
            r"\s*,?\s*(?:(?:or|and|&)\s*(?:more|above|over|up|upwards?|higher|bigger|better|larger|longer|greater|heavier|beyond)"
            r"|plus|onwards?|upwards?|min(?:imum)?|at\s+least|at\s+minimum|se\s+(?:zyada|jyada|upar|adhik)|ke\s+upar"
            r"|o\s+m[aá]s|oder\s+mehr|ou\s+plus|以上)(?![a-z])|\s?\+"
        ),
    ),
    (
        "~",
        re.compile(
            r"\s*-?\s*(?:ish|or\s+so|or\s+thereabouts|approx(?:imately)?|ke\s+(?:aa?s\s?paa?s|kareeb|lagbhag)|range|左右)(?![a-z])"
        ),
    ),
)
_WINDOW = 90


@dataclass(frozen=True, slots=True)
class Related:
    """How the number at hand is meant; the words that said so stand at text[start:end] with the number inside."""

    relation: Relation | None
    start: int
    end: int
    around: bool = False


def relation(text: str, start: int, end: int) -> Related:
    """Read the relation to the left and right of text[start:end]. The nearer and stronger word wins."""
    window = text[max(0, start - _WINDOW) : start]
    offset = start - len(window)
    left: tuple[Relation, int] | None = None
    for name, pattern in _LEFTS:  # "not below" begins before "below"
        match = pattern.search(window)
        if match is not None and (left is None or offset + match.start() < left[1]):
            left = (name, offset + match.start())
    right: tuple[Relation, int] | None = None
    for name, pattern in _RIGHTS:
        found = pattern.match(text, end)
        if found is not None:
            right = (name, found.end())
            break
    if left is None and right is None:
        came_from = _FROM.search(window)
        return Related(">=", offset + came_from.start(), end) if came_from else Related(None, start, end)
    begin = left[1] if left else start
    finish = right[1] if right else end
    if left and left[0] != "~":
        return Related(left[0], begin, finish if right and right[0] in (left[0], "~") else end)
    if right and right[0] != "~":
        return Related(right[0], begin, finish, around=left is not None)
    return Related("~", begin, finish, around=True)
