"""Cutting a shop's policy into sections and these into the sentences and list points that can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecreco.retrieval.sentences import sentences
from ecreco.retrieval.terms import STOPWORDS, stem, words
from ecreco.shop.records import Policy

_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_MONEY = re.compile(r"[₹£$€]\s?\d|\b(?:rs|inr|usd|gbp|eur)\.?\s?\d|\d\s?(?:rupees|pounds|dollars|euros)", re.IGNORECASE)
_LEAD_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or list point. section: its place in the list of sections; lead: what a list point hangs on."""

    section: int
    text: str
    lead: str
    stems: frozenset[str]
    place: int
    """Position in its section: the rule comes first, its exceptions behind. Points stand side by side."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    policy_id: str
    title: str
    text: str
    titled: frozenset[str]
    """Stems of the title."""


def cut(policies: Sequence[Policy]) -> tuple[list[Section], list[Unit]]:
    """All sections and units in reading order."""
    parts: list[Section] = []
    units: list[Unit] = []
    for policy in policies:
        for title, blocks in _headed(policy):
            found = list(_units(blocks, len(parts), titled := _stems(title)))
            if found:
                parts.append(Section(policy.policy_id, title, " ".join(u.text for u in found), titled))
                units += found
    return parts, units


def _headed(policy: Policy) -> Iterator[tuple[str, list[str]]]:
    """The policy's own title, then that of each heading in its text, with their lines."""
    title, lines = policy.title, list[str]()
    for block in re.split(r"\n\s*\n", policy.text):
        for line in _lines(block):
            if _HEADING.match(line):
                yield title, lines
                title, lines = f"{policy.title}, {_HEADING.sub('', line).strip()}", []
            else:
                lines.append(line)
    yield title, lines


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


def _units(lines: Sequence[str], section: int, titled: frozenset[str]) -> Iterator[Unit]:
    lead, place = "", 0
    for line in lines:
        said = sentences(_BULLET.sub("", line), specifications=False)
        if said and _BULLET.match(line):
            text = " ".join(said)
            yield Unit(section, text, lead, _told(text) | titled, place)
        elif said:
            for sentence in said:
                yield Unit(section, sentence, "", _told(sentence) | titled, place)
                place += 1
            lead = " ".join(said) if len(" ".join(said)) <= _LEAD_LIMIT else said[-1]


def _stems(title: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words(title) if w not in STOPWORDS)


def tells_amount(text: str) -> bool:
    """Whether a sentence names a sum of money."""
    return bool(_MONEY.search(text))


def _told(text: str) -> frozenset[str]:
    stems = {stem(w) for w in words(text)}
    return frozenset(stems | {stem("amount")} if tells_amount(text) else stems)
