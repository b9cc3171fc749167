"""Policies, cart, orders and the way to a person."""

from __future__ import annotations

import re
from dataclasses import replace

from ecreco.assistant.brains.patterns import pattern
from ecreco.assistant.brains.plan import Item, Reroute
from ecreco.assistant.brains.references import resolve
from ecreco.assistant.brains.wants import ALONE, SEARCHES, ask_which, count_of, kinds_in, named_in, names_kind
from ecreco.assistant.knowledge import spaced
from ecreco.assistant.reading import Act, MessageReading
from ecreco.assistant.turn import TurnContext


def ask_policy(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    question = pattern("lead_in").sub("", with_background(context, act)) or act.text
    about, product_id = (None, None) if kinds_in(context, question) else spoken_of(context, reading, question)
    return Item("policy", question).call("policy_answer", question=question, about=about, product_id=product_id)


def spoken_of(context: TurnContext, reading: MessageReading, question: str) -> tuple[str | None, str | None]:
    """What "it" is: the kind of thing last spoken of and not shown here, or the product in focus or named."""
    named = named_in(context, question)
    pointed = resolve(context, reading, question, named).ids if reading.references or named else ()
    product_id = pointed[0] if pointed else context.state.focus if _POINTS.search(question) else None
    if product_id is None and not _POINTS.search(question):
        return None, None
    product = context.shop.catalog.find(product_id) if product_id else None
    own = kinds_in(context, f"{spaced(product.category[-1])} {product.title}") if product and product.category else []
    for message in reversed(context.said[-4:-1]):
        kinds = kinds_in(context, message)
        if kinds and not set(kinds) & set(own):
            return " ".join(kinds), None
        if kinds:
            break
    return None, product.product_id if product else None


_POINTS = re.compile(r"\b(?:it|this|that|this one|that one|them|these|those)\b", re.IGNORECASE)


def with_background(context: TurnContext, act: Act) -> str:
    """A policy question with the statements around it: "it arrived 12 days ago" belongs to "is it too late?"."""
    assert context.reading is not None
    busy = [
        a for a in context.reading.acts if a.name not in (*ALONE, *SEARCHES, "order_action", "order_track", act.name)
    ]
    return act.text if busy else context.text


def cart_add(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    state = context.state
    meant = resolve(context, reading, act.text, named_in(context, act.text) or context.named)
    ids = meant.ids
    if not ids and not meant.group and state.focus and pattern("means_it").search(act.text):
        ids = (state.focus,)
    if not ids and names_kind(context, act.text):  # "I want to buy an HDMI cable" names a kind, not a product
        query = pattern("pieces").sub(" ", act.text)
        return Item("search", query).call("search_products", query=query, count=count_of(query))
    if not ids:
        return ask_which(context, "which_product", act.text, "add_to_cart")
    # One question at a time: a yes must be to exactly one action.
    state.queue = list(ids[1:4])
    item = Item("cart_add", act.text, ids[:1], {"more": len(ids) > 1})
    return item.call("add_to_cart", product_id=ids[0], quantity=reading.quantity)


def cart_remove(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    held = [line.product_id for line in context.shop.carts.lines(context.owner)]
    if not held:
        return Item("cart_view", act.text).call("view_cart")
    meant = resolve(context, reading, act.text, context.named)
    ids = [product_id for product_id in meant.ids if product_id in held] or (held if len(held) == 1 else [])
    if not ids:
        return ask_which(context, "which_product", act.text, "remove_from_cart")
    return Item("cart_remove", act.text, (ids[0],)).call(
        "remove_from_cart", product_id=ids[0], quantity=reading.quantity
    )


def cart_view(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("cart_view", act.text).call("view_cart")


def quantity_change(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """ "Make it two": the difference to what the cart holds of the product last spoken of."""
    focus, wanted = context.state.focus, reading.quantity
    if wanted is None or focus is None or not pattern("make_it").search(act.text):
        return None
    held = next((li.quantity for li in context.shop.carts.lines(context.owner) if li.product_id == focus), 0)
    if not held or held == wanted:
        return None
    if wanted > held:
        return Item("cart_add", act.text, (focus,)).call("add_to_cart", product_id=focus, quantity=wanted - held)
    return Item("cart_remove", act.text, (focus,)).call("remove_from_cart", product_id=focus, quantity=held - wanted)


def confirm(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute | None:
    state = context.state
    if context.receipt is not None:
        return Item("done_already", act.text)
    if context.grant is not None:
        grant = context.grant
        item = Item("cart_add" if grant.action == "add_to_cart" else "cart_remove", act.text, ())
        item.call(grant.action, **grant.arguments)
        return item.call("add_to_cart", product_id=state.queue.pop(0)) if state.queue else item
    if state.question and state.question.kind == "handoff":
        return Item("handoff", act.text).call("hand_to_person", reason="the customer agreed to speak to a person")
    if pattern("takes_it").search(act.text) and (state.focus or len(state.shown) == 1):
        return Reroute(replace(act, name="cart_add"))
    return Item("nothing_open", act.text) if len(reading.acts) == 1 else None


def decline(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    state = context.state
    if state.pending is not None:
        context.shop.actions.decline(state.pending.action_id)
        state.pending, state.queue = None, []
        return Item("declined", act.text)
    return Item("nothing_open", act.text) if len(reading.acts) == 1 else None


def show_orders(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    if reading.order_ids:
        item = Item("order", act.text, reading.order_ids[:1])
        return item.call("track_order", order_id=reading.order_ids[0], email=reading.email)
    return Item("orders", act.text).call("list_orders")


def change_order(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    item = Item("order_action", act.text, reading.order_ids[:1])
    if reading.order_ids:
        item.call("track_order", order_id=reading.order_ids[0], email=reading.email)
    return item.call("policy_answer", question=act.text)


def call_person(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("handoff", act.text).call("hand_to_person", reason="the customer asked for a person: " + act.text[:150])
