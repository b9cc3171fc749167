"""Text to search terms: folded, stemmed, with measures (`128 GB`, `10 feet`) and compounds (`wi-fi`) made one term."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from itertools import pairwise

import Stemmer

_PLAIN_WORD = re.compile(r"\w+")
STOPWORDS = frozenset(
    _PLAIN_WORD.findall(
        """a about am an and any are as at be been but by can could did do does for from get give go had has have he her
        hers him his how i if in into is it its just like may me might mine my no nor not of off on onto or our ours out
        over own per please she should so some such than that the their them then there these they this those to too u
        under up us very was we were what when where which who whom why will with within would you your yours"""
    )
)
# Words of asking, which say nothing about what is asked for; left out of queries only.
ASKING = frozenset(
    _PLAIN_WORD.findall(
        """available best buy cheap cheapest find good great hello hi looking look main need nice price recommend sell
        show search something stuff suggest thanks thing things want wanted"""
    )
)

_UNITS: dict[str, str] = {
    alias: unit
    for unit, aliases in {
        "m": "m meter meters metre metres mtr mtrs", "cm": "cm centimeter centimeters centimetre centimetres",
        "mm": "mm", "ft": "ft feet foot", "inch": "inch inches", "gb": "gb gigabyte gigabytes", "tb": "tb", "mb": "mb",
        "mah": "mah", "w": "w watt watts", "kw": "kw", "v": "v volt volts", "a": "amp amps",
        "kg": "kg kgs kilo kilos kilogram kilograms", "g": "g gm gms gram grams",
        "l": "l litre litres liter liters ltr ltrs", "ml": "ml", "hz": "hz",
        "mp": "mp megapixel megapixels", "pcs": "pcs pc piece pieces", "dpi": "dpi",
    }.items()
    for alias in aliases.split()
}  # fmt: skip
_MEASURE = re.compile(rf"(\d+(?:\.\d+)?)[\s-]*({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{2,3}(?:\D|$))")
_INCH_MARK = re.compile(r"(?<=\d)\s*(?:\"|''|”|″)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?[a-z]*|[^\W_]+(?:'[a-z])?")
_HYPHEN = re.compile(r"\b([a-z0-9]{1,12})-([a-z0-9]{1,12})\b")
_local = threading.local()  # a Stemmer keeps state, so each thread has its own


def fold(text: str) -> str:
    """Lower case, accents off, one kind of quote; letters of other scripts stay."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in flat if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The English stem; words with digits stay as they are."""
    if any(c.isdigit() for c in word):
        return word
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    return str(stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """The folded words of a text in order, measures joined (`3 metres` → `3m`), not stemmed, nothing left out."""
    flat = _INCH_MARK.sub(" inch", _THOUSANDS.sub("", fold(text)))
    flat = _MEASURE.sub(lambda m: f"{_number(m[1])}{_UNITS[m[2]]} ", flat)
    return [token.removesuffix("'s") for token in _TOKEN.findall(flat)]


def terms(text: str, *, query: bool = False) -> list[str]:
    """The terms to index or to ask for, in order, with repeats.

    A hyphened compound is given in parts and as one; feet are given in metres too. query: leaves words of asking out,
    unless nothing else is left.
    """
    plain = words(text)
    found = [stem(w) for w in plain if w not in STOPWORDS and not (query and w in ASKING)]
    if query and not found:
        found = [stem(w) for w in plain if w not in STOPWORDS]
    found += [a + b for a, b in _HYPHEN.findall(fold(text)) if not (a.isdigit() and b.isdigit())]
    found += [a + b for a, b in pairwise(plain) if _joins(a, b)]
    found += [f"{_number(str(round(float(w[:-2]) * 0.3048, 1)))}m" for w in plain if re.fullmatch(r"[\d.]+ft", w)]
    return found


def _joins(a: str, b: str) -> bool:
    """`type c`, `usb c`, `tab a8`, `wi fi`: a short half makes no term of its own."""
    if a in STOPWORDS or b in STOPWORDS or a.isdigit() or b.isdigit():
        return False
    return min(len(a), len(b)) <= 2


def _number(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
