"""Finding products: a search in the customer's words, and recommendations without words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ecreco.assistant.knowledge import singular_words
from ecreco.assistant.state import Search
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool, product_of
from ecreco.assistant.tools.relative import resolved
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.money import to_major

PAGE = 5
LOOKED_AT = 15  # how many of the ranking are read before a page is chosen
NEAR = 3  # how many near alternatives are shown when nothing fits
FEWEST = 2  # cards that stay whatever their relevance
RELEVANCE = ("meaning", "words", "bert", "kin", "wishes")
# Of 1,274 results for queries made of titles, this share of the best one's relevance keeps 99% of those in the kind
# the title is of, and drops 30% of the others.
TAIL = 0.55


def search_products(
    runtime: Runtime, query: str, refine: bool = False, more: bool = False, count: int = PAGE, vague: bool = False
) -> Answer:
    """Find products for the customer's own words, such as "wired earphones with mic under 500".

    refine: these words change the search before (its topic and limits stay unless the words replace them).
    more: show further products of the search before. count: how many to show. vague: no kind of product was named.
    """
    context: TurnContext = runtime.context
    state = context.state
    query = to_english(query, state.language)
    reading = context.knowledge.queries.read(query)
    before = state.search
    constraints: Constraints = reading.constraints
    topic = str(reading.topic or "").strip()
    if before is not None and before.vague and refine:
        constraints = before.constraints.merge(constraints)  # the budget stays, the vague topic gives way
        search = Search(topic=topic or before.topic, name=plain_name(topic, constraints), constraints=constraints)
    elif before is not None and (refine or more):
        constraints = before.constraints if more and constraints.empty else before.constraints.merge(constraints)
        topic = before.topic if more or not topic else merge_topics(before.topic, topic)
        search = before
    else:
        search = Search(topic=topic, name=plain_name(topic, constraints), constraints=constraints)
    constraints = resolved(context, constraints, reading.flags)
    search.topic, search.constraints = topic or search.topic, constraints
    search.vague = vague
    found = context.knowledge.recommender.find(
        topic or query,
        constraints=constraints,
        customer_id=context.customer_id,
        exclude=tuple(search.shown) if more else (),
        k=max(count, LOOKED_AT),
    )
    exact = of_the_kind(constraints, found.items)
    fits = bool(found.fits) or bool(exact)
    items = exact[:count] if exact else list(found.items)[: count if fits else min(count, NEAR)]
    items = without_opposites(topic or query, without_tail(items)) if fits else items
    if more and not fits:
        items = []  # "show me more" ends where the fitting ones end
    prove_request(context, constraints)
    cards = [context.card(item.product, item.reason) for item in items]
    ids = [card["product_id"] for card in cards]
    remember(context, search, ids)
    context.emit("products", {"products": cards})
    return answer(
        {
            "kind": "search",
            "query": query,
            "topic": topic,
            "name": search.name,
            "understood": describe(search.name, constraints, context.currency),
            "products": cards,
            "fits": fits and bool(cards),
            "relaxed": list(found.relaxed),
            "more": more,
            "refined": refine,
            "count": count,
            "foreign": sorted(flag.removeprefix("currency:") for flag in reading.flags if flag.startswith("currency:")),
            "order": constraints.price_order or constraints.rating_order,
        }
    )


def recommend(runtime: Runtime, product_id: str | None = None, count: int = PAGE) -> Answer:
    """Recommend products: like `product_id`, or for this customer when none is given."""
    context: TurnContext = runtime.context
    if product_id is not None:
        product_of(context, product_id)
    search = context.state.search
    constraints = search.constraints if search and product_id is None else None
    items = context.knowledge.recommender.recommend(
        customer_id=context.customer_id, product_id=product_id, constraints=constraints, k=count
    )
    cards = [context.card(item.product, item.reason) for item in items]
    context.state.show([card["product_id"] for card in cards])
    context.emit("products", {"products": cards})
    return answer({"kind": "recommend", "like": product_id, "products": cards, "fits": bool(cards)})


def remember(context: TurnContext, search: Search, ids: list[str]) -> None:
    """Put a page of a search on the table."""
    if context.state.search is not search:
        context.state.begin_search(search)
    search.last = ids
    search.shown = list(dict.fromkeys([*search.shown, *ids]))
    context.state.show(ids)


def prove_request(context: TurnContext, constraints: Constraints) -> None:
    """What the customer asked for, as figures: "two thousand" was said in words and is told back as ₹2,000."""
    for name in ("min_price", "max_price", "near_price"):
        amount = getattr(constraints, name)
        if amount is not None:
            context.prove("request", name, float(to_major(int(amount), context.currency)))
    if constraints.min_rating is not None:
        context.prove("request", "min_rating", constraints.min_rating)
    for quantity in constraints.quantities:
        context.prove("request", quantity.kind, quantity.value)


def of_the_kind(constraints: Constraints, items: Sequence[Any]) -> list[Any]:
    """Those of the very kind the customer named that meet every limit, when the best of what was found is one.

    A named kind with its limits met is an answer, and its accessories need not stand beside it. Empty: no kind was
    named, or the named kind is not what ranks first.
    """
    if not constraints.categories:
        return []
    kept = [i for i in items if constraints.in_category(i.product) and constraints.admits(i.product)]
    return kept if kept and kept[0] is items[0] else []


def without_tail(items: Sequence[Any]) -> list[Any]:
    """The products without those whose relevance falls far behind the best one's: fewer that answer say more."""
    relevance = [sum(getattr(item, "parts", {}).get(part, 0.0) for part in RELEVANCE) for item in items]
    bar = TAIL * max(relevance, default=0.0)
    return [item for place, item in enumerate(items) if place < FEWEST or relevance[place] >= bar]


def without_opposites(topic: str, items: Sequence[Any]) -> list[Any]:
    """The products without those whose title says the opposite of what was asked, while enough others are left."""
    asked = set(re.findall(r"\w+", topic.casefold()))
    against = [other for word, other in _OPPOSITES if word in asked and other not in asked]
    kept = [i for i in items if not set(re.findall(r"\w+", i.product.title.casefold())) & set(against)]
    return kept if len(kept) >= FEWEST else list(items)


_PAIRS = (("wireless", "wired"), ("cordless", "corded"), ("hardcover", "paperback"), ("indoor", "outdoor"))
_OPPOSITES = (*_PAIRS, *((b, a) for a, b in _PAIRS))


def merge_topics(before: str, later: str) -> str:
    """The earlier topic with what the later words add to it."""
    known = set(before.casefold().split())
    new = [word for word in later.split() if word.casefold() not in known]
    return " ".join([before, *new]).strip()


_LEADING = re.compile(
    r"^(?:(?:actually|forget it|never ?mind|instead|what(?:'s|’s| is)|which|best|"
    r"your|the|a|an|some|any|all|two|three|four|five|one|it|need|want|has|have|do|does|ek|una?|une?|eine?|"
    r"also|to|be|i|me|my)\b[\s,]*)+",
    re.IGNORECASE,
)

_TRAILING = re.compile(
    r"(?:[\s,]+(?:with|for|of|in|and|or|the|a|an|to|at|that|which|de|con|mit|avec|por))+\W*$", re.IGNORECASE
)


def plain_name(topic: str, constraints: Constraints) -> str:
    """A topic as it is said back: without leading small words and without measures that are told on their own."""
    name = _LEADING.sub("", without_measures(topic, constraints)).strip()
    return _TRAILING.sub("", name).strip(" ,;:-?!.") or topic.strip(" ?!.")


def without_measures(topic: str, constraints: Constraints) -> str:
    """The topic without the words of its measures ("750 watts")."""
    for quantity in constraints.quantities:
        if quantity.said:
            topic = re.sub(re.escape(quantity.said), " ", topic, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", re.sub(r"\(\s*\)", " ", topic)).strip(" ,;:-")


def describe(topic: str, constraints: Constraints, currency: str) -> str:
    """What was understood, in a phrase: `wired earphones, under ₹500`."""
    shown = replace(constraints, price_order=None, rating_order=None) if _has_order(constraints) else constraints
    known = _told_words(topic)
    told = [part for part in shown.describe(currency).split(", ") if part and not _told_words(part) <= known]
    return ", ".join(part for part in (topic, *told) if part)


def _told_words(text: str) -> set[str]:
    return singular_words(text) | set(re.findall(r"\d+", text))


def _has_order(constraints: Constraints) -> Any:
    return constraints.price_order or constraints.rating_order


TOOLS = (
    make_tool(search_products, Rule(limits={"count": (1, 10)})),
    make_tool(recommend, Rule(ids=("product_id",), limits={"count": (1, 10)})),
)
