"""The words of the shop's own policy that a rule rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ecreco.shop.aftersales.rules import Rule
from ecreco.shop.records import Policy

_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_NEAR = 0.5  # share of the rule's words that a sentence must hold to be its source


def policy_words(rule: Rule, policies: Sequence[Policy]) -> str:
    """`Section: sentence`, quoted from the shop's own policy; where that has none, the rule in our words alone."""
    wanted = _words(rule.says)
    best, nearest = rule.says, _NEAR
    for sentence in _sentences(rule.section, policies):
        words = _words(sentence)
        score = len(words & wanted) / len(wanted) - 0.002 * len(words - wanted)
        if score > nearest:
            best, nearest = f"{rule.section}: {sentence}", score
    return best


def _sentences(section: str, policies: Sequence[Policy]) -> Iterator[str]:
    """Of the section with this heading; a smaller heading stands as a line in its parent's text."""
    title = section.casefold()
    for policy in policies:
        inside = policy.title.casefold() == title
        for line in policy.text.splitlines():
            heading = line.strip().lstrip("#").strip()
            if line.startswith("#"):
                inside = heading.casefold() == title
            elif inside and heading:
                yield from _SENTENCE.split(line.lstrip("-* ").strip())


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
