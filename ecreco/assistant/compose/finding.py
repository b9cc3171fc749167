"""Wording what was found, what was not, and what comes near."""

from __future__ import annotations

import re
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.followup import forget_cards
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.common import english, line, name, price, refused, tell
from ecreco.assistant.compose.shop import policy_lines
from ecreco.assistant.turn import TurnContext

LISTED = 5
LONGEST_ECHO = 60  # characters of the customer's own words that are said back


def search(context: TurnContext, item: Item) -> list[str]:
    found = item.result("search")
    if found is None:
        return [tell(context, "sorry_failed" if refused(item) else "clarify")]
    what = echo(context, found)
    cards = found["products"]
    if found["more"] and not cards:
        return [tell(context, "no_more", what=what or tell(context, "that"))]
    policy = item.result("policy")
    if policy and policy["passages"]:
        forget_cards(context, item)
        return policy_lines(context, policy)
    ideas = item.result("recommend")
    if ideas and ideas["products"]:
        forget_cards(context, item)
        return [tell(context, "ideas"), *map(line, ideas["products"]), _ask_need(context)]
    if item.data.get("guess") and cards:
        return [tell(context, "perhaps"), *map(line, cards)]
    if not found["fits"]:
        return [tell(context, "not_found", what=what or tell(context, "that")), *_near(context, found, cards)]
    if item.data.get("vague"):
        return [tell(context, "ideas"), *map(line, cards), _ask_need(context)]
    if found["more"] and what:
        return [tell(context, "found_more", what=what or tell(context, "that")), *map(line, cards[:LISTED])]
    head = _head(context, what, len(cards))
    return [_ordered(context, found, head), *map(line, cards[:LISTED])]


def _head(context: TurnContext, what: str, count: int) -> str:
    """The sentence above the list: the small model's, if there is one and it stays with the facts, else a template."""
    if not what:
        return tell(context, "found_plain")
    wording = context.knowledge.wording
    worded = wording.intro(context, what, count) if wording and english(context) else None
    return worded or tell(context, "found", what=what)


def echo(context: TurnContext, found: dict[str, Any]) -> str:
    """What was understood, said back only when it is short and plainly about products."""
    words = plain.clean(str(found["understood"] if english(context) else found["name"]), 200)
    if len(words) > LONGEST_ECHO or plain.is_command(words) or _TELLING.search(words):
        return ""
    return words


# Words of somebody telling something ("he likes cooking") read oddly when said back as a kind of product.
_TELLING = re.compile(
    r"\b(?:i|i'm|i’m|he|she|we|they|you|my|me|our|his|her|hurts?|likes?|loves?|because|does|do|is|are)\b|\?",
    re.IGNORECASE,
)


def _ask_need(context: TurnContext) -> str:
    """One short question; the budget only when it was not told."""
    search = context.state.search
    told = search is not None and (
        search.constraints.max_price or search.constraints.min_price or search.constraints.near_price
    )
    return tell(context, "ask_use" if told else "ask_need")


def _near(context: TurnContext, found: dict[str, Any], cards: list[dict[str, Any]]) -> list[str]:
    return [tell(context, "near"), *map(line, cards)] if cards else []


def _ordered(context: TurnContext, found: dict[str, Any], head: str) -> str:
    order = {"cheapest": "cheapest first", "dearest": "dearest first", "best": "best rated first"}.get(
        str(found["order"] or "")
    )
    return f"{head[:-1]}, {order}:" if order and english(context) and head.endswith(":") else head


def recommend(context: TurnContext, item: Item) -> list[str]:
    found = item.result("recommend")
    if found is None or not found["products"]:
        return [tell(context, "ask_need")]
    like = found["like"]
    head = tell(context, "ideas")
    if like and english(context):
        product = context.shop.catalog.get(like)
        context.record(product)
        head = f"If you like {plain.title(product.title)}, these are close to it:"
    return [head, *map(line, found["products"]), *([] if like else [tell(context, "ask_need")])]


def bundle(context: TurnContext, item: Item) -> list[str]:
    found = item.result("bundle")
    if found is None:
        return [tell(context, "sorry_failed")]
    what = " + ".join(plain.clean(part, 40) for part in found["parts"])
    limit = f" within {found['limit']}" if found["limit"] else ""
    if not found["chosen"]:
        missing = ", ".join(plain.clean(part, 40) for part in found["missing"]) or what
        return [tell(context, "not_found", what=f"{missing}{limit}" if english(context) else missing)]
    head = f"Together for {found['total']}{limit}:" if english(context) else f"{what}: {found['total']}"
    lines = [head, *(line(card) for card in found["chosen"])]
    if found["swaps"] and english(context):
        swaps = "; ".join(f"{name(card)} ({price(card)})" for card in found["swaps"])
        lines.append(f"You could swap in: {swaps}.")
    return lines


COMPOSERS = {"search": search, "recommend": recommend, "bundle": bundle}
