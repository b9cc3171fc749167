"""Before any brain runs: the message read in its context, the products it names, the yes it may hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from ecreco.assistant.brains.patterns import pattern
from ecreco.assistant.brains.references import content_words
from ecreco.assistant.reading import Act, MessageReading, ReadingContext
from ecreco.assistant.reading.acts import ACT_NAMES, ActName, Asked
from ecreco.assistant.reading.values import read_email, read_order_ids
from ecreco.assistant.state import DialogState, PendingAction, PendingQuestion
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext

_ASKED: dict[str, Asked] = {
    "which_product": "which_product",
    "what_for": "which_product",
    "handoff": "offer",
    "order_number": "which_order",
    "need": "details",
    "clarify": "clarify",
}
_FEW_WORDS = 3


def understand(context: TurnContext) -> None:
    """Fill reading, language, named products and the grant of a turn."""
    state = context.state
    if leaves_order(state.question, context.text):
        state.question = None
        state.last_acts = [name for name in state.last_acts if not name.startswith("order_")]
    reading = _read(context, reading_context(state))
    context.reading = reading
    _set_language(state, reading)
    _find_named(context, reading)
    reading = context.reading = as_title(context, reading)
    _grant(context, reading)
    context.notes["acts_before"] = list(state.last_acts)
    state.last_acts = list(reading.names)


def leaves_order(question: PendingQuestion | None, text: str) -> bool:
    """Whether the question for an order number and its e-mail address is left for something else.

    It stays open for a message with either, or one that still speaks of the order.
    """
    if question is None or question.kind != "order_number":
        return False
    return not (read_order_ids(text) or read_email(text) or _NUMBER.search(text) or pattern("orders").search(text))


_NUMBER = re.compile(r"\d{4,}")  # an order number as some write it: without its sign
_WEAK: frozenset[ActName] = frozenset({"out_of_scope", "profile", "smalltalk", "complaint", "goodbye"})


def _read(context: TurnContext, known: ReadingContext) -> MessageReading:
    """Read as written and, for another language, with its shopping words in English too: the surer reading counts.

    Yes and no count only as they were written.
    """
    messages = context.knowledge.messages
    reading = messages.read(context.text, known)
    english = to_english(context.text, reading.language)
    if english == context.text or reading.has("confirm", "decline", "handoff", "injection"):
        return reading
    other = messages.read(english, known)
    if other.has("confirm", "decline") or _sureness(other) <= _sureness(reading):
        return reading
    return replace(other, text=reading.text, language=reading.language)


def _sureness(reading: MessageReading) -> float:
    """How clear a reading is; acts that a foreign sentence falls into by default count little."""
    return max(
        (a.confidence * (0.5 if a.name in _WEAK else 1.0) for a in reading.acts if a.name != "greet"), default=0.0
    )


def reading_context(state: DialogState) -> ReadingContext:
    """What the reader is told of the conversation."""
    acts: tuple[ActName, ...] = tuple(name for name in ACT_NAMES if name in state.last_acts)
    return ReadingContext(
        previous_acts=acts,
        asked="confirm" if state.pending else _asked(state.question),
        shown_count=len(state.shown),
        has_focus_product=state.focus is not None,
        has_active_search=state.search is not None,
        pending_confirmation=state.pending is not None,
    )


def _asked(question: PendingQuestion | None) -> Asked | None:
    return _ASKED.get(question.kind) if question else None


def _set_language(state: DialogState, reading: MessageReading) -> None:
    """A short English-looking message ("ok", a product name) does not change the language of a conversation."""
    if reading.language == "en" and state.language != "en" and len(reading.text.split()) <= _FEW_WORDS:
        return
    state.language = reading.language


def _find_named(context: TurnContext, reading: MessageReading) -> None:
    """Products named by (part of) their titles may be used by tools: the customer has seen them somewhere."""
    by_clause: dict[str, list[str]] = {}
    for act in reading.acts:
        by_clause[act.text] = [hit.product_id for hit in context.knowledge.names.find(act.text)]
    context.notes["named_by_clause"] = by_clause
    whole = [hit.product_id for hit in context.knowledge.names.find(context.text)]
    context.named = list(dict.fromkeys([*whole, *(i for ids in by_clause.values() for i in ids)]))
    context.state.see(context.named)


_TITLE_WORDS = 2


def as_title(context: TurnContext, reading: MessageReading) -> MessageReading:
    """A message that is a product's name and nothing more looks for that product, whatever its words say elsewhere
    ("throw", "fell", "no. 5")."""
    if reading.has(*_TAKES_PRODUCTS) or not context.named:
        return reading
    words = content_words(context.text)
    named = context.shop.catalog.many(context.named[:3])
    if len(words) < _TITLE_WORDS or not any(words <= content_words(product.title) for product in named):
        return reading
    return replace(reading, acts=(Act(name="search", confidence=1.0, text=reading.text),), topic_text=reading.text)


_TAKES_PRODUCTS: tuple[ActName, ...] = (
    "search", "refine", "recommend", "compare", "product_question", "price_question", "stock_question",
    "review_question", "cart_add",
)  # fmt: skip


def _grant(context: TurnContext, reading: MessageReading) -> None:
    """A yes to the waiting action, if it changes nothing about it and came in time."""
    pending = context.state.pending
    if pending is None or not reading.has("confirm") or reading.has("decline"):
        return
    if pending.expired(datetime.now(UTC)):
        context.shop.actions.decline(pending.action_id)
        context.state.pending = None
        return
    asked = pending.arguments.get("quantity") or 1
    other_quantity = reading.quantity is not None and reading.quantity != asked and pending.action == "add_to_cart"
    other_product = context.named and pending.arguments.get("product_id") not in context.named
    if not other_quantity and not other_product and _explicit(reading):
        context.grant = pending


def age_pending(context: TurnContext, before: PendingAction | None) -> None:
    """After the reply: a proposal that was not answered is dropped when something else was asked or soon after.

    So a later "yes" is a yes to the last question, never to one from before.
    """
    state = context.state
    if state.pending is None or before is None or state.pending.action_id != before.action_id:
        state.pending_turns = 0
        return
    state.pending_turns += 1
    if state.question is not None or context.handoff is not None or state.pending_turns >= _KEPT_OPEN:
        context.shop.actions.decline(state.pending.action_id)
        state.pending, state.pending_turns = None, 0


_KEPT_OPEN = 2
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|yea|sure|ok(?:ay)?|of course|certainly|absolutely|definitely|please do|go ahead|do it|"
    r"confirm\w*|add|put|take|remove|"
    r"s[ií]|claro|ja|jawohl|oui|d'accord|haan?|theek|kar do|bilkul|是|好|对|可以)\b|是的|好的",
    re.IGNORECASE,
)


def _explicit(reading: MessageReading) -> bool:
    """A yes in so many words, or nothing but the yes: "all right, what does it cost?" lets no write happen."""
    act = reading.act("confirm")
    return act is not None and (bool(_YES.match(act.text)) or len(reading.acts) == 1)
