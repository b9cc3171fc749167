"""How rules and the model decide together what a clause asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecreco.assistant.reading import rules
from ecreco.assistant.reading.acts import ACT_NAMES, Act, ActName, ReadingContext
from ecreco.assistant.reading.glosses import gloss
from ecreco.assistant.reading.tone import anger
from ecreco.assistant.reading.values import read_email, read_name, read_order_ids, read_quantity, read_zip

Scored = tuple[ActName, float]

SECOND = 0.30  # a second act of one clause needs at least this probability
CERTAIN = 0.93  # the model overrules a wording rule only from here on
WEAK = 0.42  # an act below this is dropped when another clause gave a clear one
CONFIRM = 0.80  # a yes that no rule knows needs this much, since it lets a write happen
_SAFETY: frozenset[ActName] = frozenset({"injection", "privacy_probe", "handoff"})
_ORDERS: tuple[ActName, ...] = ("order_action", "order_track", "order_list")
_ABOUT_ORDERS: frozenset[ActName] = frozenset(
    {*_ORDERS, "complaint", "policy_question", "handoff", "injection", "privacy_probe"}
)
_NEEDS_A_SEARCH: Mapping[ActName, ActName] = {"refine": "search"}
_FINDING: frozenset[ActName] = frozenset({"search", "refine", "recommend", "show_more", "stock_question", "compare"})
_DESCRIBING: frozenset[ActName] = frozenset({"search", "refine", "recommend", "show_more", "compare", "profile"})
_ORDER_QUESTIONS = ("identity", "which_order", "details")
_FEW_WORDS = 4
_FACTS: frozenset[ActName] = frozenset({"product_question", "stock_question", "policy_question", "review_question"})
_ASKING: frozenset[ActName] = _FACTS | {"compare", "price_question"}
_NEVER_SECOND: frozenset[ActName] = frozenset({"out_of_scope", "smalltalk", "confirm", "decline", "injection"})
_COURTESIES: frozenset[ActName] = frozenset({"greet", "smalltalk", "thanks", "goodbye"})


def is_waiting(context: ReadingContext) -> bool:
    """Whether the assistant asked a yes/no question."""
    return context.pending_confirmation or context.asked in ("confirm", "offer")


def decide(clause: str, context: ReadingContext) -> list[Scored]:
    """What rules alone decide: answers to a yes/no question, identity given when asked. Empty: ask the model."""
    if rules.is_plain_yes(clause):
        if is_waiting(context):
            return [("confirm", 0.98)]
        if len(clause.split()) <= _FEW_WORDS and not rules.strong_acts(clause):
            return [("confirm", 0.9)] if rules.is_firm_yes(clause) else [("smalltalk", 0.8)]
    if rules.is_plain_no(clause):
        return [("decline", 0.95)]
    previous = _open_order(context)
    if previous and context.asked in _ORDER_QUESTIONS and _names_identity(clause):
        return [(previous, 0.95)]
    return []


def _open_order(context: ReadingContext) -> ActName | None:
    """The order act that a next message goes on with, None when the talk is of other things."""
    orders = [act for act in context.previous_acts if act in _ORDERS]
    return orders[-1] if orders else None


def _names_identity(clause: str) -> bool:
    """An answer to "who are you, which order": little else than a name, an email, a postal code, an order id."""
    given = read_email(clause) or read_zip(clause) or read_name(clause) or read_order_ids(clause)
    return bool(given) and len(clause.split()) <= 9 and not rules.is_question(clause)


def weigh(clause: str, context: ReadingContext, scores: Mapping[str, float]) -> list[Scored]:
    """Acts of a clause from the model's probabilities, corrected by what words decide. Empty: background."""
    allowed = _vetoed(clause, context, {name: scores[name] for name in ACT_NAMES})
    ranked = sorted(allowed.items(), key=lambda item: -item[1])
    top, best = ranked[0]
    strong = [name for name in rules.strong_acts(clause) if name in _SAFETY or not (best >= CERTAIN and top != name)]
    if _nothing_shown(context):
        strong = [_NEEDS_A_SEARCH.get(name, name) for name in strong]
    if strong:
        extra = [(name, p) for name, p in ranked[:2] if name not in strong and p >= 0.6]
        return [(name, max(0.95, allowed.get(name, 0.0))) for name in strong] + extra
    if read_order_ids(clause) and top not in _ABOUT_ORDERS:
        about = max(_ORDERS, key=lambda name: scores[name])
        return [(about, max(0.6, scores[about]))]
    if is_waiting(context) and best < WEAK and "cart_add" in context.previous_acts and read_quantity(clause):
        return [("cart_add", 0.7)]  # "wait, make it two": the same wish, another number
    if scores.get("none", 0.0) > best:
        return []
    return [(top, best), *((name, p) for name, p in ranked[1:3] if p >= SECOND and _beside(name, top))]


def _beside(second: ActName, first: ActName) -> bool:
    """Whether one clause can ask for both: two readings of one wish are one wish."""
    if second in _NEVER_SECOND or first in _SAFETY:
        return False
    return not any({first, second} <= kin for kin in (_FINDING, _FACTS))


def _nothing_shown(context: ReadingContext) -> bool:
    """Whether there is nothing yet that a message could narrow down."""
    shown = context.has_active_search or context.shown_count or context.has_focus_product
    return not shown and context.asked != "clarify"


def _vetoed(clause: str, context: ReadingContext, scores: dict[ActName, float]) -> dict[ActName, float]:
    """Moves probability away from acts that cannot be meant here."""
    waiting = is_waiting(context)
    if not waiting or rules.is_question(clause) or rules.says_change(clause) or scores["confirm"] < CONFIRM:
        scores["confirm"] = 0.0
    if not waiting and not rules.is_no(clause):
        scores["decline"] *= 0.3
    if rules.says_change(clause) and not rules.is_no(clause):
        scores["decline"] *= 0.2
    if not rules.asks_price(gloss(clause)):
        scores["product_question"] += 0.7 * scores["price_question"]
        scores["price_question"] *= 0.3
    if _nothing_shown(context):
        for name, instead in _NEEDS_A_SEARCH.items():
            scores[instead] += scores[name]
            scores[name] = 0.0
    return scores


def merge_acts(read: Sequence[tuple[str, list[Scored]]], context: ReadingContext) -> tuple[Act, ...]:
    """Acts of the clauses as acts of the message: background joins the next request, doubtful ones give way.

    One act said in two clauses is one act with both texts. Always at least one act.
    """
    whole = " ".join(clause for clause, _ in read)
    acts: list[Act] = []
    waiting = ""
    for clause, scored in read:
        text = f"{waiting} {clause}".strip()
        waiting = "" if scored else text
        for name, confidence in scored:
            _add(
                acts,
                Act(name=_in_order_talk(name, confidence, whole, context), confidence=min(confidence, 1.0), text=text),
            )
    if not acts:
        return (Act(name="smalltalk", confidence=0.3, text=whole),)
    clear = [a for a in acts if a.name not in _COURTESIES and a.confidence >= 0.6]
    least = WEAK if clear else 0.5 * max(a.confidence for a in acts)
    kept = [a for a in acts if a.confidence >= least and not _gives_way(a, acts, whole)]
    return tuple(kept or acts)


def _in_order_talk(name: ActName, confidence: float, whole: str, context: ReadingContext) -> ActName:
    """Who answers "who are you, which order, shall I?" describes his order, not a wish for products."""
    previous = _open_order(context)
    if previous is None or name not in _DESCRIBING:
        return name
    if context.asked in _ORDER_QUESTIONS or read_email(whole) or read_zip(whole):
        return previous
    narrowing = name == "refine" and not context.has_active_search
    return previous if narrowing or (context.pending_confirmation and confidence < 0.8) else name


def _gives_way(act: Act, acts: Sequence[Act], whole: str) -> bool:
    """An act that another act of the same message explains."""
    others = {a.name for a in acts if a is not act and a.confidence >= 0.6}
    if act.name == "confirm":  # "All right. In that case cancel it": a new request, no yes to the one that waits
        clear = {a.name for a in acts if a is not act and a.confidence >= WEAK}
        return bool(clear - _COURTESIES) and not rules.is_firm_yes(act.text)
    if act.name == "complaint":
        return bool(others) and anger(whole) == 0.0
    if act.name == "recommend":  # "my child has a fever. How much ...?": the question's reason, no wish of its own
        return "out_of_scope" in others and not rules.is_question(act.text)
    if act.name in _ASKING and act.confidence < 0.6:
        return any(a.name in _ASKING and a.confidence >= 0.9 for a in acts if a is not act)
    if act.name == "order_track":  # "my order came and I want to swap ..." tells, it does not ask
        return "order_action" in others and not rules.is_question(act.text)
    return False


def _add(acts: list[Act], act: Act) -> None:
    for i, known in enumerate(acts):
        if known.name == act.name:
            text = known.text if act.text in known.text else f"{known.text} {act.text}"
            acts[i] = Act(name=act.name, confidence=max(known.confidence, act.confidence), text=text)
            return
    acts.append(act)
