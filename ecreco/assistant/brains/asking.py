"""Questions about products on the table, by name, by place or as one of a set."""

from __future__ import annotations

import re
from dataclasses import replace

from ecreco.assistant.brains.patterns import pattern, words
from ecreco.assistant.brains.plan import Item, Reroute
from ecreco.assistant.brains.references import Meant, content_words, resolve, return_to
from ecreco.assistant.brains.variants import ASKS_OPTIONS, family_of
from ecreco.assistant.brains.wants import ask_which, asked, named_in, names_kind
from ecreco.assistant.reading import Act, MessageReading
from ecreco.assistant.specs import asks, specs_of
from ecreco.assistant.state import Search
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext


def choose(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """ "Which of those is rated better?", "back to the cables: which has the best rating?": one of a known set."""
    state = context.state
    superlative = next((r.superlative for r in reading.references if r.superlative), None)
    back = re.search(r"\b(?:back to|returning to|about) (?:the|those|these|your)\b", reading.text, re.IGNORECASE)
    earlier = return_to(state, act.text) if back else None
    if earlier is not None and earlier.last:
        state.search = earlier
        if superlative or pattern("choice").search(reading.text):
            return pick_of(context, reading.text, fitting(context, earlier), superlative)
        state.lists.append(list(earlier.last))
        return Item("search", act.text).call("search_products", query=earlier.topic, refine=True)
    bare = bare_superlative(reading, act.text)
    if bare and len(state.shown) > 1:
        return pick_of(context, act.text, tuple(state.shown), superlative)
    if not pattern("choice").search(act.text):
        return None
    group = tuple(context.named) if len(context.named) > 1 else ()
    pointing = any(r.count or r.kind in ("anaphora", "all") for r in reading.references) or re.search(
        r"\b(?:which|what|kaunsa|konsa) (?:one|ones)\b|\b(?:of|between|among) (?:them|those|these|the two|the three)\b|"
        r"^\W*(?:so|and|then|ok)?\W*which (?:is|has|does|of)\b",
        act.text, re.IGNORECASE,
    )  # fmt: skip
    if not group and pointing and not context.named:
        meant = resolve(context, reading, act.text, ())
        group = meant.group or (meant.ids if len(meant.ids) > 1 else ()) or tuple(state.pair or state.shown)
        if meant.ids and not meant.group and re.search(r"\bit\b|\bits\b", act.text, re.IGNORECASE):
            return None
    if len(group) < 2 or not asks_which(reading, act.text):
        return None
    if superlative and re.search(
        r"\b(?:do you have|you (?:sell|have|got|stock)|in (?:your|the) shop)\b", act.text, re.IGNORECASE
    ):
        return None
    return pick_of(context, act.text, group, superlative)


def bare_superlative(reading: MessageReading, text: str) -> bool:
    """The words "the cheapest?" and nothing else: one of what is on screen."""
    said = next((r.text for r in reading.references if r.superlative), None)
    if said is None or not reading.has("product_question", "price_question", "refine", "search"):
        return False
    definite = re.search(r"\?|？|\b(?:the|el|la|le|der|die|das|sabse)\b|最", text, re.IGNORECASE)
    if not definite or re.search(r"\b(?:some\w*|any\w*|ones|more)\b", text, re.IGNORECASE):
        return False  # "something cheaper" wants other products, not one of these
    rest = re.sub(re.escape(said), " ", text, flags=re.IGNORECASE)
    return not content_words(rest) - words("empty") - words("pointing")


def asks_which(reading: MessageReading, text: str) -> bool:
    """Whether one of a set is asked for.

    "Which is cheaper?" and "what is the cheapest of them?" do; "what DPI does the cheaper have?" asks of it.
    """
    if pattern("which").search(text):
        return True
    said = next((r.text for r in reading.references if r.superlative), None)
    what = r"\b(?:what|was|qué|quel)(?:'s|’s| is| are| ist| es| est)\b.{0,12}"
    return said is not None and bool(re.search(what + re.escape(said), text, re.IGNORECASE))


def fitting(context: TurnContext, search: Search) -> tuple[str, ...]:
    """What was shown for a search, without what contradicts its measures ("the 3 metre ones")."""
    products = context.shop.catalog.many(search.shown or search.last)
    quantities = search.constraints.quantities
    kept = [p for p in products if not any(q.verdict(p) is False for q in quantities)]
    stated = [p for p in kept if quantities and all(q.verdict(p) for q in quantities)]
    return tuple(p.product_id for p in stated or kept or products)


def pick_of(context: TurnContext, text: str, group: tuple[str, ...], superlative: str | None) -> Item:
    item = Item("pick", text, group, {"superlative": superlative})
    products = context.shop.catalog.many(list(group))
    recorded = (
        superlative
        or pattern("most_rated").search(text)
        or any(asks(key, text) for p in products for key in specs_of(p))
    )
    return item.call("product_details", product_ids=list(group), question="" if recorded else text, show=False)


def ask(context: TurnContext, reading: MessageReading, act: Act) -> Item | Reroute:
    """A question on one product or a few; one that names none on the table is a search."""
    choice = choose(context, reading, act)
    if choice is not None:
        return choice
    meant = resolve(context, reading, act.text, named_in(context, act.text))
    kind = {"price_question": "price", "stock_question": "stock"}.get(act.name, "details")
    if kind == "stock" and pattern("version").search(act.text):
        kind = "details"  # "is it available in blue?" asks for a version, not for pieces
    if not meant.ids and context.named:
        meant = Meant(tuple(context.named), "named")
    if not meant.ids and kind in ("price", "stock", "details") and context.state.focus and leans(act.text):
        meant = Meant((context.state.focus,), "anaphora")
    if not meant.ids and kind in ("price", "stock") and context.state.shown and names_nothing(context, act.text):
        meant = Meant(tuple(context.state.shown[:3]), "group")
    if meant.ids and _LIKE.search(act.text):
        return Item("recommend", act.text, meant.ids[:1]).call("recommend", product_id=meant.ids[0])
    if kind == "stock" and ASKS_OPTIONS.search(act.text) and any(family_of(context, i) for i in meant.ids[:1]):
        kind = "details"
    if meant.ids:
        ids = meant.ids[:3]
        question = asked(context, act)
        if kind == "details" and meant.how != "named" and not about_something(context, question):
            return Item("overview", question, ids).call("product_details", product_ids=list(ids))
        return Item(kind, question, ids).call("product_details", product_ids=list(ids), question=question)
    query = context.knowledge.queries.read(act.text)
    if query.constraints.categories or not query.constraints.empty or content_words(str(query.topic)) - words("empty"):
        return Reroute(replace(act, name="search"))
    return ask_which(context, "what_for", act.text)


def names_nothing(context: TurnContext, text: str) -> bool:
    """ "How many are left?": no kind of product of its own, so it asks of what is on screen."""
    query = context.knowledge.queries.read(text)
    return not query.constraints.categories and not names_kind(context, text) and bool(_OF_THE_LIST.search(text))


_OF_THE_LIST = re.compile(
    r"\bhow many (?:are|is|do you have)\b|\b(?:its|their|the) price\b|\bin stock\b", re.IGNORECASE
)
_LIKE = re.compile(r"\b(?:similar to|something like|alternatives? (?:to|for)|more like)\b", re.IGNORECASE)


def about_something(context: TurnContext, question: str) -> bool:
    """Whether a question asks for anything in particular; "tell me more about the second one" does not."""
    if not pattern("tell_me").search(question):
        return True
    rest = re.sub(r"第.个?", " ", pattern("tell_me").sub(" ", to_english(question, context.state.language)))
    return bool(content_words(rest) - words("empty") - words("places") - words("pointing"))


def leans(text: str) -> bool:
    """A question that names nothing of its own and so is about what was last spoken of."""
    return len(text.split()) <= 12
