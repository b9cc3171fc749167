"""Several products for one budget: the best combination that fits, and what could be swapped in."""

from __future__ import annotations

from itertools import product as combinations
from typing import Any

from ecreco.assistant.state import Search
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool
from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.money import format_money, to_major, to_minor
from ecreco.shop.records import Product

CANDIDATES = 15
SWAPS = 1  # further products shown for each part


def bundle_products(runtime: Runtime, parts: list[str], max_total: float | None = None) -> Answer:
    """Find one product for each part (2 to 4, such as ["wireless mouse", "mouse pad"]) within max_total together."""
    context: TurnContext = runtime.context
    limit = None if max_total is None else to_minor(max_total, context.currency)
    found: list[list[tuple[Product, str, float]]] = []
    for part in parts[:4]:
        reading = context.knowledge.queries.read(part)
        constraints = reading.constraints.merge(Constraints(max_price=limit)) if limit else reading.constraints
        hits = context.knowledge.recommender.find(
            part, constraints=constraints, customer_id=context.customer_id, k=CANDIDATES
        )
        found.append(
            [(i.product, i.reason, float(i.score)) for i in hits.items if i.product.price] if hits.fits else []
        )
    best = best_combination(found, limit)
    cards: list[dict[str, Any]] = []
    if best:
        chosen = [options[index] for options, index in zip(found, best, strict=True)]
        total = sum(item[0].price or 0 for item in chosen)
        cards += [context.card(product, reason) for product, reason, _ in chosen]
        for place, options in enumerate(found):
            rest = total - (chosen[place][0].price or 0)
            swaps = [
                o for o in options if o is not chosen[place] and (limit is None or (o[0].price or 0) + rest <= limit)
            ]
            cards += [context.card(product, reason) for product, reason, _ in swaps[:SWAPS]]
        if max_total is not None:
            context.prove("request", "max_total", max_total)
        context.prove("bundle", "total", float(to_major(total, context.currency)))
    ids = [card["product_id"] for card in cards]
    search = Search(
        name=" + ".join(parts),
        topic=" ".join(parts),
        constraints=Constraints(max_price=limit),
        parts=list(parts),
        last=ids,
        shown=ids,
    )
    context.state.begin_search(search)
    context.state.show(ids)
    context.emit("products", {"products": cards})
    return answer(
        {
            "kind": "bundle",
            "parts": parts,
            "chosen": cards[: len(parts)] if best else [],
            "swaps": cards[len(parts) :] if best else [],
            "total": format_money(
                sum(to_minor(c["price"], context.currency) for c in cards[: len(parts)]), context.currency
            ),
            "limit": None if limit is None else format_money(limit, context.currency),
            "missing": [part for part, options in zip(parts, found, strict=False) if not options],
        }
    )


def best_combination(found: list[list[tuple[Product, str, float]]], limit: int | None) -> tuple[int, ...] | None:
    """Places in each list whose ranks are best together and whose prices fit; None when nothing fits."""
    if not found or not all(found):
        return None
    best: tuple[tuple[int, int], tuple[int, ...]] | None = None
    for places in combinations(*(range(len(options)) for options in found)):
        price = sum(options[place][0].price or 0 for options, place in zip(found, places, strict=True))
        if limit is not None and price > limit:
            continue
        key = (sum(places), -price)
        if best is None or key < best[0]:
            best = (key, places)
    return best[1] if best else None


TOOLS = (make_tool(bundle_products, Rule()),)
