"""References to what is on the table: superlatives, ordinals, all, anaphora, counts ("those two")."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ecreco.assistant.reading.acts import Reference, Superlative

_SUPERLATIVES: tuple[Superlative, ...] = ("best_rated", "worst_rated", "cheapest", "dearest")
_ZH_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_ORDINAL_NUMBER = re.compile(
    r"\b(?:number|no\.?|nr\.?|option|item|product|choice|numero|número|nummer|numéro)\s?#?(?P<n>\d{1,2})\b|"
    r"(?<![\w#])#(?P<h>\d{1,2})\b(?!\d)|第(?P<zh>[一二三四五1-9])",
    re.IGNORECASE,
)
_NUMBER_NAME = re.compile(r"\b(?:number|option|item) (?P<w>one|two|three|four|five|six)\b", re.IGNORECASE)
_ANAPHORA_ZH = re.compile(r"这个|那个|它|这款|那款|这两|那两")
_ALL_ZH = re.compile(r"都要|全部")
_THAT_THING = re.compile(
    r"\b(?:that|those|these|this) (?P<noun>(?!week|month|year|time|price|case|way|is|has|have|was|one|two|three|are|"
    r"can|with|in|for|of|and|i|you|we|morning|money|order|evening|kind|sort|range|reason|point|address|site|shop|please|"
    r"really)[a-z][a-z-]{2,})",
    re.IGNORECASE,
)
_ALWAYS_SAID_OF_THINGS = frozenset({"top", "former", "final", "last", "first", "second"})


@dataclass(frozen=True, slots=True)
class _Patterns:
    ordinals: dict[str, int]
    numbers: dict[str, int]
    ordinal: re.Pattern[str]
    thing: str
    superlatives: dict[Superlative, re.Pattern[str]]
    count: re.Pattern[str]
    anaphora: re.Pattern[str]
    dummy: re.Pattern[str]
    all: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    text = files("ecreco.assistant.reading").joinpath("data/references.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    number = "|".join(data["numbers"])
    ordinal = "|".join(sorted(data["ordinals"], key=len, reverse=True))
    thing = "(?:" + "|".join(data["thing"]["any"]) + ")"
    return _Patterns(
        ordinals=data["ordinals"],
        numbers=data["numbers"],
        ordinal=re.compile(
            rf"\b(?:(?:the|el|la|der|die|das|den|le) )?(?P<word>{ordinal})(?: (?P<count>{number}|\d))?"
            rf"(?= {thing}\b|'s\b|\s*[.,;:!?)]|\s*$| (?:and|y|und|et|please|in|to|against|with)\b)",
            re.IGNORECASE,
        ),
        thing=thing,
        superlatives={name: _superlative(data, name) for name in _SUPERLATIVES},
        count=re.compile(
            rf"(?:of|among|from|between|for) (?:the|those|these|them|my) (?P<a>{number}|\d)\b|"
            rf"\b(?:those|these|ces|estos|diese|die|them) (?P<b>{number}|\d)\b(?! star|-| hour| inch)|"
            rf"\b(?:your|the) (?P<c>{number}|\d) (?=\w+ )|\b(?P<d>both|dono|beiden)\b|\b(?:all) (?P<e>{number})\b",
            re.IGNORECASE,
        ),
        anaphora=_words(data["anaphora"]["any"]),
        dummy=re.compile("|".join(data["dummy"]["any"]), re.IGNORECASE),
        all=_words(data["all"]["any"]),
    )


def _words(parts: list[str]) -> re.Pattern[str]:
    longest_first = sorted(parts, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)


def _superlative(data: dict[str, Any], name: str) -> re.Pattern[str]:
    words, signs = "|".join(data["superlatives"][name]), "|".join(data["superlatives_zh"][name])
    return re.compile(rf"\b(?:{words})\b|{signs}", re.IGNORECASE)


def read_references(text: str) -> tuple[Reference, ...]:
    """References in the order of how exactly they point: superlatives, ordinals, all, then anaphora.

    "the cheaper of the two" is one reference with a superlative and count 2.
    """
    patterns = _patterns()
    count = _count(text, patterns)
    found = [
        Reference(kind="superlative", superlative=name, count=count, text=match[0])
        for name, pattern in patterns.superlatives.items()
        if (match := pattern.search(text))
    ]
    found += _ordinals(text, patterns)
    if match := (patterns.all.search(text) or _ALL_ZH.search(text)):
        found.append(Reference(kind="all", count=count, text=match[0]))
    anaphor = _anaphor(text, patterns)
    if anaphor or (count and not found):
        found.append(Reference(kind="anaphora", count=count, text=anaphor or text))
    return tuple(found)


def _anaphor(text: str, patterns: _Patterns) -> str | None:
    plain = patterns.dummy.sub(" ", text)
    match = _THAT_THING.search(plain) or patterns.anaphora.search(plain) or _ANAPHORA_ZH.search(plain)
    return match[0] if match else None


def _count(text: str, patterns: _Patterns) -> int | None:
    match = patterns.count.search(text)
    if not match:
        return None
    word = next(group for group in match.groups() if group).lower()
    number = int(word) if word.isdigit() else patterns.numbers[word]
    return number if number > 1 else None


def _ordinals(text: str, patterns: _Patterns) -> list[Reference]:
    found: list[Reference] = []
    for match in patterns.ordinal.finditer(text):
        word = match["word"].lower()
        tail = text[: match.end() + 12]
        said = rf"{re.escape(match[0])} {patterns.thing}|\b(?:the|el|la|der|die|das|den|le) {word}\b"
        if word in _ALWAYS_SAID_OF_THINGS and not re.search(said, tail, re.IGNORECASE):
            continue  # "first, what do you sell?" and "at last" point at nothing
        number = (match["count"] or "").lower()
        several = int(number) if number.isdigit() else patterns.numbers.get(number, 1)
        count = several if several > 1 else None
        found.append(Reference(kind="ordinal", ordinal=patterns.ordinals[word], count=count, text=match[0]))
    for match in _ORDINAL_NUMBER.finditer(text):
        digit = match["n"] or match["h"] or match["zh"]
        value = _ZH_DIGITS.get(digit) or int(digit)
        if 1 <= value <= 50:
            found.append(Reference(kind="ordinal", ordinal=value, text=match[0]))
    for match in _NUMBER_NAME.finditer(text):
        found.append(Reference(kind="ordinal", ordinal=patterns.numbers[match["w"].lower()], text=match[0]))
    return found
