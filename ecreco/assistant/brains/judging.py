"""Comparisons, reviews and haggling."""

from __future__ import annotations

from dataclasses import replace

from ecreco.assistant.brains.asking import choose
from ecreco.assistant.brains.patterns import pattern
from ecreco.assistant.brains.plan import Item, Reroute
from ecreco.assistant.brains.references import content_words, ordinal, resolve
from ecreco.assistant.brains.wants import ask_which, names_kind
from ecreco.assistant.reading import Act, MessageReading
from ecreco.assistant.turn import TurnContext


def compare(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    state = context.state
    if pattern("pros_and_cons").search(act.text):
        return Reroute(replace(act, name="review_question"))
    choice = None if context.named or pattern("says_compare").search(act.text) else choose(context, reading, act)
    if choice is not None:
        return choice
    places = [ordinal(state, r)[:1] for r in reading.references if r.kind == "ordinal" and r.count is None]
    ids = list(dict.fromkeys([*context.named, *(i for place in places for i in place)]))
    if len(ids) == 1 and state.focus and state.focus not in ids:
        ids.insert(0, state.focus)
    if len(ids) < 2:
        meant = resolve(context, reading, act.text, ())
        group = meant.group or meant.ids
        ids = list(group if len(group) > 1 else state.pair or state.shown[:3])
    if len(ids) < 2:
        ids = found_by_words(context, act.text)
    if len(ids) < 2 and names_kind(context, act.text):  # "is a 1 or a 1.8 litre cooker better?" compares kinds
        return Reroute(replace(act, name="search"))
    if len(ids) < 2:
        return ask_which(context, "which_product", act.text)
    return Item("comparison", act.text, tuple(ids[:4])).call("compare_products", product_ids=ids[:4])


def found_by_words(context: TurnContext, text: str) -> list[str]:
    """Sides of a comparison that are no exact names: the best hit of each whose title holds all of its words."""
    ids: list[str] = []
    for side in pattern("sides").split(pattern("comparing").sub(" ", text)):
        words = content_words(side)
        if not words or len(side.strip()) < 3:
            continue
        for item in context.knowledge.recommender.find(side.strip(), k=3).items:
            if words <= content_words(item.product.title) and item.product.product_id not in ids:
                ids.append(item.product.product_id)
                break
    context.state.see(ids)
    return ids


def ask_reviews(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    meant = resolve(context, reading, act.text, context.named)
    ids = meant.ids or ((context.state.focus,) if context.state.focus else ())
    if not ids:
        return ask_which(context, "which_product", act.text)
    return Item("reviews", act.text, ids[:1]).call("review_summary", product_id=ids[0], question=act.text)


_SURE_HAGGLE = 0.95


def bargain(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    meant = resolve(context, reading, act.text, context.named)
    ids = meant.ids or ((context.state.focus,) if context.state.focus else ())
    if not ids and act.confidence < _SURE_HAGGLE and context.knowledge.queries.read(act.text).constraints.categories:
        return Reroute(replace(act, name="search"))  # "mous undr 500 rupes" names goods and a limit, no product
    item = Item("haggle", act.text, ids[:1])
    return item.call("product_details", product_ids=[ids[0]]) if ids else item
