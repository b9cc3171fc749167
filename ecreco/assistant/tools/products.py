"""One product's own text, and two or more side by side."""

from __future__ import annotations

import re
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.specs import asks, specs_of
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool, product_of
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext, card_of
from ecreco.shop.records import Product

MOST_COMPARED = 4


def product_details(runtime: Runtime, product_ids: list[str], question: str = "", show: bool = True) -> Answer:
    """Answer a question from the products' own listings. `passages` is empty where a listing does not say.

    show: put the products on screen.
    """
    context: TurnContext = runtime.context
    question = to_english(question, context.state.language)
    rows = []
    for product_id in product_ids[:10]:
        product = product_of(context, product_id)
        row: dict[str, Any] = {**(context.card(product) if show else card_of(product))}
        context.record(product)
        row["brand"] = product.brand
        row["stock"] = product.stock
        row["rating_count"] = product.rating_count
        row["parts"] = [
            {"question": part, "passages": passages(context, product_id, part)} for part in questions_in(question)
        ]
        row["specs"] = {key: value for key, value in specs_of(product).items() if asks(key, question)}
        for key, value in row["specs"].items():
            context.prove(product_id, key, value)
        rows.append(row)
    return answer({"kind": "details", "question": question, "products": rows})


def passages(context: TurnContext, product_id: str, question: str) -> list[dict[str, Any]]:
    """The listing's sentences on a question, as evidence. Sentences that command rather than describe are left out."""
    found = []
    for passage in context.knowledge.facts.about(product_id, question):
        if plain.is_command(passage.text):
            continue
        text = plain.quote(" ".join(part for part in (getattr(passage, "context", ""), passage.text) if part), 420)
        found.append({"field": passage.field, "text": text, "score": float(passage.score)})
        context.prove(product_id, passage.field, text)
    return found


_PARTS = re.compile(
    r"(?<=[?.!;])\s+|,?\s+(?:and|und|y|et|aur)\s+(?=(?:how|what|which|when|where|who|does|do|is|are|can|wie|was|qué|cuánto|combien|kya|kitna)\b)",
    re.IGNORECASE,
)


def questions_in(question: str) -> list[str]:
    """A question in its parts: "what battery does it take, and how long does it last?" has two."""
    parts = [part.strip() for part in _PARTS.split(question)]
    return [part for part in parts if len(part.split()) >= 2][:3] or ([question] if question else [])


def compare_products(runtime: Runtime, product_ids: list[str]) -> Answer:
    """Put two to four products side by side; only what their records and listings say."""
    context: TurnContext = runtime.context
    products = [product_of(context, product_id) for product_id in product_ids[:MOST_COMPARED]]
    cards = [context.card(product) for product in products]
    ids = [product.product_id for product in products]
    context.state.show(ids)
    rows = comparison_rows(context, products)
    artifact = {"kind": "comparison", "products": cards, "rows": rows}
    context.emit("comparison", {"products": cards, "rows": rows})
    return answer(artifact)


def comparison_rows(context: TurnContext, products: list[Product]) -> list[dict[str, Any]]:
    """Rows `{"field", "values", "differs", "shared"}`, those that differ first."""
    rows: list[tuple[str, list[str | None]]] = [
        ("price", [p.shown_price if p.price is not None else None for p in products]),
        ("rating", [None if p.rating is None else f"{p.rating:g}" for p in products]),
        ("ratings", [None if p.rating_count is None else str(p.rating_count) for p in products]),
        ("brand", [p.brand for p in products]),
    ]
    listed = [specs_of(product) for product in products]
    names = list({name.casefold(): name for specs in listed for name in reversed(specs)}.values())
    listed = [{key.casefold(): value for key, value in reversed(specs.items())} for specs in listed]
    rows += [(name, [specs.get(name.casefold()) for specs in listed]) for name in names]
    out = []
    for name, values in rows:
        if not any(values):
            continue
        for product, value in zip(products, values, strict=True):
            if value is not None:
                context.prove(product.product_id, name, plain.clean(value, 200))
        known = [re.sub(r"\W", "", value).casefold() for value in values if value]
        shared = len(known) == len(values)
        out.append(
            {
                "field": name,
                "values": [None if value is None else plain.clean(value, 200) for value in values],
                "differs": len(set(known)) > 1,
                "shared": shared,
            }
        )
    return sorted(out, key=lambda row: (not (row["differs"] and row["shared"]), not row["shared"]))


TOOLS = (
    make_tool(product_details, Rule(ids=("product_ids",))),
    make_tool(compare_products, Rule(ids=("product_ids",))),
)
