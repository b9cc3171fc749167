"""The message reader: rules for exact things, a fine-tuned BERT for what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ecreco.assistant.reading.acts import Act, ActName, MessageReading, ReadingContext
from ecreco.assistant.reading.clauses import split_clauses
from ecreco.assistant.reading.decisions import Scored, decide, is_waiting, merge_acts, weigh
from ecreco.assistant.reading.language import guess_language
from ecreco.assistant.reading.references import read_references
from ecreco.assistant.reading.rules import guess_acts, is_plain_yes, says_change
from ecreco.assistant.reading.tone import anger, sentiment
from ecreco.assistant.reading.values import read_email, read_name, read_order_ids, read_quantity, read_zip

MAX_CHARACTERS = 4_000  # longer messages are read from their start; acts stand early
MAX_CLAUSES = 12
SURE = 0.5
_FILLER: frozenset[ActName] = frozenset({"greet", "smalltalk", "thanks", "confirm", "decline", "goodbye"})
_NOTHING = (Act(name="smalltalk", confidence=0.0, text=""),)
_ASKS_PRODUCTS: frozenset[ActName] = frozenset({"search", "refine", "recommend"})


class ActModel(Protocol):
    """Gives calibrated probabilities of labels ("none" included) for the clauses of one message."""

    def probabilities(self, clauses: Sequence[str], context: ReadingContext) -> list[dict[str, float]]: ...


class MessageReader:
    """Reads messages; one instance serves all conversations (stateless, safe to share between threads)."""

    def __init__(self, model: ActModel | None = None, degraded: str | None = None) -> None:
        self._model = model
        self.degraded = degraded

    @classmethod
    def load(cls, folder: Path | None = None) -> MessageReader:
        """The shipped reader (or the one trained into `folder`).

        Without trained files the rules read alone, and `degraded` says so. The base BERT is the one the adapter was
        trained on, whatever the settings name for retrieval.
        """
        from ecreco.assistant.reading.model import ActClassifier

        try:
            return cls(ActClassifier.load(folder))
        except (FileNotFoundError, ImportError) as error:
            return cls(degraded=f"message reader: rules alone ({error})")

    def read(self, text: str, context: ReadingContext | None = None) -> MessageReading:
        """Read one message in its context. Never raises on any text; an empty one is smalltalk, unsure."""
        context = context or ReadingContext()
        shown = text.strip()[:MAX_CHARACTERS]
        clauses = split_clauses(shown)[:MAX_CLAUSES]
        if is_waiting(context):
            clauses = _join_yes(clauses)
        acts = merge_acts(self._clause_acts(clauses, context), context) if shown else _NOTHING
        angry = anger(shown)
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
            sentiment=sentiment(shown),
            anger=angry,
            sure=max(a.confidence for a in acts) >= SURE,
            topic_text=_topic(shown, acts),
        )

    def _clause_acts(self, clauses: list[str], context: ReadingContext) -> list[tuple[str, list[Scored]]]:
        if self._model is None:
            return [(clause, decide(clause, context) or guess_acts(clause, context)) for clause in clauses]
        decided = [decide(clause, context) for clause in clauses]
        if all(decided):  # "Yes, add it.": no need to ask the model
            return list(zip(clauses, decided, strict=True))
        labels = self._model.probabilities(clauses, context)
        return [
            (clause, known or weigh(clause, context, scores))
            for clause, known, scores in zip(clauses, decided, labels, strict=True)
        ]


def _join_yes(clauses: list[str]) -> list[str]:
    """ "Yes" and "add it" are one answer again, "Yes" and "but only the red one" too; a question stays apart."""
    joined: list[str] = []
    for clause in clauses:
        same_sentence = bool(joined) and joined[-1][-1:].isalnum()
        whole = f"{joined[-1]}, {clause}" if joined else clause
        if joined and is_plain_yes(joined[-1]) and (is_plain_yes(whole) or (same_sentence and says_change(clause))):
            joined[-1] = whole
        else:
            joined.append(clause)
    return joined


def _topic(text: str, acts: tuple[Act, ...]) -> str:
    """The words to search with: clauses that ask for products, else all that is not filler, else the text."""
    wanted = [a.text for a in acts if a.name in _ASKS_PRODUCTS] or [a.text for a in acts if a.name not in _FILLER]
    return " ".join(dict.fromkeys(wanted)) or text
