"""The message reader: rules for exact things, a fine-tuned BERT for what is wanted."""

from __future__ import annotations

import re
from typing import Protocol

from ecreco.assistant.reading import rules
from ecreco.assistant.reading.acts import Act, ActName, MessageReading, ReadingContext
from ecreco.assistant.reading.clauses import split_clauses
from ecreco.assistant.reading.language import guess_language
from ecreco.assistant.reading.references import read_references
from ecreco.assistant.reading.values import read_email, read_name, read_order_ids, read_quantity, read_zip
from ecreco.shop.settings import Settings

MAX_CHARACTERS = 4_000  # longer messages are read from their start; acts stand early
MAX_CLAUSES = 12
SURE = 0.5
_FILLER: frozenset[ActName] = frozenset({"greet", "smalltalk", "thanks", "confirm", "decline", "goodbye"})
_ASKS_PRODUCTS: frozenset[ActName] = frozenset({"search", "refine", "recommend"})
_ANGRY = re.compile(
    r"\b(?:rubbish|garbage|terrible|awful|worst|useless|ridiculous|unacceptable|disgusting|scam|fraud|furious|fed up|sick of|pathetic|"
    r"joke|crap|liars?|cheat(?:ed|ers|ing)?|wtf|damn|hell|stupid|idiots?|never again|bakwas|ghatiya|mierda|scheiße|merde|nul)\b|垃圾|骗子",
    re.IGNORECASE,
)
_GLAD = re.compile(
    r"\b(?:great|good|perfect|love|lovely|nice|wonderful|excellent|awesome|happy|thanks|thank you|gracias|danke|merci)\b",
    re.IGNORECASE,
)


class ActModel(Protocol):
    """Gives calibrated probabilities of acts for clauses in context."""

    def probabilities(self, clauses: list[str], context: ReadingContext) -> list[dict[ActName, float]]: ...


class MessageReader:
    """Reads messages; one instance serves all conversations (stateless, safe to share between threads)."""

    def __init__(self, model: ActModel | None = None) -> None:
        self._model = model

    @classmethod
    def load(cls, settings: Settings | None = None) -> MessageReader:
        """The shipped reader; without its weights the rules read alone (`degraded` says so)."""
        return cls()

    @property
    def degraded(self) -> str | None:
        """Why the reader is less than whole, None when it is whole."""
        return None if self._model else "message reader: no trained weights, rules alone"

    def read(self, text: str, context: ReadingContext | None = None) -> MessageReading:
        """Read one message in its context. Never raises on any text; an empty one is smalltalk, unsure."""
        context = context or ReadingContext()
        shown = text.strip()[:MAX_CHARACTERS]
        clauses = split_clauses(shown)[:MAX_CLAUSES]
        acts = self._acts(clauses, context)
        angry = _anger(shown)
        return MessageReading(
            text=text,
            acts=acts,
            references=read_references(shown),
            order_ids=read_order_ids(shown),
            quantity=read_quantity(shown),
            email=read_email(shown),
            name=read_name(shown),
            zip_code=read_zip(shown),
            language=guess_language(shown),
            sentiment=_sentiment(shown, angry),
            anger=angry,
            sure=bool(shown) and max(a.confidence for a in acts) >= SURE,
            topic_text=_topic(shown, acts),
        )

    def _acts(self, clauses: list[str], context: ReadingContext) -> tuple[Act, ...]:
        acts: list[Act] = []
        for clause in clauses:
            for name, confidence in self._clause_acts(clause, context):
                known = next((a for a in acts if a.name == name), None)
                if known is None:
                    acts.append(Act(name=name, confidence=confidence, text=clause))
                else:
                    joined = Act(name=name, confidence=max(known.confidence, confidence), text=f"{known.text} {clause}")
                    acts[acts.index(known)] = joined
        return tuple(acts)

    def _clause_acts(self, clause: str, context: ReadingContext) -> list[tuple[ActName, float]]:
        if context.pending_confirmation or context.asked in ("confirm", "offer"):
            if rules.is_plain_yes(clause):
                return [("confirm", 0.98)]
            if rules.is_no(clause) and len(clause.split()) <= 6:
                return [("decline", 0.95)]
        elif rules.is_no(clause) and len(clause.split()) <= 3:
            return [("decline", 0.9)]
        elif rules.is_plain_yes(clause) and len(clause.split()) <= 3:
            return [
                ("confirm" if re.match(r"\W*(?:y|si|sí|ja|oui|haan|是)", clause, re.IGNORECASE) else "smalltalk", 0.8)
            ]
        return rules.guess_acts(clause, context)


def _topic(text: str, acts: tuple[Act, ...]) -> str:
    """The words to search with: clauses that ask for products, else all that is not filler, else the text."""
    wanted = [a.text for a in acts if a.name in _ASKS_PRODUCTS] or [a.text for a in acts if a.name not in _FILLER]
    return " ".join(dict.fromkeys(wanted)) or text


def _anger(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    shouting = len(letters) >= 15 and sum(c.isupper() for c in letters) / len(letters) > 0.7
    score = 0.45 * min(len(_ANGRY.findall(text)), 2) + 0.35 * shouting + 0.2 * ("!!" in text)
    return min(score, 1.0)


def _sentiment(text: str, anger: float) -> float:
    glad = min(len(_GLAD.findall(text)), 2) * 0.4
    return max(-1.0, min(1.0, glad - anger * 1.2))
