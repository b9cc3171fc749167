"""The shop's own rules, quoted."""

from __future__ import annotations

from ecreco.assistant import plain
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool, product_of
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext


def policy_answer(runtime: Runtime, question: str, about: str = "", product_id: str | None = None) -> Answer:
    """Quote what the shop's policy says on delivery, returns, warranty, payment, prices, support.

    Empty: it is silent. about: what "it" is, where the question does not say; product_id: the product that "it" is.
    """
    context: TurnContext = runtime.context
    english = to_english(question, context.state.language)
    asked = f"{english} ({plain.clean(about, 120)})" if about else english
    product = product_of(context, product_id) if product_id else None
    passages = [
        {"record": p.record, "field": p.field, "text": plain.quote(p.text, 600), "score": float(p.score)}
        for p in context.knowledge.policies.answer(asked, k=2, about=product)
    ]
    for passage in passages:
        context.prove(passage["record"], passage["field"], passage["text"])
    if passages:
        context.state.policy_topic = str(passages[0]["field"])
    return answer({"kind": "policy", "question": question, "passages": passages})


TOOLS = (make_tool(policy_answer, Rule(ids=("product_id",))),)
