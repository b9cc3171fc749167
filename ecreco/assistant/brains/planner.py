"""From a read message and the state to a plan: which tools are called with what, and what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ecreco.assistant.brains.bundles import parts_of
from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.brains.references import Meant, content_words, ordinal, resolve, return_to
from ecreco.assistant.knowledge import singular_words, spaced
from ecreco.assistant.reading import Act, ActName, MessageReading
from ecreco.assistant.specs import asks, specs_of
from ecreco.assistant.state import Search
from ecreco.assistant.tools.search import without_measures
from ecreco.assistant.translate import to_english
from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.money import to_major

_ALONE: frozenset[ActName] = frozenset({"greet", "smalltalk", "thanks", "goodbye"})
_REFUSED: frozenset[ActName] = frozenset({"injection", "privacy_probe", "out_of_scope"})
_SEARCHES: frozenset[ActName] = frozenset({"search", "refine", "recommend", "show_more"})
_QUESTIONS: frozenset[ActName] = frozenset({"product_question", "price_question", "stock_question"})
_CHOICE = re.compile(
    r"\b(?:which|what|who)\b[^?.]{0,40}\b(?:one|of (?:the|them|those|these)|is|has|have|does|do|can|lasts?|gives?|holds?)\b|"
    r"\b(?:welche[rs]?|cu[aá]l|lequel|laquelle|kaunsa|konsa|kaun)\b|哪",
    re.IGNORECASE,
)
_MEDICAL = re.compile(
    r"\b(?:dos(?:e|age)|mg|medicines?|medication|tablets? (?:for|should)|paracetamol|ibuprofen|antibiotics?|symptoms?|fever|diagnos\w+|"
    r"treat(?:ment)? (?:for|of) (?:my|a)|rash|infection|prescri\w+)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "dos": 2,
    "zwei": 2,
    "deux": 2,
    "do": 2,
    "couple": 2,
}
_COUNT = re.compile(
    rf"\b(?:top|best|first|show(?: me)?|give me|your|the|of|are|a)\s+(?P<n>{'|'.join(_NUMBER_WORDS)}|[2-9])\s+"
    r"(?:of\s+)?(?:\w+\s+)?(?=(?:best|cheapest|top|most|least|dearest|highest|lowest|options?|products?|ideas?|items?|things?|ones?|models?)\b|\w+s\b)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:some ?thing|any ?thing|some stuff|things?|gifts?(?![- ]?(?:wrap|card|receipt|pack))|presents?|gift ideas?|ideas?|what (?:would|do|can|could) you (?:recommend|suggest)|"
    r"recommend(?:ation)?s?|suggest(?:ion)?s?|kuch|algo|etwas|quelque chose)\b|推荐|什么好",
    re.IGNORECASE,
)
_NOTHING_NAMED = re.compile(
    r"\b(?:some ?thing|any ?thing|some stuff|gifts?(?![- ]?(?:wrap|card|receipt|pack))|presents?|gift ideas?|kuch|algo|etwas|quelque chose)\b",
    re.IGNORECASE,
)
_OTHER_TOPIC = re.compile(r"^(?:then|now|and|also|okay|ok|fine|instead|what about|how about|next|i also|do you have|looking for)\b", re.IGNORECASE)  # fmt: skip


def plan_turn(context: TurnContext) -> Plan:
    """Read the acts in their order into items; a message nobody understands becomes one short question."""
    reading = context.reading
    assert reading is not None
    items: list[Item] = []
    acts = _kept(reading)
    searched = False
    for act in acts:
        if act.name in _SEARCHES:
            if searched:
                continue  # one search holds all that a message asks to find
            searched = True
        item = _HANDLERS[act.name](context, reading, act)
        if item is not None and not _repeats(items, item):
            items.append(item)
    if len(context.named) == 1 and not searched:
        context.state.focus = context.named[0]  # "that one" may mean it next, even after a refusal
    return Plan(items or [Item("clarify", reading.text)])


def _kept(reading: MessageReading) -> list[Act]:
    """Acts worth an answer: refusals and a wish for a person stand alone, courtesies only when nothing else was said."""
    acts = list(reading.acts)
    for alone in ("injection", "privacy_probe", "handoff"):
        found = [act for act in acts if act.name == alone]
        if found:
            return found[:1]
    names = {act.name for act in acts}
    dropped: set[ActName] = set()
    if names - _ALONE:
        dropped |= _ALONE - {"greet"}
    if "goodbye" in names and all(act.confidence < _CLEAR for act in acts if act.name not in _ALONE):
        dropped = set(names) - {"goodbye"}
    if "haggle" in names:
        dropped |= {"cart_add", "price_question"}
    if names & {"complaint", "policy_question"} and not reading.order_ids:
        dropped |= {"order_action", "order_track"}
    if "policy_question" in names:  # "I bought a phone 8 days ago. Will you take it back?" asks for no phone
        dropped |= {act.name for act in acts if act.name in _SEARCHES and act.confidence < _CLEAR}
    kept = [act for act in acts if act.name not in dropped]
    return sorted(kept, key=lambda act: act.name not in ("confirm", "complaint", "greet"))


_CLEAR = 0.75
_COURTESIES: frozenset[ActName] = frozenset({*_ALONE, "confirm", "decline"})


def _wanted(reading: MessageReading, act: Act) -> str:
    """The words to search with: with nothing else asked, the whole message but its courtesies, so that "my neck hurts
    because the laptop sits too low" stays beside "budget 600"."""
    if any(a.name not in _SEARCHES and a.name not in _COURTESIES for a in reading.acts):
        return reading.topic_text or act.text
    text = reading.text
    for courtesy in reading.acts:
        if courtesy.name in _COURTESIES and courtesy.text in text:
            text = text.replace(courtesy.text, " ", 1)
    return _PIECES.sub(" ", text).strip(" ,.;:!") or reading.topic_text or act.text


# "3 pieces of the batteries": how many to buy, no measure of the product; "pack of 3" and "3 pieces" alone stay.
_PIECES = re.compile(r"\b\d{1,3}\s*(?:pieces|pcs|units|nos\.?)\s+of\s+(?:the\s+)?", re.IGNORECASE)


def asked(context: TurnContext, act: Act) -> str:
    """The words of one question: the whole message when nothing else is asked in it, so that no part gets lost."""
    assert context.reading is not None
    others = [a for a in context.reading.acts if a.name not in _ALONE and a.name != act.name]
    return act.text if others else context.text


def _repeats(items: list[Item], item: Item) -> bool:
    return any(i.kind == item.kind and i.ids == item.ids and (i.kind != "policy" or i.text == item.text) for i in items)


# --- finding -------------------------------------------------------------------------------------------------------


def _search(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    state = context.state
    text = _wanted(reading, act)
    if state.question and state.question.action == "add_to_cart" and context.named:
        return _cart_add(context, reading, act)
    if _about_focus(context, reading, act) or _about_listed(context, reading, act):
        return _question(context, reading, act)
    adjusted = _quantity_change(context, reading, act)
    if adjusted is not None:
        return adjusted
    parts = parts_of(text)
    query = context.knowledge.queries.read(text)
    if parts:
        limit = query.constraints.max_price
        return _bundle(context, parts, limit)
    choice = _choice(context, reading, act)
    if choice is not None:
        return choice
    if state.search is not None and (act.name == "show_more" or _OTHERS.search(text)):
        return Item("search", text).call("search_products", query=text, more=True)
    if _is_refinement(context, act, text):
        was_vague = bool(state.search and state.search.vague)
        if state.search and state.search.parts:
            limit = query.constraints.max_price
            return _bundle(context, state.search.parts, limit or state.search.constraints.max_price)
        item = Item("search", text, data={"guess": was_vague})
        return item.call("search_products", query=text, refine=True, count=count_of(text))
    if act.name == "recommend" and not content_words(query.topic) - _EMPTY:
        return _recommend(context, reading, act)
    vague = is_vague(context, text, str(query.topic))
    item = Item("search", text, data={"vague": vague})
    return item.call("search_products", query=text, count=count_of(text), vague=vague or None)


def _about_listed(context: TurnContext, reading: MessageReading, act: Act) -> bool:
    """ "How is the second one?": a place in the list and no kind of product of its own."""
    placed = any(r.kind == "ordinal" for r in reading.references) and bool(context.state.shown)
    return placed and act.name != "show_more" and not later_kind(context, act.text)


_MAKE_IT = re.compile(
    r"\b(?:make (?:it|that|them|this)|change (?:it|that|them|the (?:quantity|number)) to|(?:just|only)|i (?:only|just) (?:want|need))\b",
    re.IGNORECASE,
)


def _quantity_change(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """ "Make it two": the difference to what the cart holds of the product last spoken of."""
    focus, wanted = context.state.focus, reading.quantity
    if wanted is None or focus is None or not _MAKE_IT.search(act.text):
        return None
    held = next((li.quantity for li in context.shop.carts.lines(context.owner) if li.product_id == focus), 0)
    if not held or held == wanted:
        return None
    if wanted > held:
        return Item("cart_add", act.text, (focus,)).call("add_to_cart", product_id=focus, quantity=wanted - held)
    return Item("cart_remove", act.text, (focus,)).call("remove_from_cart", product_id=focus, quantity=held - wanted)


def _about_focus(context: TurnContext, reading: MessageReading, act: Act) -> bool:
    """ "How many hours until that one is charged?" is a question on what was last spoken of, not a search."""
    pointing = re.search(r"\b(?:it|its|that one|this one|that|this)\b", act.text, re.IGNORECASE)
    asking = act.text.rstrip().endswith("?") and re.search(
        r"\b(?:how|what|when|where|does|is|can|will|has|was)\b", act.text, re.IGNORECASE
    )
    if not (context.state.focus and pointing and asking):
        return False
    return not context.knowledge.queries.read(act.text).constraints.categories


_OTHERS = re.compile(
    r"\b(?:something|anything|some|any|what|show(?: me)?)\s+(?:else|others?|other ones|other options|different ones|more)\b|"
    r"\b(?:other|different) (?:options|ones|choices)\b|\botras? opci|\bandere\b\W*$|\bd'autres\b|\baur dikha|\bkuch aur\b|其他|别的|换一个",
    re.IGNORECASE,
)
_EMPTY = frozenset(["something", "anything", "some", "any", "good", "nice", "recommend", "recommendation", "suggest", "suggestion", "you", "would", "can", "product", "products", "thing", "things", "like", "me", "i", "want", "need", "show", "gift", "idea", "best", "popular", "new", "what", "do", "please", "could"])  # fmt: skip


def _recommend(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    meant = resolve(context, reading, act.text, context.named)
    return Item("recommend", act.text, meant.ids).call("recommend", product_id=meant.ids[0] if meant.ids else None)


def _bundle(context: TurnContext, parts: Sequence[str], limit: int | None) -> Item:
    total = None if limit is None else float(to_major(limit, context.currency))
    return Item("bundle", " + ".join(parts)).call("bundle_products", parts=list(parts), max_total=total)


def _is_refinement(context: TurnContext, act: Act, text: str) -> bool:
    """Whether these words change the search before. A new kind of product is a new search, whatever the act says."""
    search = context.state.search
    if search is None:
        return False
    query = context.knowledge.queries.read(to_english(text, context.state.language))
    named = _own_words(query.topic, query.constraints)
    if act.name in ("refine", "show_more"):
        later, before = set(query.constraints.categories), set(search.constraints.categories)
        return search.vague or not (later and before and not later & before)
    return (search.vague and not later_kind(context, text)) or (not named and not query.constraints.empty)


def later_kind(context: TurnContext, text: str) -> bool:
    """Whether the words name a kind of product this shop has."""
    return bool(_kinds(context, to_english(text, context.state.language)))


_ASKING = frozenset("what about how maybe instead rather actually limit".split())


def _own_words(topic: object, constraints: Constraints) -> set[str]:
    """What a topic names beyond brands and small words."""
    brands = content_words(" ".join(constraints.brands_in))
    return content_words(without_measures(str(topic), constraints)) - _EMPTY - _ASKING - brands


def is_vague(context: TurnContext, text: str, topic: str) -> bool:
    """No kind of product is named: diverse options and one question serve better than a guess."""
    reading = context.reading
    query = context.knowledge.queries.read(text)
    if query.constraints.categories or later_kind(context, topic):
        return False
    named = (content_words(_VAGUE.sub(" ", topic)) - _EMPTY) & context.knowledge.words
    unsure = reading is not None and not reading.sure
    return bool(_NOTHING_NAMED.search(text)) or (not named and (unsure or bool(_VAGUE.search(text))))


def count_of(text: str) -> int | None:
    """How many products are asked for ("your two cheapest ...")."""
    match = _COUNT.search(text)
    if not match:
        return None
    word = match["n"].lower()
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]


# --- about products ------------------------------------------------------------------------------------------------


def _choice(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """ "Which of those is rated better?", "back to the cables: which has the best rating?": one of a known set."""
    state = context.state
    superlative = next((r.superlative for r in reading.references if r.superlative), None)
    back = re.search(r"\b(?:back to|returning to|about) (?:the|those|these|your)\b", reading.text, re.IGNORECASE)
    earlier = return_to(state, act.text) if back else None
    if earlier is not None and earlier.last:
        state.search = earlier
        if superlative or _CHOICE.search(reading.text):
            return _pick(context, reading.text, fitting(context, earlier), superlative)
        state.lists.append(list(earlier.last))
        return Item("search", act.text).call("search_products", query=earlier.topic, refine=True)
    bare = _bare_superlative(reading, act.text)
    if bare and len(state.shown) > 1:
        return _pick(context, act.text, tuple(state.shown), superlative)
    if not _CHOICE.search(act.text):
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
    if len(group) < 2 or not _asks_which(reading, act.text):
        return None
    if superlative and re.search(
        r"\b(?:do you have|you (?:sell|have|got|stock)|in (?:your|the) shop)\b", act.text, re.IGNORECASE
    ):
        return None
    return _pick(context, act.text, group, superlative)


_WHICH = re.compile(r"\b(?:which|who|kaun\w*|konsa|cu[aá]l|welche\w*|laquelle|lequel)\b|哪", re.IGNORECASE)


def _bare_superlative(reading: MessageReading, text: str) -> bool:
    """ "The cheapest?" and nothing else: one of what is on screen."""
    words = next((r.text for r in reading.references if r.superlative), None)
    if words is None or not reading.has("product_question", "price_question", "refine", "search"):
        return False
    definite = re.search(r"\?|？|\b(?:the|el|la|le|der|die|das|sabse)\b|最", text, re.IGNORECASE)
    if not definite or re.search(r"\b(?:some\w*|any\w*|ones|more)\b", text, re.IGNORECASE):
        return False  # "something cheaper" wants other products, not one of these
    rest = re.sub(re.escape(words), " ", text, flags=re.IGNORECASE)
    return not content_words(rest) - _EMPTY - _POINTING


_POINTING = frozenset(
    "el la le les der die das den lo los las of among between two three all both y und et wala wali sabse which".split()
)


def _asks_which(reading: MessageReading, text: str) -> bool:
    """ "Which is cheaper?" and "what is the cheapest of them?" ask for one of a set; "what DPI does the cheaper have?" asks of it."""
    if _WHICH.search(text):
        return True
    words = next((r.text for r in reading.references if r.superlative), None)
    return words is not None and bool(
        re.search(
            rf"\b(?:what|was|qué|quel)(?:'s|’s| is| are| ist| es| est)\b.{{0,12}}{re.escape(words)}",
            text,
            re.IGNORECASE,
        )
    )


def fitting(context: TurnContext, search: Search) -> tuple[str, ...]:
    """What was shown for a search, without what contradicts its measures ("the 3 metre ones")."""
    products = context.shop.catalog.many(search.shown or search.last)
    quantities = search.constraints.quantities
    kept = [p for p in products if not any(q.verdict(p) is False for q in quantities)]
    stated = [p for p in kept if quantities and all(q.verdict(p) for q in quantities)]
    return tuple(p.product_id for p in stated or kept or products)


def _pick(context: TurnContext, text: str, group: tuple[str, ...], superlative: str | None) -> Item:
    item = Item("pick", text, group, {"superlative": superlative})
    products = context.shop.catalog.many(list(group))
    recorded = superlative or MOST_RATED.search(text) or any(asks(key, text) for p in products for key in specs_of(p))
    return item.call("product_details", product_ids=list(group), question="" if recorded else text, show=False)


def _question(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    choice = _choice(context, reading, act)
    if choice is not None:
        return choice
    meant = resolve(context, reading, act.text, _named_in(context, act.text))
    kind = {"price_question": "price", "stock_question": "stock"}.get(act.name, "details")
    if kind == "stock" and _VERSION.search(act.text):
        kind = "details"  # "is it available in blue?" asks for a version, not for pieces
    if not meant.ids and context.named:
        meant = Meant(tuple(context.named), "named")
    if not meant.ids and kind in ("price", "stock", "details") and context.state.focus and _leans(act.text):
        meant = Meant((context.state.focus,), "anaphora")
    if meant.ids:
        ids = meant.ids[:3]
        question = asked(context, act)
        if kind == "details" and meant.how != "named" and not _about_something(context, question):
            return Item("overview", question, ids).call("product_details", product_ids=list(ids))
        return Item(kind, question, ids).call("product_details", product_ids=list(ids), question=question)
    query = context.knowledge.queries.read(act.text)
    if query.constraints.categories or not query.constraints.empty or content_words(str(query.topic)) - _EMPTY:
        return _search(context, reading, Act(name="search", confidence=act.confidence, text=act.text))
    return _ask_which(context, "what_for", act.text)


_VERSION = re.compile(
    r"\b(?:available|come|comes|have|got|sold|offered|exists?)\b.{0,25}\bin (?:an? )?(?!stock|store|shop|the\b|your)\w+",
    re.IGNORECASE,
)
_TELL_ME = re.compile(
    r"\b(?:tell (?:me )?(?:more|about)|more (?:about|info\w*|details?)|details?|how (?:is|are|about)|what about|describe|info(?:rmation)?|show me|look(?:s|ing)? at|"
    r"cuéntame|mehr über|was ist mit|parlez-moi|ke baare mein|kaisa|kaisi)\b|怎么样|介绍",
    re.IGNORECASE,
)


def _about_something(context: TurnContext, question: str) -> bool:
    """Whether a question asks for anything in particular; "tell me more about the second one" does not."""
    if not _TELL_ME.search(question):
        return True
    rest = re.sub(r"第.个?", " ", _TELL_ME.sub(" ", to_english(question, context.state.language)))
    pointing = "second first third fourth fifth last one it this that them number option item product model st nd rd th sec bit little".split()
    return bool(content_words(rest) - _EMPTY - set(pointing) - _POINTING)


def _leans(text: str) -> bool:
    """A question that names nothing of its own and so is about what was last spoken of."""
    return len(text.split()) <= 12


def _named_in(context: TurnContext, text: str) -> list[str]:
    named: list[str] = context.notes.get("named_by_clause", {}).get(text, [])
    return named or ([] if len(context.reading.acts if context.reading else ()) > 1 else list(context.named))


def _compare(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    state = context.state
    choice = None if context.named or _SAYS_COMPARE.search(act.text) else _choice(context, reading, act)
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
        ids = _found_by_words(context, act.text)
    if len(ids) < 2:
        return _ask_which(context, "which_product", act.text)
    return Item("comparison", act.text, tuple(ids[:4])).call("compare_products", product_ids=ids[:4])


_SAYS_COMPARE = re.compile(
    r"\b(?:compar\w*|differ\w*|versus|vs|vergleich\w*|unterschied\w*|farak|fark)\b|比较|区别", re.IGNORECASE
)
MOST_RATED = re.compile(
    r"\b(?:most|more) (?:ratings?|reviews?|popular|sold|bought)\b|\bbest[- ]sell|\bmost[- ]reviewed", re.IGNORECASE
)
_SIDES = re.compile(
    r"\s+(?:and|with|vs\.?|versus|or|to|against|und|mit|y|con|et|aur)\s+(?:the\s+)?|\s*[,&]\s*", re.IGNORECASE
)
_COMPARING = re.compile(
    r"\b(?:compare|comparison|between|difference|differences|how (?:do|does|is|are)|the|what(?:'s|’s| is| are)|which is better|better|please|can you)\b|[?!.:]",
    re.IGNORECASE,
)


def _found_by_words(context: TurnContext, text: str) -> list[str]:
    """Sides of a comparison that are no exact names: the best hit of each, if its title holds all of the side's words."""
    ids: list[str] = []
    for side in _SIDES.split(_COMPARING.sub(" ", text)):
        words = content_words(side)
        if not words or len(side.strip()) < 3:
            continue
        for item in context.knowledge.recommender.find(side.strip(), k=3).items:
            if words <= content_words(item.product.title) and item.product.product_id not in ids:
                ids.append(item.product.product_id)
                break
    context.state.see(ids)
    return ids


def _reviews(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    meant = resolve(context, reading, act.text, context.named)
    ids = meant.ids or ((context.state.focus,) if context.state.focus else ())
    if not ids:
        return _ask_which(context, "which_product", act.text)
    return Item("reviews", act.text, ids[:1]).call("review_summary", product_id=ids[0], question=act.text)


def _haggle(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    meant = resolve(context, reading, act.text, context.named)
    ids = meant.ids or ((context.state.focus,) if context.state.focus else ())
    item = Item("haggle", act.text, ids[:1])
    return item.call("product_details", product_ids=[ids[0]]) if ids else item


# --- shop, orders, cart --------------------------------------------------------------------------------------------


_LEAD_IN = re.compile(
    r"^\W*(?:before that|first(?: of all)?|by the way|btw|one (?:more )?(?:thing|question)|quick question|another (?:thing|question)|"
    r"oh|also|wait|hold on|just (?:wondering|asking)|thanks|ok(?:ay)?)\b[\s,:;.–-]*",
    re.IGNORECASE,
)


def _policy(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    question = _LEAD_IN.sub("", _with_background(context, act)) or act.text
    about = None
    if re.search(r"\b(?:it|this one|that one|them|these|those)\b", question, re.IGNORECASE) and not _kinds(
        context, question
    ):
        about = _spoken_of(context)
    return Item("policy", question).call("policy_answer", question=question, about=about)


def _kinds(context: TurnContext, text: str) -> list[str]:
    return sorted(singular_words(text) & context.knowledge.kinds)


def _spoken_of(context: TurnContext) -> str | None:
    """What "it" is: the kind of thing last spoken of, newest message first, else that of the product in focus."""
    for message in reversed(context.said[-4:-1]):
        kinds = _kinds(context, message)
        if kinds:
            return " ".join(kinds)
    product = context.shop.catalog.find(context.state.focus) if context.state.focus else None
    return spaced(product.category[-1]) if product and product.category else None


def _with_background(context: TurnContext, act: Act) -> str:
    """A policy question with the statements around it: "it arrived 12 days ago" belongs to "is it too late?"."""
    assert context.reading is not None
    busy = [
        a for a in context.reading.acts if a.name not in (*_ALONE, *_SEARCHES, "order_action", "order_track", act.name)
    ]
    return act.text if busy else context.text


def _cart_add(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    state = context.state
    meant = resolve(context, reading, act.text, _named_in(context, act.text) or context.named)
    ids = meant.ids
    if not ids and not meant.group and state.focus and re.search(r"\b(?:it|one|this|that)\b|^\W*(?:add|buy|order)\b", act.text, re.IGNORECASE):  # fmt: skip
        ids = (state.focus,)
    if not ids and later_kind(context, act.text):  # "I want to buy an HDMI cable" names a kind, not a product
        return Item("search", act.text).call("search_products", query=act.text, count=count_of(act.text))
    if not ids:
        return _ask_which(context, "which_product", act.text, "add_to_cart")
    item = Item("cart_add", act.text, ids[:3])
    for product_id in ids[:3]:
        item.call("add_to_cart", product_id=product_id, quantity=reading.quantity)
    return item


def _cart_remove(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    held = [line.product_id for line in context.shop.carts.lines(context.owner)]
    if not held:
        return Item("cart_view", act.text).call("view_cart")
    meant = resolve(context, reading, act.text, context.named)
    ids = [product_id for product_id in meant.ids if product_id in held] or (held if len(held) == 1 else [])
    if not ids:
        return _ask_which(context, "which_product", act.text, "remove_from_cart")
    return Item("cart_remove", act.text, (ids[0],)).call(
        "remove_from_cart", product_id=ids[0], quantity=reading.quantity
    )


def _cart_view(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("cart_view", act.text).call("view_cart")


def _confirm(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    state = context.state
    if context.receipt is not None:
        return Item("done_already", act.text)
    if context.grant is not None:
        grant = context.grant
        item = Item("cart_add" if grant.action == "add_to_cart" else "cart_remove", act.text, ())
        return item.call(grant.action, **grant.arguments)
    if state.question and state.question.kind == "handoff":
        return Item("handoff", act.text).call("hand_to_person", reason="the customer agreed to speak to a person")
    if _TAKES_IT.search(act.text) and (state.focus or len(state.shown) == 1):
        return _cart_add(context, reading, act)
    return Item("nothing_open", act.text) if len(reading.acts) == 1 else None


_TAKES_IT = re.compile(r"\b(?:order|buy|add|take|get|want)\b.{0,12}\b(?:it|that|this|one)\b", re.IGNORECASE)


def _decline(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    state = context.state
    if state.pending is not None:
        context.shop.actions.decline(state.pending.action_id)
        state.pending = None
        return Item("declined", act.text)
    return Item("nothing_open", act.text) if len(reading.acts) == 1 else None


def _orders(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    if reading.order_ids:
        item = Item("order", act.text, reading.order_ids[:1])
        return item.call("track_order", order_id=reading.order_ids[0], email=reading.email)
    return Item("orders", act.text).call("list_orders")


def _order_action(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    item = Item("order_action", act.text, reading.order_ids[:1])
    if reading.order_ids:
        item.call("track_order", order_id=reading.order_ids[0], email=reading.email)
    return item.call("policy_answer", question=act.text)


def _handoff(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    return Item("handoff", act.text).call("hand_to_person", reason="the customer asked for a person: " + act.text[:150])


def _ask_which(context: TurnContext, kind: str, text: str, action: str | None = None) -> Item:
    return Item("ask_which", text, data={"kind": kind, "action": action})


def _say(kind: str) -> Callable[[TurnContext, MessageReading, Act], Item]:
    return lambda context, reading, act: Item(kind, act.text)


_SHOP_WORDS = re.compile(
    r"\b(?:discounts?|offers?|coupons?|promo\w*|vouchers?|deliver\w*|ship\w*|returns?|refunds?|exchange|warrant\w+|guarantees?|pay\w*|invoices?|"
    r"bills?|receipts?|gift[- ]?wrap\w*|gift cards?|stores?|branch(?:es)?|showrooms?|opening|open|hours|loyalty|points|member\w*|price match|"
    r"emi|instal\w+|cancel\w*|pick ?up|collect\w*|customs|tax|gst|vat|stock|restock\w*)\b",
    re.IGNORECASE,
)
_DOUBTFUL = 0.9


def _out_of_scope(context: TurnContext, reading: MessageReading, act: Act) -> Item | None:
    """Refused, unless it was read so in doubt and speaks of the shop's own affairs or wares."""
    medical = _MEDICAL.search(context.text)
    if act.confidence < _DOUBTFUL and not medical:
        if _SHOP_WORDS.search(to_english(act.text, context.state.language)):
            return _policy(context, reading, act)
        if later_kind(context, act.text) or context.named:
            return _search(context, reading, act)
    return Item("medical" if medical else "out_of_scope", act.text)


def _profile(context: TurnContext, reading: MessageReading, act: Act) -> Item:
    if reading.name:
        context.state.facts["name"] = reading.name
    return Item("profile", act.text)


_HANDLERS: dict[ActName, Callable[[TurnContext, MessageReading, Act], Item | None]] = {
    "greet": _say("greet"), "smalltalk": _say("smalltalk"), "thanks": _say("thanks"), "goodbye": _say("goodbye"),
    "search": _search, "refine": _search, "show_more": _search, "recommend": _search,
    "compare": _compare, "review_question": _reviews,
    "product_question": _question, "price_question": _question, "stock_question": _question,
    "policy_question": _policy,
    "cart_add": _cart_add, "cart_remove": _cart_remove, "cart_view": _cart_view,
    "order_list": _orders, "order_track": _orders, "order_action": _order_action,
    "confirm": _confirm, "decline": _decline, "handoff": _handoff, "complaint": _say("complaint"),
    "haggle": _haggle, "privacy_probe": _say("privacy"), "injection": _say("injection"),
    "out_of_scope": _out_of_scope, "capabilities": _say("capabilities"), "profile": _profile,
}  # fmt: skip
