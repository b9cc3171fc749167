"""Wishes to find products: new searches, refinements, ideas, bundles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ecreco.assistant.brains.asking import choose
from ecreco.assistant.brains.bundles import parts_of
from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item, Reroute
from ecreco.assistant.brains.references import content_words, resolve
from ecreco.assistant.brains.shopping import quantity_change
from ecreco.assistant.brains.variants import ASKS_OPTIONS, by_option
from ecreco.assistant.brains.wants import count_of, names_kind, own_words, wanted
from ecreco.assistant.reading import Act, MessageReading
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext
from ecreco.shop.money import to_major


def find(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    """A search, a refinement of the one before, a bundle or ideas; what only looks like one goes elsewhere."""
    state = context.state
    text = wanted(reading, act)
    version = version_of(context, act.text)
    adding = bool(state.pending and state.pending.action == "add_to_cart")
    asked_add = bool(state.question and state.question.action == "add_to_cart")
    if (asked_add and (context.named or version)) or (adding and version):
        return Reroute(replace(act, name="cart_add"))
    if version and re.search(r"\b(?:it|that|this|one)\b", act.text, re.IGNORECASE):
        return Item("price", act.text, version).call("product_details", product_ids=list(version))
    if ASKS_OPTIONS.search(act.text) and re.search(r"\b(?:it|that|this|they|these)\b", act.text, re.IGNORECASE):
        known = ((state.focus,) if state.focus else ()) or tuple(state.shown[:1])
        if known and not names_kind(context, act.text):
            return Item("details", act.text, known).call("product_details", product_ids=list(known), question=act.text)
    if about_focus(context, reading, act) or about_listed(context, reading, act):
        return Reroute(replace(act, name="product_question"))
    if text.rstrip().endswith("?") and pattern("shop_words").search(text) and not names_kind(context, text):
        return Reroute(replace(act, name="policy_question"))  # "can you install it?" asks about the shop
    adjusted = quantity_change(context, reading, act)
    if adjusted is not None:
        return adjusted
    parts = parts_of(text)
    query = context.knowledge.queries.read(text)
    if parts:
        limit = query.constraints.max_price
        return find_together(context, parts, limit)
    choice = choose(context, reading, act)
    if choice is not None:
        return choice
    if state.search is not None and (act.name == "show_more" or pattern("others").search(text)):
        return Item("search", text).call("search_products", query=text, more=True)
    if is_refinement(context, act, text):
        was_vague = bool(state.search and state.search.vague)
        if state.search and state.search.parts:
            limit = query.constraints.max_price
            return find_together(context, state.search.parts, limit or state.search.constraints.max_price)
        item = Item("search", text, data={"guess": was_vague})
        return item.call("search_products", query=text, refine=True, count=count_of(text))
    if act.name == "recommend" and not content_words(query.topic) - words("empty"):
        return suggest(context, reading, act)
    vague = is_vague(context, text, str(query.topic))
    item = Item("search", text, data={"vague": vague})
    return item.call("search_products", query=text, count=count_of(text), vague=vague or None)


def version_of(context: TurnContext, text: str) -> tuple[str, ...]:
    """The version of a product on the table that a few words choose ("the cream one"); a longer wish is a search."""
    state = context.state
    if len(text.split()) > _FEW or names_kind(context, text):
        return ()
    version = by_option(context, text, ([state.focus] if state.focus else []) + list(state.shown))
    context.state.see(version)
    return version


_FEW = 9  # words


def about_listed(context: TurnContext, reading: MessageReading, act: Act) -> bool:
    """ "How is the second one?": a place in the list and no kind of product of its own."""
    if re.search(r"\bnot (?:the|that|this|those)\b|^\W*not\b", act.text, re.IGNORECASE):
        return False  # "not the first one, something bigger" wants others
    placed = any(r.kind == "ordinal" for r in reading.references) and bool(context.state.shown)
    return placed and act.name != "show_more" and not names_kind(context, act.text)


def about_focus(context: TurnContext, reading: MessageReading, act: Act) -> bool:
    """ "How many hours until that one is charged?" is a question on what was last spoken of, not a search."""
    pointing = re.search(r"\b(?:it|its|that one|this one|that|this)\b", act.text, re.IGNORECASE)
    asking = act.text.rstrip().endswith("?") and re.search(
        r"\b(?:how|what|when|where|does|is|can|will|has|was)\b", act.text, re.IGNORECASE
    )
    if not (context.state.focus and pointing and asking):
        return False
    return not context.knowledge.queries.read(act.text).constraints.categories


def suggest(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    meant = resolve(context, reading, act.text, context.named)
    return Item("recommend", act.text, meant.ids).call("recommend", product_id=meant.ids[0] if meant.ids else None)


def find_together(context: TurnContext, parts: Sequence[str], limit: int | None) -> Item:
    total = None if limit is None else float(to_major(limit, context.currency))
    return Item("bundle", " + ".join(parts)).call("bundle_products", parts=list(parts), max_total=total)


def is_refinement(context: TurnContext, act: Act, text: str) -> bool:
    """Whether these words change the search before. A new kind of product is a new search, whatever the act says."""
    search = context.state.search
    if search is None:
        return False
    query = context.knowledge.queries.read(to_english(text, context.state.language))
    named = own_words(query.topic, query.constraints)
    if act.name in ("refine", "show_more"):
        later, before = set(query.constraints.categories), set(search.constraints.categories)
        return search.vague or not (later and before and not later & before)
    return (search.vague and not names_kind(context, text)) or (not named and not query.constraints.empty)


def is_vague(context: TurnContext, text: str, topic: str) -> bool:
    """No kind of product is named: diverse options and one question serve better than a guess."""
    reading = context.reading
    query = context.knowledge.queries.read(text)
    if query.constraints.categories or names_kind(context, topic):
        return False
    named = (content_words(pattern("vague").sub(" ", topic)) - words("empty")) & context.knowledge.words
    unsure = reading is not None and not reading.sure
    return bool(pattern("nothing_named").search(text)) or (
        not named and (unsure or bool(pattern("vague").search(text)))
    )
