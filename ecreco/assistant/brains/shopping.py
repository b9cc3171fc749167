"""Policies, cart, orders and the way to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item, Reroute
from ecreco.assistant.brains.references import Meant, content_words, resolve
from ecreco.assistant.brains.variants import by_option, undecided
from ecreco.assistant.brains.wants import ALONE, SEARCHES, ask_which, count_of, kinds_in, named_in, names_kind
from ecreco.assistant.knowledge import spaced
from ecreco.assistant.reading import Act, MessageReading
from ecreco.assistant.reading.values import NUMBERS, quantity_before, read_email, read_order_ids
from ecreco.assistant.turn import TurnContext
from ecreco.shop.records import Product


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
    adjusted = quantity_change(context, reading, act)
    if adjusted is not None:
        return adjusted
    meant = resolve(context, reading, act.text, named_in(context, act.text) or context.named)
    ids = meant.ids
    versions = versions_left(context, act.text, meant)
    quantity = reading.quantity or counted(context, act.text, ids) or kept_quantity(context)
    if versions:
        return Item("ask_option", act.text, tuple(version.product_id for version in versions), {"quantity": quantity})
    thing = None if ids else unknown_thing(context, reading, act.text)
    if thing is not None and not names_kind(context, act.text):
        return Item("search", thing, data={"wanted": True}).call("search_products", query=thing)
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
    return item.call("add_to_cart", product_id=ids[0], quantity=None if len(ids) > 1 else quantity)


def versions_left(context: TurnContext, text: str, meant: Meant) -> list[Product]:
    """Versions to ask back about: a product was named, not picked from the screen, or such a question is answered."""
    state = context.state
    answering = state.question is not None and state.question.action == "add_to_cart" and meant.how == "option"
    if meant.how != "named" and not answering:
        return []
    versions = undecided(context, text, meant.ids, state.shown if answering else ())
    return [] if state.focus in {version.product_id for version in versions} else versions


def counted(context: TurnContext, text: str, ids: Sequence[str]) -> int | None:
    """The number that stands right before the product's name: "add 3 Dexor M10", "a pair of Arc lamps"."""
    starts = [hit.start for hit in context.knowledge.names.find(text) if hit.product_id in ids]
    return quantity_before(text[: starts[0]]) if starts else None


def unknown_thing(context: TurnContext, reading: MessageReading, text: str) -> str | None:
    """What a message wants in the cart by a name that is no product on the table: "add a unicorn to my cart".

    None where it points ("add it"), says only how many, or names the product in focus ("add the kettle").
    """
    match = pattern("puts").search(text)
    if match is None or reading.language != "en" or reading.references:
        return None
    thing = match["thing"].strip()
    left = content_words(thing) - words("empty") - words("pointing") - words("places") - words("carts") - _AROUND
    left = {word for word in left if word.isalpha() and word not in NUMBERS}
    if not left:
        return None
    state = context.state
    table = context.shop.catalog.many([*([state.focus] if state.focus else []), *state.shown])
    return None if any(left & content_words(product.title) for product in table) else thing


_AROUND = frozenset({"now", "too", "also", "then", "just", "shopping", "trolley", "more", "cart", "basket", "free"})


def kept_quantity(context: TurnContext) -> int | None:
    """The quantity said before the version was: "add 2 of the toaster", "the black one"."""
    state = context.state
    if state.question is not None and state.question.action == "add_to_cart":
        return state.question.quantity
    pending = state.pending
    quantity = pending.arguments.get("quantity") if pending and pending.action == "add_to_cart" else None
    return int(quantity) if quantity and state.focus and by_option(context, context.text, [state.focus]) else None


def cart_remove(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    held = [line.product_id for line in context.shop.carts.lines(context.owner)]
    if not held:
        return Item("cart_view", act.text).call("view_cart")
    meant = resolve(context, reading, act.text, context.named)
    ids = [product_id for product_id in meant.ids if product_id in held] or (held if len(held) == 1 else [])
    if not ids:
        return ask_which(context, "which_product", act.text, "remove_from_cart")
    context.state.queue = []
    quantity = reading.quantity or (1 if _REMOVES_ONE.search(act.text) else None)
    return Item("cart_remove", act.text, (ids[0],)).call("remove_from_cart", product_id=ids[0], quantity=quantity)


_REMOVES_ONE = re.compile(r"\b(?:remove|delete|take out|drop) (?:just |only )?one\b", re.IGNORECASE)


def cart_view(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("cart_view", act.text).call("view_cart")


def quantity_change(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """ "Make it two": the difference to what the cart holds of the product last spoken of."""
    focus, wanted = context.state.focus, reading.quantity
    if wanted is None or focus is None or not pattern("make_it").search(act.text):
        return None
    held = next((li.quantity for li in context.shop.carts.lines(context.owner) if li.product_id == focus), 0)
    if not held:
        return None
    if held == wanted:
        return Item("cart_view", act.text).call("view_cart")
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
        if state.queue and grant.action == "add_to_cart":
            item.call("add_to_cart", product_id=state.queue.pop(0))
        return item
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


def asked_order_number(context: TurnContext) -> bool:
    """Whether the last thing asked for was an order number with its e-mail address."""
    return context.state.question is not None and context.state.question.kind == "order_number"


_ASKS_RULE = re.compile(
    r"\b(?:refund\w*|money|reimburse\w*|return (?:policy|window)|geld|dinero|argent|paisa|paise)\b", re.IGNORECASE
)


def show_orders(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    if not reading.order_ids and _ASKS_RULE.search(act.text):  # "and when do I get my money?" asks for the rule
        return Reroute(replace(act, name="policy_question"))
    order_ids, email, asked = reading.order_ids, reading.email, asked_order_number(context)
    if asked and (reading.email or order_ids):  # the other half of what was asked for may have been said before
        earlier = context.said[-4:-1]
        order_ids = order_ids or next((ids for text in reversed(earlier) if (ids := read_order_ids(text))), ())
        email = email or next((found for text in reversed(earlier) if (found := read_email(text))), None)
    if order_ids:
        item = Item("order", act.text, order_ids[:1])
        return item.call("track_order", order_id=order_ids[0], email=email)
    if asked and not reading.email and not pattern("orders").search(act.text):
        return Item("clarify", act.text)
    return Item("orders", act.text).call("list_orders")


def change_order(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    item = Item("order_action", act.text, reading.order_ids[:1])
    if reading.order_ids:
        item.call("track_order", order_id=reading.order_ids[0], email=reading.email)
    return item.call("policy_answer", question=act.text)


def call_person(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("handoff", act.text).call("hand_to_person", reason="the customer asked for a person: " + act.text[:150])
