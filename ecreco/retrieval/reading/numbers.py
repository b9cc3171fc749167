"""Numbers as customers write them: digits, words, `15 hundred`, `2k`, `1.5 lakh`, `do hazaar`, `a tenner`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ecreco.retrieval.quantities import UNITS
from ecreco.shop.money import parse_money

_ONES = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_TENS["fourty"] = 40
# Hindi words count only before a Hindi or Indian scale: alone, "do" and "ek" mean other things.
_HINDI = {
    "ek": 1, "do": 2, "teen": 3, "char": 4, "chaar": 4, "paanch": 5, "panch": 5, "chhe": 6, "che": 6, "saat": 7,
    "aath": 8, "nau": 9, "das": 10, "dus": 10, "pandrah": 15, "bees": 20, "pachees": 25, "pachas": 50, "dedh": 1.5,
    "dhai": 2.5,
}  # fmt: skip
_SPANISH = {"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10}
_SCALES = {
    "k": 1_000, "hundred": 100, "hundreds": 100, "hundered": 100, "thousand": 1_000, "thousands": 1_000,
    "thou": 1_000, "grand": 1_000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000,
    "crore": 10_000_000, "sau": 100, "hazar": 1_000, "hazaar": 1_000, "hajar": 1_000, "mil": 1_000, "mille": 1_000,
    "tausend": 1_000, "hundert": 100,
}  # fmt: skip
_HINDI_SCALES = "sau|hazaar|hazar|hajar|lakhs?|lacs?|crore"
_NOTES = {"tenner": 10, "fiver": 5}

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SCALE_AFTER = re.compile(rf"(?:(?P<k>\s?k)|\s*-?\s*(?P<word>{'|'.join(s for s in _SCALES if s != 'k')}))(?![a-z0-9])")
_LETTERS = re.compile(r"[a-z]+")
_ATTACHED = {
    *UNITS,
    "in",
    "p",
    "a",
    "g",
    "x",
    "rs",
    "inr",
    "gbp",
    "eur",
    "usd",
    "quid",
    "yo",
    "y",
    "yr",
    "yrs",
    "year",
    "ish",
    "star",
    "stars",
    "years",
    "months",
}
_AFTER_CURRENCY = re.compile(r"(?:^|[^a-z0-9])(?:rs\.?|inr|usd|us|gbp|eur|chf)$")
_UNIT_WORD = "|".join([*_ONES, *_TENS])
_WORDS = re.compile(
    rf"(?<![a-z0-9'-])(?:(?:(?:a|(?P<notes>two|three|four|five))\s+)?(?P<note>{'|'.join(_NOTES)})"
    rf"|(?P<couple>a\s+couple(?:\s+of)?)\s+(?P<couple_scale>hundred|thousand|grand)"
    rf"|(?P<half>half\s+a)\s+(?P<half_scale>thousand|grand|lakh)"
    rf"|(?P<hindi>{'|'.join(_HINDI)})\s+(?P<hindi_scale>{_HINDI_SCALES})"
    rf"|(?P<spanish>{'|'.join(_SPANISH)})\s+(?P<spanish_scale>mil)"
    rf"|(?P<mil>mil)(?=\s+(?:euros?|pesos?|rupias?|dolares))"
    rf"|(?P<english>(?:(?:hundred|thousand)(?=\s)|(?:a|{_UNIT_WORD})\s+(?:and\s+a\s+half\s+)?(?:hundred|thousand|grand|lakhs?|lacs?|crore)|{_UNIT_WORD})"
    rf"(?:(?:\s+and\s+|\s+|-)(?:{_UNIT_WORD}|hundred|thousand|grand|lakhs?))*))(?:s)?(?![a-z0-9])"
)
_JOINS = re.compile(r"(?:^|[^a-z0-9])(?:rs\.?|inr|usd|gbp|eur|sub-|[\d.,]+(?:k|[a-z]{1,2})-)$")
_ONE_OF = re.compile(
    r"[\s-]+(?:litres?|liters?|metres?|meters?|kilos?|kg|gb|tb|watts?|feet|foot|inch|year|star|player|pounds?|quid|rupees?)\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at text[start:end]. scale: 100, 1000, ... when it was written with one. note: it is a banknote."""

    start: int
    end: int
    value: Decimal
    scale: int = 1
    note: bool = False
    digits: bool = True


def find_numbers(text: str) -> list[Number]:
    """The free-standing numbers of a lower-case text, in order.

    Digits inside a model number (`fx-991es`, `a8`), a scale (`1:32`) or a fraction are none; digits with a unit
    behind them (`20000mah`) are, and what follows tells what they count.
    """
    found = [n for m in _DIGITS.finditer(text) if (n := _digits_at(text, m)) is not None]
    taken = [(n.start, n.end) for n in found]
    for match in _WORDS.finditer(text):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        word = _word_number(match)
        if word is not None:
            found.append(word)
    return sorted(found, key=lambda n: n.start)


def _digits_at(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    before, after = text[:start], text[end:]
    if before[-1:].isalpha() and before[-1] < "\u2e80" and not _AFTER_CURRENCY.search(before):
        return None
    if before[-1:] in ("-", "_", "/", ".", "+") and before[-2:-1].isalpha() and not _JOINS.search(before):
        return None
    if (after[:1] in (":", "/") and after[1:2].isdigit()) or (before[-1:] in (":", "/") and before[-2:-1].isdigit()):
        return None
    if (
        after[:1] in ("-", "_", "/")
        and after[1:2].isalpha()
        and after[1:2] not in "kmclgw"
        and before[-1:] not in "₹£€$"
    ):
        return None if not re.match(r"-[a-z]+\b", after) else _number(text, match)
    letters = _LETTERS.match(after)
    if letters and letters[0] not in _ATTACHED and not _SCALE_AFTER.match(text, end):
        return None
    return _number(text, match)


def _number(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if len(match[0]) > 15:
        return None
    try:
        value = Decimal(parse_money(match[0], "USD").amount) / 100
    except ValueError:
        return None
    if "." in match[0] and "," not in match[0] and match[0].count(".") == 1 and len(match[0].split(".")[1]) > 3:
        value = Decimal(match[0])
    scaled = _SCALE_AFTER.match(text, end)
    if scaled is None:
        return Number(start, end, value)
    scale = _SCALES[(scaled["k"] or scaled["word"]).strip()]
    return Number(start, scaled.end(), value * scale, scale)


def _word_number(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if match["note"]:
        return Number(
            start, end, Decimal(_NOTES[match["note"]] * _ONES.get(match["notes"] or "one", 1)), note=True, digits=False
        )
    if match["couple"]:
        scale = _SCALES[match["couple_scale"]]
        return Number(start, end, Decimal(2 * scale), scale, digits=False)
    if match["half"]:
        scale = _SCALES[match["half_scale"]]
        return Number(start, end, Decimal(scale) / 2, scale, digits=False)
    if match["hindi"]:
        scale = _SCALES[match["hindi_scale"]]
        return Number(start, end, Decimal(str(_HINDI[match["hindi"]])) * scale, scale, digits=False)
    if match["spanish"]:
        return Number(start, end, Decimal(_SPANISH[match["spanish"]] * 1_000), 1_000, digits=False)
    if match["mil"]:
        return Number(start, end, Decimal(1_000), 1_000, digits=False)
    if match["english"] == "one" and not _ONE_OF.match(match.string, match.end()):
        return None  # a pronoun far more often than a number
    value, scale = _english(match["english"])
    return None if value is None else Number(start, start + len(match["english"]), value, scale, digits=False)


def _english(phrase: str) -> tuple[Decimal | None, int]:
    total = Decimal(0)
    current: Decimal | None = None
    last_scale = 1
    for word in re.sub(r"\band a half\b", "half", phrase).replace("-", " ").split():
        if word == "half":
            current = (current or Decimal(0)) + Decimal("0.5")
        elif word == "a":
            current = Decimal(1)
        elif word in _ONES or word in _TENS:
            number = Decimal(_ONES.get(word, _TENS.get(word, 0)))
            current = number if current is None else current + number
        elif word in _SCALES:
            scale = _SCALES[word]
            last_scale = max(last_scale, scale)
            if scale == 100:
                current = (Decimal(1) if current is None else current) * 100
            else:
                total += (Decimal(1) if current is None else current) * scale
                current = None
    return total + (current or Decimal(0)), last_scale
