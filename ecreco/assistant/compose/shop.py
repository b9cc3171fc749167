"""Wording policies, cart, orders and the way to a person."""

from __future__ import annotations

import re
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.common import refused, tell
from ecreco.assistant.state import PendingQuestion
from ecreco.assistant.turn import TurnContext


def policy(context: TurnContext, item: Item) -> list[str]:
    found = item.result("policy")
    if found is None:
        return [tell(context, "sorry_failed")]
    if not found["passages"]:
        context.state.question = PendingQuestion("handoff")
        return [tell(context, "policy_gap")]
    return policy_lines(context, found)


def policy_lines(context: TurnContext, found: dict[str, Any]) -> list[str]:
    """The policy's own words, with the section they stand in."""
    first, *rest = found["passages"]
    texts = [first["text"]]
    texts += [p["text"] for p in rest if p["score"] >= 0.8 * first["score"] and p["field"] == first["field"]]
    out = [_quoted(context, str(first["field"]), " ".join(dict.fromkeys(texts)))]
    if len(_CLAUSES.split(str(found["question"]))) > 1:  # each half may have its answer in another section
        out += [_quoted(context, str(p["field"]), p["text"]) for p in rest if p["field"] != first["field"]][:1]
    return out


def _quoted(context: TurnContext, section: str, text: str) -> str:
    return tell(context, "policy_says", section=plain.clean(section, 60).lower(), text=text)


_CLAUSES = re.compile(
    r"[?!？]+\s*(?=\w)|[,;]?\s+(?:and|or|but|also|y|und|et|aur)\s+"
    r"(?=(?:how|what|which|where|who|when|is|are|do|does|can|could|will|cómo|wie|was|wann|kann|combien|est-ce|kya|kab)\b)",
    re.IGNORECASE,
)


def cart_view(context: TurnContext, item: Item) -> list[str]:
    found = item.result("cart")
    return _cart(context, found) if found else [tell(context, "sorry_failed")]


def _cart(context: TurnContext, cart: dict[str, Any]) -> list[str]:
    lines = cart["lines"]
    if not lines:
        return [tell(context, "cart_empty")]
    if len(lines) == 1:
        context.state.focus = lines[0]["product_id"]
    rows = [f"- {row['quantity']} × {row['title']}: {row['shown_amount']}" for row in lines]
    return [tell(context, "cart_now"), *rows, tell(context, "cart_total", total=cart["shown_total"])]


def cart_change(context: TurnContext, item: Item) -> list[str]:
    """A receipt when it was done, a question when it waits, the reason when it cannot be."""
    out: list[str] = []
    for result in item.results:
        if result["kind"] == "confirmation":
            key = "confirm_add" if result["action"] == "add_to_cart" else "confirm_remove"
            if item.data.get("more"):
                out.append(tell(context, "one_by_one"))
            out.append(tell(context, key, summary=result["summary"]))
        elif result["kind"] == "receipt":
            added = result["action"] == "add_to_cart"
            out.append(
                tell(
                    context, "added" if added else "removed", title=result["title"], total=result["cart"]["shown_total"]
                )
            )
        elif result["kind"] == "refused":
            out.append(str(result["message"]))
    return out or [tell(context, "sorry_failed")]


def done_already(context: TurnContext, item: Item) -> list[str]:
    cart = context.shop.carts.lines(context.owner)
    return [tell(context, "declined")] if not cart else ["That is done."]


def declined(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "declined")]


def nothing_open(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "nothing_open")]


def ask_which(context: TurnContext, item: Item) -> list[str]:
    action = item.data.get("action")
    context.state.question = PendingQuestion(item.data["kind"], action)
    key = {"add_to_cart": "ask_which_add", "remove_from_cart": "ask_which_remove"}.get(str(action), "ask_which")
    return [tell(context, key)]


def handoff(context: TurnContext, item: Item) -> list[str]:
    found = item.result("handoff")
    return [tell(context, "handoff", position=found["queue_position"])] if found else [tell(context, "sorry_failed")]


def orders(context: TurnContext, item: Item) -> list[str]:
    if refused(item, "sign_in"):
        context.state.question = PendingQuestion("order_number")
        return [tell(context, "sign_in"), tell(context, "verify")]
    found = item.result("orders")
    if found is None:
        return [tell(context, "sorry_failed")]
    if not found["orders"]:
        return [tell(context, "no_orders")]
    return ["Your latest orders:", *(_order_line(row) for row in found["orders"])]


def order(context: TurnContext, item: Item) -> list[str]:
    if refused(item, "verify"):
        context.state.question = PendingQuestion("order_number")
        return [tell(context, "verify")]
    found = item.result("order")
    if found is None:
        error = refused(item)
        return [str(error["message"]) if error else tell(context, "sorry_failed")]
    row = found["order"]
    out = [f"Order {row['order_id']} is {row['status']}; it comes to {row['shown_total']}."]
    for parcel in row["parcels"]:
        facts = [
            f"{label} {parcel[key]}"
            for key, label in (("shipped_at", "shipped"), ("expected_at", "expected"), ("delivered_at", "delivered"))
            if parcel[key]
        ]
        if parcel["tracking_ids"]:
            facts.append("tracking number " + ", ".join(parcel["tracking_ids"]))
        if facts:
            out.append("The parcel: " + ", ".join(facts) + ".")
    return [*out, *(f"- {li['quantity']} × {li['title']}" for li in row["lines"])]


def _order_line(row: dict[str, Any]) -> str:
    things = ", ".join(li["title"] for li in row["lines"][:2]) + (" and more" if len(row["lines"]) > 2 else "")
    when = f" of {row['placed_at']}" if row["placed_at"] else ""
    return f"- {row['order_id']}{when}: {row['status']}, {row['shown_total']} ({things})"


def order_action(context: TurnContext, item: Item) -> list[str]:
    context.state.question = PendingQuestion("handoff")
    found = item.result("policy")
    quoted = []
    if found and found["passages"]:
        passage = found["passages"][0]
        quoted = [_quoted(context, str(passage["field"]), passage["text"])]
    return [*quoted, tell(context, "order_action")]


COMPOSERS = {
    "policy": policy, "cart_view": cart_view, "cart_add": cart_change, "cart_remove": cart_change,
    "done_already": done_already, "declined": declined, "nothing_open": nothing_open, "ask_which": ask_which,
    "handoff": handoff, "orders": orders, "order": order, "order_action": order_action,
}  # fmt: skip
