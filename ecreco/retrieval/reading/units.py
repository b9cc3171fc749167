"""Units behind a number in customers' texts, shared by the readers of numbers."""

from __future__ import annotations

import re

from ecreco.retrieval.quantities import UNIT

UNIT_AFTER = re.compile(rf"(?P<gap>\s*[+-]?\s*)(?P<unit>{UNIT}|in|a)(?![a-z0-9])")
YEARS = re.compile(
    r"\s*-?\s*(?P<unit>years?|yrs?|yr|months?|mths?|y)\b\.?(?P<old>[\s-]*(?:olds?|of\s+age|o\b))?|\s*(?P<yo>yo|y/o)\b"
)
# Things that are counted: a bare number before one of them is no price.
COUNTED = re.compile(
    r"\s*-?\s*(?:stars?|reviews?|ratings?|people|persons?|players?|kids|children|adults?|guests?|users?|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|%|percent|pieces?|pcs|packs?|items?|products?|options?|things?|ones?|modes?|speeds?|levels?|channels?|keys?|nits|fps|times|sizes?|colou?rs?"
    r"|in\s+\w|x|wala|wale)(?![a-z])"
)
LOOSE_END = re.compile(
    r"\s*(?:$|[,.;:!?)(]|(?:and|but|or|with|for|in|on|please|pls|plz|only|the|if|is|to|that|by|budget|price|cost|which|of|as|at|per|each|ok|thanks|ka|ki|ke|mein|wala|wali)\b)"
)
