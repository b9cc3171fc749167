"""From a read message and the state to a plan: which tools are called with what, and what is said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from ecreco.assistant.brains import asking, finding, judging, shopping
from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item, Plan, Reroute
from ecreco.assistant.brains.references import content_words
from ecreco.assistant.brains.wants import ALONE, CLEAR, SEARCHES, names_kind
from ecreco.assistant.reading import Act, ActName, MessageReading
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import EcrecoError

log = logging.getLogger(__name__)
_DOUBTFUL = 0.9


def plan_turn(context: TurnContext) -> Plan:
    """Read the acts in their order into items; a message nobody understands becomes one short question."""
    reading = context.reading
    assert reading is not None
    if pattern("crisis").search(context.text):
        return Plan([Item("crisis", reading.text)])
    items: list[Item] = []
    acts = repeated(context, reading) or kept_acts(reading)
    searched = False
    for act in acts:
        if act.name in SEARCHES:
            if searched:
                continue  # one search holds all that a message asks to find
            searched = True
        item = _safely(context, reading, act)
        if item is not None and not _repeats(items, item):
            items.append(item)
    if len(context.named) == 1 and not searched:
        context.state.focus = context.named[0]  # "that one" may mean it next, even after a refusal
    return Plan(items or [Item("clarify", reading.text)])


def _safely(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """The act's item; one whose records cannot be read now is said so and leaves the others standing."""
    try:
        return _planned(context, reading, act)
    except EcrecoError:
        raise
    except Exception:
        log.exception("planning failed", extra={"conversation": context.conversation_id, "act": act.name})
        return Item("failed", act.text)


def _planned(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """The act's item; a handler may pass the act on as another one, but never round in a circle."""
    if act.name not in _SAFE and pattern("checkout").search(act.text):
        return Item("checkout", act.text).call("view_cart")  # buying is on the shop's own pages
    tried: set[ActName] = set()
    planned: Item | Reroute | None = Reroute(act)
    while isinstance(planned, Reroute):
        if planned.act.name in tried:
            return Item("clarify", act.text)
        tried.add(planned.act.name)
        planned = _HANDLERS[planned.act.name](context, reading, planned.act)
    return planned


_SAFE: frozenset[ActName] = frozenset({"injection", "privacy_probe", "handoff", "confirm", "decline"})


def kept_acts(reading: MessageReading) -> list[Act]:
    """Acts worth an answer: refusals and a wish for a person stand alone, courtesies where nothing else was said."""
    acts = list(reading.acts)
    for alone in ("injection", "privacy_probe", "handoff"):
        found = [act for act in acts if act.name == alone]
        if found:
            return found[:1]
    names = {act.name for act in acts}
    dropped: set[ActName] = set()
    if names - ALONE:
        dropped |= ALONE - {"greet"}
    if "goodbye" in names and all(act.confidence < CLEAR for act in acts if act.name not in ALONE):
        dropped = set(names) - {"goodbye"}
    if "haggle" in names:
        dropped |= {"cart_add", "price_question"}
    if names & {"complaint", "policy_question"} and not reading.order_ids:
        dropped |= {"order_action", "order_track"}
    if "policy_question" in names:  # "I bought a phone 8 days ago. Will you take it back?" asks for no phone
        dropped |= {act.name for act in acts if act.name in SEARCHES and act.confidence < CLEAR}
    kept = [act for act in acts if act.name not in dropped]
    return sorted(kept, key=lambda act: act.name not in ("confirm", "complaint", "greet"))


def repeated(context: TurnContext, reading: MessageReading) -> list[Act]:
    """ "And the second?": the question before, asked of another product. Empty where the words ask anything else."""
    placed = [r for r in reading.references if r.kind == "ordinal"]
    rest = content_words(reading.text) - words("empty") - words("places") - words("pointing") - {"and", "what", "about"}
    if len(placed) != 1 or rest or "?" not in reading.text or len(reading.text.split()) > _PHRASE:
        return []
    before = [name for name in context.notes.get("acts_before", ()) if name in _REPEATABLE]
    return [Act(name=before[0], confidence=1.0, text=reading.text)] if before else []


_REPEATABLE: frozenset[ActName] = frozenset({"review_question", "price_question", "stock_question"})


def _repeats(items: list[Item], item: Item) -> bool:
    return any(i.kind == item.kind and i.ids == item.ids and (i.kind != "policy" or i.text == item.text) for i in items)


def say_only(kind: str) -> Callable[[TurnContext, MessageReading, Act], Item]:
    """A handler that needs no tool."""
    return lambda context, reading, act: Item(kind, act.text)


def out_of_scope(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    """Refused, unless it was read so in doubt and speaks of the shop's own affairs or of things to buy."""
    if pattern("medical").search(context.text):
        return Item("medical", act.text)
    english = to_english(act.text, context.state.language)
    if act.confidence < _DOUBTFUL and pattern("shop_words").search(english):
        return Reroute(replace(act, name="policy_question"))
    if context.named or (act.confidence < _DOUBTFUL and names_kind(context, act.text)) or _may_want(context, english):
        return Reroute(replace(act, name="search"))
    return Item("out_of_scope", act.text)


def _may_want(context: TurnContext, english: str) -> bool:
    """A bare noun phrase ("scientific calculator"), or a wish in words that products here have in their titles."""
    if pattern("asks_or_orders").search(english):
        return False
    if len(english.split()) <= _PHRASE:
        return True
    known = content_words(english) & context.knowledge.words
    return len(known) >= 2 and bool(pattern("wish").search(english))


_PHRASE = 5


def tell_profile(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    if reading.name:
        context.state.facts["name"] = reading.name
    return Item("profile", act.text)


Handler = Callable[[TurnContext, MessageReading, Act], Item | Reroute | None]
_HANDLERS: dict[ActName, Handler] = {
    "greet": say_only("greet"), "smalltalk": say_only("smalltalk"), "thanks": say_only("thanks"),
    "goodbye": say_only("goodbye"),
    "search": finding.find, "refine": finding.find, "show_more": finding.find, "recommend": finding.find,
    "product_question": asking.ask, "price_question": asking.ask, "stock_question": asking.ask,
    "compare": judging.compare, "review_question": judging.ask_reviews, "haggle": judging.bargain,
    "policy_question": shopping.ask_policy,
    "cart_add": shopping.cart_add, "cart_remove": shopping.cart_remove, "cart_view": shopping.cart_view,
    "confirm": shopping.confirm, "decline": shopping.decline, "handoff": shopping.call_person,
    "order_list": shopping.show_orders, "order_track": shopping.show_orders, "order_action": shopping.change_order,
    "complaint": say_only("complaint"), "privacy_probe": say_only("privacy"), "injection": say_only("injection"),
    "out_of_scope": out_of_scope, "capabilities": say_only("capabilities"), "profile": tell_profile,
}  # fmt: skip
