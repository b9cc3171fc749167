"""What buyers say, counted and quoted."""

from __future__ import annotations

from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.knowledge import Knowledge
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool, product_of
from ecreco.assistant.turn import TurnContext
from ecreco.shop.records import Product


def review_summary(runtime: Runtime, product_id: str, question: str = "") -> Answer:
    """Praise and complaints in a product's reviews with counts and quotes; `question` asks for one matter in them."""
    context: TurnContext = runtime.context
    product = product_of(context, product_id)
    card = context.card(product)
    passages = context.knowledge.reviews.about(product_id, question) if question else ()
    artifact: dict[str, Any] = {
        "kind": "reviews",
        "product": card,
        **summary_of(context.knowledge, product),
        "passages": [
            {"record": p.record, "text": plain.quote(p.text), "score": float(p.score)}
            for p in passages
            if not plain.is_command(p.text)
        ],
        "question": question,
    }
    context.prove(product_id, "review_count", artifact["count"])
    if artifact["mean"] is not None:
        context.prove(product_id, "review_mean", artifact["mean"])
    for theme in (*artifact["praise"], *artifact["complaints"]):
        context.prove(product_id, f"theme {theme['name']}", theme["count"])
        for quoted in theme["quotes"]:
            context.prove(quoted["record"], "text", quoted["text"])
    for passage in artifact["passages"]:
        context.prove(passage["record"], "text", passage["text"])
    context.emit("review_summary", artifact)
    return answer(artifact)


def summary_of(knowledge: Knowledge, product: Product) -> dict[str, Any]:
    """The review panel of a product: title, count, mean, few, praise and complaints with quotes."""
    summary = knowledge.reviews.summary(product.product_id)
    return {
        "product_id": product.product_id,
        "title": plain.clean(product.title, 300),
        "count": summary.count,
        "mean": None if summary.mean is None else round(float(summary.mean), 1),
        "few": summary.few,
        "rating_count": product.rating_count,
        "praise": [_theme(theme) for theme in summary.praise],
        "complaints": [_theme(theme) for theme in summary.complaints],
    }


def _theme(theme: Any) -> dict[str, Any]:
    quotes = [
        {"record": str(review_id), "text": plain.quote(text, 200)}
        for review_id, text in theme.quotes
        if not plain.is_command(text)
    ]
    return {"name": theme.name, "count": theme.count, "quotes": quotes[:2]}


TOOLS = (make_tool(review_summary, Rule(ids=("product_id",))),)
