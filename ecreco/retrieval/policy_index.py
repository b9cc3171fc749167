"""Answers from the shop's own policy texts, sentence by sentence; nothing where they do not cover the question."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from ecreco.retrieval.encoder import Encoder, Vectors
from ecreco.retrieval.evidence import Passage
from ecreco.retrieval.sentences import sentences
from ecreco.retrieval.terms import ASKING, STOPWORDS, fold, stem, words
from ecreco.shop.records import Policy

# A passage answers when it is near in meaning and grants enough of the question's wishes (by rarity), or is very near.
# Chosen on 70 questions written for four policies, covered and not; see tests/retrieval/test_policy_index.py.
_NEAR_ALONE = 0.62
_NEAR, _GRANTED = 0.30, 0.33
_HARDLY_NEAR, _ALL_GRANTED = 0.15, 0.80
_ALSO = 0.10
_MEANING = 0.55  # share of meaning in the score; the rest is the wishes granted
_TITLED, _LATER = 0.10, 0.03
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_MONEY = re.compile(r"[₹£$€]\s?\d|\b(?:rs|inr|usd|gbp|eur)\.?\s?\d|\d\s?(?:rupees|pounds|dollars|euros)", re.IGNORECASE)
_IDLE = frozenset(
    re.findall(
        r"\w+",
        """above actually ago already also amount anything arrive arrived ask below bought buy buying case could
        day days dollars else euros first got happen happens having help hour hours if inr item keep know last
        late let long looks mean month months one only order ordered orders pair policy possible pounds product
        rather really rs rules rupees say second shop simply something spend spent still store sure take takes
        tell three time today two week weeks while wondering yes yesterday yet""",
    )
)


@dataclass(frozen=True, slots=True)
class _Unit:
    policy_id: str
    title: str
    text: str
    context: str
    stems: frozenset[str]
    titled: frozenset[str]
    place: int
    """Position in its section: the rule comes first, its exceptions behind."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """Something a passage grants with any of these stems."""

    stems: frozenset[str]


class PolicyIndex:
    """All policy sentences of one shop; made once a version of the policies."""

    def __init__(self, units: Sequence[_Unit], vectors: Vectors, encoder: Encoder) -> None:
        self._units = units
        self._vectors = vectors
        self._encoder = encoder
        self._frequency: dict[str, int] = {}
        for unit in units:
            for term in unit.stems:
                self._frequency[term] = self._frequency.get(term, 0) + 1

    @classmethod
    def from_policies(cls, policies: Sequence[Policy], encoder: Encoder) -> PolicyIndex:
        """Cut the sections into sentences and list points and encode each with its title."""
        units = [unit for policy in policies for unit in _units(policy)]
        return cls(units, encoder.encode([f"{u.title}: {u.text}" for u in units]), encoder)

    def answer(self, question: str, k: int = 2) -> list[Passage]:
        """Up to k passages that answer, best first; empty where the policies do not cover the question.

        Passage.record is the policy's id, field its title, context what a list point hangs on ("Days count from ...").
        """
        if not self._units or not question.strip():
            return []
        wishes = _wishes(question)
        if not wishes:
            return []
        near = self._near(question)
        granted = [self._granted(wishes, unit) for unit in self._units]
        found = [
            Passage(
                record=unit.policy_id,
                field=unit.title,
                text=unit.text,
                context=unit.context,
                score=_MEANING * float(cosine) + (1 - _MEANING) * share + _standing(wishes, unit),
            )
            for unit, cosine, share in zip(self._units, near, granted, strict=True)
            if _covers(float(cosine), share)
        ]
        found.sort(key=lambda p: -p.score)
        return [p for p in found[:k] if p.score >= found[0].score - _ALSO]

    def _near(self, question: str) -> Vectors:
        """Cosine of each unit with the question or with its nearest sentence, shape (n,)."""
        whole = question[:1000]
        asked = list(dict.fromkeys([whole, _spelled_out(whole), *sentences(whole)]))
        rows = np.stack([self._encoder.encode_query(text) for text in asked])
        return np.asarray((self._vectors @ rows.T).max(axis=1), dtype=np.float32)

    def _granted(self, wishes: Sequence[_Wish], unit: _Unit) -> float:
        weights = [self._rarity(w) for w in wishes]
        whole = sum(weights)
        have = sum(weight for weight, w in zip(weights, wishes, strict=True) if not w.stems.isdisjoint(unit.stems))
        return have / whole if whole else 0.0

    def _rarity(self, wish: _Wish) -> float:
        """Rarer wishes tell more; one that no policy knows tells most, and says that the question is another."""
        held = max(self._frequency.get(t, 0) for t in wish.stems)
        return math.log1p(len(self._units) / (1 + held))


def _standing(wishes: Sequence[_Wish], unit: _Unit) -> float:
    """A little for the section that is named after what is asked, and for the rule before its exceptions."""
    named = any(not w.stems.isdisjoint(unit.titled) for w in wishes)
    return _TITLED * named - min(_LATER * unit.place, _TITLED)


def _covers(cosine: float, share: float) -> bool:
    return (
        cosine >= _NEAR_ALONE
        or (cosine >= _NEAR and share >= _GRANTED)
        or (cosine >= _HARDLY_NEAR and share >= _ALL_GRANTED)
    )


def _wishes(question: str) -> list[_Wish]:
    rest = fold(question)
    wishes: list[_Wish] = []
    for phrase in _phrases():
        if phrase.said.search(rest):
            wishes.append(_Wish(phrase.means))
            rest = rest if phrase.keep else phrase.said.sub(" ", rest)
    seen: set[str] = set()
    for word in words(rest):
        if word in STOPWORDS or word in ASKING or word in _IDLE or len(word) < 2 or word[0].isdigit():
            continue
        if (term := stem(word)) not in seen:
            seen.add(term)
            wishes.append(_Wish(frozenset([term])))
    return wishes


def _units(policy: Policy) -> Iterator[_Unit]:
    title, lead, place = policy.title, "", 0
    for block in re.split(r"\n\s*\n", policy.text):
        for line in _lines(block):
            if _HEADING.match(line):
                title, lead, place = f"{policy.title}, {_HEADING.sub('', line).strip()}", "", 0
                continue
            said = sentences(_BULLET.sub("", line), specifications=False)
            if said and _BULLET.match(line):  # points stand side by side: none is an exception of another
                yield _unit(policy.policy_id, title, " ".join(said), lead, place)
            elif said:
                for sentence in said:
                    yield _unit(policy.policy_id, title, sentence, "", place)
                    place += 1
                lead = " ".join(said) if len(" ".join(said)) <= 200 else said[-1]


def _lines(block: str) -> Iterator[str]:
    """Points and headings alone, other lines of a block joined: a paragraph may be wrapped."""
    joined: list[str] = []
    for line in block.splitlines():
        if (_BULLET.match(line) or _HEADING.match(line)) and joined:
            yield " ".join(joined)
            joined = []
        joined.append(line.strip())
        if _HEADING.match(line):
            yield line
            joined = []
    if joined:
        yield " ".join(joined)


def _unit(policy_id: str, title: str, text: str, context: str, place: int) -> _Unit:
    titled = frozenset(stem(w) for w in words(title) if w not in STOPWORDS)
    stems = titled | {stem(w) for w in words(text)}
    if _MONEY.search(text):
        stems |= {stem("amount")}
    return _Unit(policy_id, title, text, context, frozenset(stems), titled, place)


@dataclass(frozen=True, slots=True)
class _Phrase:
    said: re.Pattern[str]
    means: frozenset[str]
    keep: bool


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ecreco.retrieval") / "policy_words.toml").read_text(encoding="utf-8"))


def _spelled_out(text: str) -> str:
    short: dict[str, str] = _table()["short"]
    return re.sub(r"[A-Za-z]+", lambda m: short.get(m[0].casefold(), m[0]), text)


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(re.compile(e["said"]), frozenset(stem(w) for w in words(e["means"])), e.get("keep", False))
        for e in _table()["phrase"]
    )
