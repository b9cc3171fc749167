"""Wording policies, cart, orders and the way to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.brains.variants import choices
from ecreco.assistant.compose.common import english, refused, tell
from ecreco.assistant.state import PendingQuestion
from ecreco.assistant.turn import TurnContext
from ecreco.shop.money import format_money, to_minor
from ecreco.shop.records import Product


def policy(context: TurnContext, item: Item) -> list[str]:
    found = item.result("policy")
    if found is None:
        return [tell(context, "sorry_failed")]
    if not found["passages"]:
        plan = context.notes.get("plan")
        if isinstance(plan, Plan) and any(other.kind == "haggle" for other in plan.items):
            return []  # the price was answered
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
    if found and not found["lines"] and context.confirmation:
        return []  # what waits for a yes is told already
    return _cart(context, found) if found else [tell(context, "sorry_failed")]


def checkout(context: TurnContext, item: Item) -> list[str]:
    found = item.result("cart")
    return [*(_cart(context, found) if found else []), tell(context, "checkout")]


def _cart(context: TurnContext, cart: dict[str, Any]) -> list[str]:
    lines = cart["lines"]
    if not lines:
        return [tell(context, "cart_empty")]
    if len(lines) == 1:
        context.state.focus = lines[0]["product_id"]
    rows = [f"- {row['quantity']} × {row['title']}{_each(context, row)}: {row['shown_amount']}" for row in lines]
    return [tell(context, "cart_now"), *rows, tell(context, "cart_total", total=cart["shown_total"])]


def _each(context: TurnContext, row: dict[str, Any]) -> str:
    """The price of one, where a line holds several."""
    if row["quantity"] < 2 or row["price"] is None:
        return ""
    one = format_money(to_minor(row["price"], row["currency"]), row["currency"])
    return f" at {one} each" if english(context) else f" ({one} × {row['quantity']})"


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
            out.append(_reason(context, result))
    return out or [tell(context, "sorry_failed")]


def _reason(context: TurnContext, refused: dict[str, Any]) -> str:
    """Why a change cannot be made, in words for a customer; what is said to a model stays inside."""
    if refused["code"] in ("unseen", "unknown_product"):
        return tell(context, "ask_which")
    if refused["code"] in ("tool_failed", "budget", "unknown_tool"):
        return tell(context, "sorry_failed")
    return str(refused["message"])


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


def ask_option(context: TurnContext, item: Item) -> list[str]:
    """Ask back which version goes into the cart; the versions are on the table for the answer."""
    versions = context.shop.catalog.many(list(item.ids))
    for version in versions:
        context.record(version)
    context.state.show(list(item.ids))
    context.state.question = PendingQuestion("which_product", "add_to_cart", item.data.get("quantity"))
    family = context.shop.catalog.find(versions[0].family_id or "") or versions[0]
    title = plain.title(family.title)
    return [tell(context, "ask_option", title=title, options=told_choices(context, versions))]


def told_choices(context: TurnContext, versions: Sequence[Product]) -> str:
    """What there is to choose from, as evidence and in words: `Black, Cream (colour); S, M (size)`."""
    told = []
    for option, values in choices(versions).items():
        told.append(f"{', '.join(plain.clean(value, 40) for value in values)} ({plain.clean(option, 40).lower()})")
        context.prove(versions[0].family_id or versions[0].product_id, option, told[-1])
    return "; ".join(told)


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
    "policy": policy, "cart_view": cart_view, "checkout": checkout, "cart_add": cart_change, "cart_remove": cart_change,
    "done_already": done_already, "declined": declined, "nothing_open": nothing_open, "ask_which": ask_which,
    "ask_option": ask_option,
    "handoff": handoff, "orders": orders, "order": order, "order_action": order_action,
}  # fmt: skip
