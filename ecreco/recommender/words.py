"""Words as the ranking compares them: lower case, stemmed, numbers glued to their unit ("3 M" is "3m")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"\d+(?:[.,:]\d+)*[a-z\"]*|[a-z]+(?:['’][a-z]+)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GLUE = re.compile(
    r"(\d)\s*-?\s*(gb|tb|mb|mah|w|watts?|v|kg|g|grams?|l|ltr|lit(?:re|er)s?|ml|cm|mm|m|met(?:re|er)s?|ft|feet|foot"
    r"|inch(?:es)?|\"|hz|mp|pcs|pieces?|packs?|years?|yrs?)(?![a-z])",
    re.IGNORECASE,
)
_UNITS = {
    "watt": "w", "watts": "w", "gram": "g", "grams": "g", "ltr": "l", "litre": "l", "litres": "l", "liter": "l",
    "liters": "l", "metre": "m", "metres": "m", "meter": "m", "meters": "m", "feet": "ft", "foot": "ft",
    "inches": "inch", '"': "inch", "pieces": "pcs", "piece": "pcs", "packs": "pack", "years": "year", "yr": "year",
    "yrs": "year",
}  # fmt: skip
STOP = frozenset(
    """a am an and any are as at be but by can could do does for from get give got has have he her his i if in is it its
    just like looking me my need no not of on one or our out please show she so some something than that the their them
    then there they this to up us want was we what when where which who will with would you your""".split()  # noqa: SIM905
)


def split_camel(name: str) -> str:
    """`USBCables` → `USB Cables`; category names of some sources are written so."""
    return _CAMEL.sub(" ", name).replace("&", " & ").replace(",", ", ")


def glue_units(text: str) -> str:
    """Numbers and their units as one word: `3 metres` → `3m`."""
    return _GLUE.sub(lambda m: m[1] + _UNITS.get(m[2].lower(), m[2].lower()), text)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of one lower-case word; words with digits stay as they are."""
    return word if any(c.isdigit() for c in word) else str(_stemmer().stemWord(word))


def words(text: str) -> list[str]:
    """Lower-case words of a text with units glued, in order."""
    return _WORD.findall(glue_units(text).lower())


def stems(text: str) -> list[str]:
    """Stemmed content words of a text, in order."""
    return [stem(word) for word in words(text) if word not in STOP]


def stem_set(texts: Iterable[str]) -> frozenset[str]:
    """All stemmed content words of several texts."""
    return frozenset(s for text in texts for s in stems(text))
