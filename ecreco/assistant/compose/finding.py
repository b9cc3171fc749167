"""Wording what was found, what was not, and what comes near."""

from __future__ import annotations

import re
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.followup import forget_cards
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.common import english, price, priced, refused, tell
from ecreco.assistant.compose.shop import policy_lines
from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import option_verdict

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
        return _ideas(context, ideas["products"])
    if item.data.get("vague") and cards:
        return _ideas(context, cards)
    told = bool(_WISH.search(item.text)) and not what  # somebody told something; no kind of product was missed
    if cards and (item.data.get("guess") or told):
        return [_sentences(tell(context, "perhaps"), _lead(context, found, cards))]
    foreign = [tell(context, "foreign_price", own=context.currency, said=code) for code in found["foreign"][:1]]
    if not found["fits"]:
        return [tell(context, "not_found", what=what or tell(context, "that")), *_near(context, cards), *foreign]
    return [_sentences(_head(context, found, what, cards), _lead(context, found, cards)), *_unmet(context), *foreign]


def _unmet(context: TurnContext) -> list[str]:
    """A colour or another choice asked for that none of what is shown is known to have."""
    search = context.state.search
    if search is None:
        return []
    products = context.shop.catalog.many(search.last)
    missing = [
        value
        for name, value in search.constraints.options.items()
        if products and not any(option_verdict(product, name, value) is True for product in products)
    ]
    return [tell(context, "option_missing", value=plain.clean(value, 40)) for value in missing[:1]]


def _head(context: TurnContext, found: dict[str, Any], what: str, cards: list[dict[str, Any]]) -> str:
    """What was understood and how many are shown: the small model's sentence, if it stays with the facts, else ours."""
    count = len(cards)
    if found["more"]:
        key = "found_more_one" if count == 1 else "found_more"
        return tell(context, key, what=what or tell(context, "that"), count=count)
    if not what:
        return tell(context, "found_plain_one" if count == 1 else "found_plain", count=count)
    wording = context.knowledge.wording
    worded = wording.intro(context, what, count) if wording and english(context) else None
    if worded:
        return worded.rstrip(":") + "." if worded.endswith(":") else worded
    return tell(context, "found_one" if count == 1 else "found", what=what, count=count)


def _lead(context: TurnContext, found: dict[str, Any], cards: list[dict[str, Any]]) -> str:
    """The one card worth words: what the order asked for says it, else the best match."""
    if len(cards) == 1:
        return tell(context, "lead_only", product=priced(cards[0]))
    order = str(found["order"] or "")
    pick, key = cards[0], "lead_best"
    with_price = [card for card in cards if card["price"] is not None]
    rated = [card for card in cards if card["rating"] is not None]
    if order == "cheapest" and with_price:
        pick, key = min(with_price, key=lambda card: card["price"]), "lead_cheapest"
    elif order == "dearest" and with_price:
        pick, key = max(with_price, key=lambda card: card["price"]), "lead_dearest"
    elif order == "best" and rated:
        pick, key = max(rated, key=lambda card: card["rating"]), "lead_rated"
    elif found["more"] and with_price:
        pick, key = min(with_price, key=lambda card: card["price"]), "lead_cheapest"
    return tell(context, key, product=priced(pick))


def _ideas(context: TurnContext, cards: list[dict[str, Any]]) -> list[str]:
    """Different things to start from, with the span of their prices, and one question."""
    prices = sorted((card for card in cards if card["price"] is not None), key=lambda card: card["price"])
    span = ""
    if len(prices) > 1 and prices[0]["price"] < prices[-1]["price"]:
        span = tell(context, "span", least=price(prices[0]), most=price(prices[-1]))
    return [_sentences(tell(context, "ideas", count=len(cards), span=span), _ask_need(context))]


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def echo(context: TurnContext, found: dict[str, Any]) -> str:
    """What was understood, said back only when it is short and plainly about products."""
    words = plain.clean(str(found["understood"] if english(context) else found["name"]), 200)
    if len(words) > LONGEST_ECHO or plain.is_command(words) or _TELLING.search(words):
        return ""
    return words


_WISH = re.compile(r"\b(?:likes?|loves?|enjoys?|hates?|hurts?|because|interested|hobby|fan of)\b", re.IGNORECASE)
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


def _near(context: TurnContext, cards: list[dict[str, Any]]) -> list[str]:
    return [tell(context, "near", product=priced(cards[0]))] if cards else []


def recommend(context: TurnContext, item: Item) -> list[str]:
    found = item.result("recommend")
    if found is None:
        return [tell(context, "sorry_failed")]
    if not found["products"]:
        return [tell(context, "ask_need")]
    cards = found["products"]
    if not found["like"]:
        return _ideas(context, cards)
    product = context.shop.catalog.get(found["like"])
    context.record(product)
    return [tell(context, "like", title=plain.title(product.title, 60), product=priced(cards[0]))]


def bundle(context: TurnContext, item: Item) -> list[str]:
    found = item.result("bundle")
    if found is None:
        return [tell(context, "sorry_failed")]
    what = " + ".join(plain.clean(part, 40) for part in found["parts"])
    limit = f" within {found['limit']}" if found["limit"] else ""
    if not found["chosen"]:
        missing = ", ".join(plain.clean(part, 40) for part in found["missing"]) or what
        return [tell(context, "not_found", what=f"{missing}{limit}" if english(context) else missing)]
    head = f"Together for {found['total']}{limit}:" if english(context) else f"{found['total']}:"
    out = [f"{head} {' + '.join(priced(card) for card in found['chosen'])}."]
    if found["swaps"] and english(context):
        out.append("The other cards are what you could swap in.")
    return [" ".join(out)]


COMPOSERS = {"search": search, "recommend": recommend, "bundle": bundle}
