"""What the planner's parts share: which words of a message ask, and what kinds of product they name."""

from __future__ import annotations

import re

from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.brains.references import content_words
from ecreco.assistant.knowledge import singular_words
from ecreco.assistant.reading import Act, ActName, MessageReading
from ecreco.assistant.tools.search import without_measures
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import Constraints

ALONE: frozenset[ActName] = frozenset({"greet", "smalltalk", "thanks", "goodbye"})
SEARCHES: frozenset[ActName] = frozenset({"search", "refine", "recommend", "show_more"})
COURTESIES: frozenset[ActName] = frozenset({*ALONE, "confirm", "decline"})
CLEAR = 0.75
_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "dos": 2,
    "zwei": 2,
    "deux": 2,
    "do": 2,
    "couple": 2,
}
_COUNT = re.compile(
    rf"\b(?:top|best|first|show(?: me)?|give me|your|the|of|are|a)\s+(?P<n>{'|'.join(_NUMBER_WORDS)}|[2-9])\s+"
    r"(?:of\s+)?(?:\w+\s+)?(?=(?:best|cheapest|top|most|least|dearest|highest|lowest|options?|products?|ideas?|items?|things?|ones?|models?)\b|\w+s\b)",
    re.IGNORECASE,
)


def wanted(reading: MessageReading, act: Act) -> str:
    """The words to search with: with nothing else asked, the whole message but its courtesies, so that "my neck hurts
    because the laptop sits too low" stays beside "budget 600"."""
    if any(a.name not in SEARCHES and a.name not in COURTESIES for a in reading.acts):
        return reading.topic_text or act.text
    text = _DROPPED.sub(" ", reading.text).strip() or reading.text
    for courtesy in reading.acts:
        if courtesy.name in COURTESIES and courtesy.text in text:
            text = text.replace(courtesy.text, " ", 1)
    return pattern("pieces").sub(" ", text).strip(" ,.;:!") or reading.topic_text or act.text


# "Never mind the toaster, do you sell tents?" wants no toaster.
_DROPPED = re.compile(
    r"\b(?:never ?mind|forget(?: about)?|skip)\s+(?:the|that|those|my)\s+[\w -]{1,30}?[,.;!]+\s+(?=\w)", re.IGNORECASE
)


def asked(context: TurnContext, act: Act) -> str:
    """The words of one question: the whole message when nothing else is asked in it, so that no part gets lost."""
    assert context.reading is not None
    others = [a for a in context.reading.acts if a.name not in ALONE and a.name != act.name]
    return act.text if others else context.text


def named_in(context: TurnContext, text: str) -> list[str]:
    named: list[str] = context.notes.get("named_by_clause", {}).get(text, [])
    return named or ([] if len(context.reading.acts if context.reading else ()) > 1 else list(context.named))


def kinds_in(context: TurnContext, text: str) -> list[str]:
    return sorted(singular_words(text) & context.knowledge.kinds)


def names_kind(context: TurnContext, text: str) -> bool:
    """Whether the words name a kind of product this shop has."""
    return bool(kinds_in(context, to_english(text, context.state.language)))


def own_words(topic: object, constraints: Constraints) -> set[str]:
    """What a topic names beyond brands and small words."""
    brands = content_words(" ".join(constraints.brands_in))
    return content_words(without_measures(str(topic), constraints)) - words("empty") - words("asking") - brands


def count_of(text: str) -> int | None:
    """How many products are asked for ("your two cheapest ...")."""
    match = _COUNT.search(text)
    if not match:
        return None
    word = match["n"].lower()
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]


def ask_which(context: TurnContext, kind: str, text: str, action: str | None = None) -> Item:
    return Item("ask_which", text, data={"kind": kind, "action": action})
