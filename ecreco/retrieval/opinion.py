"""What a clause of a review speaks of, and its praise or blame, by word lists (`aspects.toml`, `opinion.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from ecreco.retrieval.terms import fold

Polarity = Literal["good", "bad"]
OVERALL = "overall"
"""The aspect of a clause that judges without saying of what: "nice product"."""

_CLAUSE = re.compile(
    r"\s*[,;:–—]?\s*\b(?:but|however|although|though|except|still|yet|the only"
    r"|only (?:issue|problem|thing|con|drawback))\b"
    r"\s*,?|\s*;\s*|\s+-\s+|,\s+(?=(?:the|it|its|it's|this|also|very|too|not|no|is|was)\b)"
    r"|\s+and\s+(?=(?:the|it|its|is|also)\b)"
)
_WORD = re.compile(r"[a-z][a-z'-]*|[^\W\d_]+")
_REACH = 3  # words between a turning word and what it turns
_NOT = r"(?:not|no|never|without|hardly|isn'?t|wasn'?t|doesn'?t|didn'?t|don'?t|aren'?t)"
_TURNED_BEFORE = re.compile(rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}$")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing reviews speak of. good, bad: patterns that judge it by themselves. covers: broader aspects."""

    name: str
    words: re.Pattern[str]
    good: re.Pattern[str] | None
    bad: re.Pattern[str] | None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Opinion:
    """An aspect and its judgement in one clause.

    plain: judged by words of its own, not by a general one. at: where the clause begins in the sentence, about.
    """

    aspect: str
    polarity: Polarity
    plain: bool
    at: int = 0


def opinions(sentence: str, *, stars: float | None = None) -> list[Opinion]:
    """What a sentence of a review judges, an aspect once a polarity. stars: 1..5, used where words are mute."""
    found: dict[tuple[str, Polarity], Opinion] = {}
    for at, clause in _clauses(sentence):
        for opinion in _judge(clause, stars, at):
            known = found.get((opinion.aspect, opinion.polarity))
            if known is None or opinion.plain > known.plain:
                found[opinion.aspect, opinion.polarity] = opinion
    named = [o for o in found.values() if o.aspect != OVERALL]
    return named or list(found.values())


def mentioned(text: str) -> list[str]:
    """Names of the aspects a text speaks of, in the order of the list."""
    folded = fold(text)
    return [a.name for a in aspects() if a.name != "quality" and a.words.search(folded)]


@lru_cache(maxsize=1)
def aspects() -> tuple[Aspect, ...]:
    """The list of aspects, as `aspects.toml` has it."""
    table = tomllib.loads((files("ecreco.retrieval") / "aspects.toml").read_text(encoding="utf-8"))
    return tuple(
        Aspect(
            entry["name"],
            re.compile(entry["words"]),
            re.compile(entry["good"]) if "good" in entry else None,
            re.compile(entry["bad"]) if "bad" in entry else None,
            frozenset(entry.get("covers", ())),
        )
        for entry in table["aspect"]
    )


@dataclass(frozen=True, slots=True)
class _Words:
    good: frozenset[str]
    bad: frozenset[str]
    turn: frozenset[str]
    wish: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads((files("ecreco.retrieval") / "opinion.toml").read_text(encoding="utf-8"))
    good, bad, turn = (frozenset(table[name].split("|")) for name in ("good", "bad", "turn"))
    return _Words(good, bad, turn, re.compile(table["wish"]))


def _clauses(sentence: str) -> list[tuple[int, str]]:
    folded = fold(sentence)
    ends = [(m.start(), m.end()) for m in _CLAUSE.finditer(folded)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(folded)]
    parts = [(a, folded[a:b].strip(" ,.!")) for a, b in zip(starts, stops, strict=True)]
    return [(at, part) for at, part in parts if part]


def _judge(clause: str, stars: float | None, at: int) -> list[Opinion]:
    found = []
    covered: set[str] = set()
    general = _general(clause) or _by_stars(stars)
    for aspect in aspects():
        if not aspect.words.search(clause):
            continue
        plain = _plain(aspect, clause)
        if plain is not None:
            covered |= aspect.covers
            found.append(Opinion(aspect.name, plain, True, at))
        elif aspect.name != "quality" and general is not None:
            found.append(Opinion(aspect.name, general, False, at))
    found = [o for o in found if o.aspect not in covered]
    if any(o.plain for o in found):  # what is said outright, and not what merely stands near it
        found = [o for o in found if o.plain]
    if not found and general is not None:
        found.append(Opinion(OVERALL, general, False, at))
    return found


def _plain(aspect: Aspect, clause: str) -> Polarity | None:
    """The aspect's own patterns: praise that spans the blame wins ("not heavy"), else blame, which is more concrete."""
    good = aspect.good.search(clause) if aspect.good else None
    bad = aspect.bad.search(clause) if aspect.bad else None
    if bad and not (good and good.start() <= bad.start() and bad.end() <= good.end()):
        return None if _TURNED_BEFORE.search(clause[: bad.start()]) else "bad"
    if good:
        return "bad" if _TURNED_BEFORE.search(clause[: good.start()]) else "good"
    return None


def _general(clause: str) -> Polarity | None:
    lexicon = _words()
    if lexicon.wish.search(clause):
        return "bad"
    tokens = _WORD.findall(clause)
    balance = 0
    for i, token in enumerate(tokens):
        sign = (token in lexicon.good) - (token in lexicon.bad)
        if sign:
            before = tokens[max(0, i - _REACH) : i]
            turned = any(t in lexicon.turn or t.endswith("n't") for t in before)
            balance += -sign if turned else sign
    if balance == 0:
        return None
    return "good" if balance > 0 else "bad"


def _by_stars(stars: float | None) -> Polarity | None:
    if stars is None or 2.5 < stars < 4:
        return None
    return "good" if stars >= 4 else "bad"
