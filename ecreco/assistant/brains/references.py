"""Which products a message means: by name, by place in the list, by "the cheaper one", by "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecreco.assistant.brains.patterns import words as words_of
from ecreco.assistant.brains.variants import by_option, family_of
from ecreco.assistant.reading import MessageReading, Reference, Superlative
from ecreco.assistant.state import DialogState, Search
from ecreco.assistant.turn import TurnContext
from ecreco.shop.records import Product

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Meant:
    """Products meant, in order, and how it was read. `group`: a set to choose among, not yet a choice."""

    ids: tuple[str, ...] = ()
    how: str = "none"  # named | superlative | ordinal | anaphora | group | none
    superlative: Superlative | None = None
    group: tuple[str, ...] = ()


def resolve(context: TurnContext, reading: MessageReading, text: str, named: Sequence[str]) -> Meant:
    """The products that `text` (a clause of the message) points at, in the version it names."""
    meant = _pointed(context, reading, text, named)
    if len(meant.ids) > 1 and not undecided_only(context, meant.ids):
        return meant
    state = context.state
    table_ids = meant.ids or ([state.focus] if state.focus else []) + list(state.shown)
    chosen = by_option(context, text, table_ids)
    state.see(chosen)
    return Meant(chosen, meant.how if meant.ids else "option", meant.superlative) if chosen else meant


def undecided_only(context: TurnContext, ids: Sequence[str]) -> bool:
    """Whether several products are versions of one."""
    return set(ids) <= {version.product_id for version in family_of(context, ids[0])}


def _pointed(context: TurnContext, reading: MessageReading, text: str, named: Sequence[str]) -> Meant:
    state = context.state
    if named:
        return Meant(tuple(named), "named")
    references = _inside(reading.references, text)
    group = table(state, next((r.count for r in references if r.count), None), text)
    for reference in references:
        if reference.kind == "superlative" and reference.superlative and group:
            ordered = order_by(context, group, reference.superlative)
            return Meant(ordered[:1], "superlative", reference.superlative, tuple(group))
    for reference in references:
        if reference.kind == "ordinal" and reference.ordinal is not None:
            ids = ordinal(state, reference)
            if ids:
                return Meant(ids, "ordinal")
    if any(reference.kind == "all" for reference in references):
        return Meant(tuple(group), "group", group=tuple(group))
    counted = next((r.count for r in references if r.count and r.count > 1), None)
    if counted and len(group) >= counted:
        return Meant(tuple(group[:counted]), "group", group=tuple(group[:counted]))
    if any(reference.kind == "anaphora" for reference in references):
        return _anaphora(context, text, group)
    return Meant()


def _inside(references: Sequence[Reference], text: str) -> list[Reference]:
    lowered = text.casefold()
    inside = [r for r in references if r.text.casefold() in lowered]
    return inside or list(references)


def table(state: DialogState, count: int | None, text: str) -> list[str]:
    """The products on the table: the pair for "the two", else the latest list."""
    if count == 2 and len(state.pair) == 2:
        return list(state.pair)
    if count and len(state.shown) < count:
        longer = next((ids for ids in reversed(state.lists) if len(ids) >= count), None)
        return list(longer or state.shown)[:count]
    return list(state.shown)[: count or None]


def _anaphora(context: TurnContext, text: str, group: list[str]) -> Meant:
    state = context.state
    plural = re.search(r"\b(?:those|these|them|they|both|their)\b", text, re.IGNORECASE)
    if plural and len(group) > 1 and not (state.focus and re.search(r"\btheir?\b", text, re.IGNORECASE)):
        return Meant(tuple(group), "group", group=tuple(group))
    by_noun = [] if state.focus and re.search(r"\bit\b", text, re.IGNORECASE) else _by_noun(context, text, group)
    if by_noun and state.focus not in by_noun and len(by_noun) == 1:
        return Meant((by_noun[0],), "anaphora")
    if state.focus:
        return Meant((state.focus,), "anaphora")
    if len(group) == 1:
        return Meant((group[0],), "anaphora")
    return Meant((), "none", group=tuple(group))


def _by_noun(context: TurnContext, text: str, group: Sequence[str]) -> list[str]:
    """Products of the group whose title holds a word of the clause ("that cable", "the Dell one")."""
    words = {word for word in content_words(text) if len(word) > 2 and word.isalpha()} - words_of("carts")
    pointed = {
        w
        for w in words
        if re.search(rf"\b(?:that|this|those|these|the)\s+(?:\w+\s+)?{re.escape(w)}", text, re.IGNORECASE)
    }
    hits = []
    for product in context.shop.catalog.many(list(group)):
        title = set(content_words(product.title))
        if pointed & title:
            hits.append(product.product_id)
    return hits if len(hits) < len(group) else []


def ordinal(state: DialogState, reference: Reference) -> tuple[str, ...]:
    """`the second one` of the latest list that is long enough; `the first two` are two."""
    number = reference.ordinal or 1
    for ids in reversed(state.lists):
        if number == -1:
            return tuple(ids[-(reference.count or 1) :])
        if len(ids) >= number:
            return tuple(ids[number - 1 : number - 1 + (reference.count or 1)])
    return ()


def order_by(context: TurnContext, ids: Sequence[str], how: Superlative) -> tuple[str, ...]:
    """Ids in that order by the records; products without the figure stand last. Ties: more ratings first."""
    products = context.shop.catalog.many(list(ids))

    def key(product: Product) -> tuple[bool, float, int]:
        value = product.price if how in ("cheapest", "dearest") else product.rating
        sign = 1 if how in ("cheapest", "worst_rated") else -1
        return value is None, sign * float(value or 0), -(product.rating_count or 0)

    return tuple(product.product_id for product in sorted(products, key=key))


def content_words(text: str) -> set[str]:
    """Words that name things, singular by a plain rule, lower case."""
    words = (w.casefold() for w in _WORD.findall(text))
    return {
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in words
        if w not in words_of("common")
    }


def return_to(state: DialogState, text: str) -> Search | None:
    """The earlier search a message goes back to ("back to the HDMI cables"), by the words of its topic."""
    words = content_words(text)
    best: tuple[float, Search] | None = None
    for search in [*state.earlier, *([state.search] if state.search else [])]:
        topic = content_words(search.topic)
        share = len(words & topic) / len(topic) if topic else 0.0
        if share >= 0.5 and (best is None or share >= best[0]):
            best = (share, search)
    return best[1] if best else None
