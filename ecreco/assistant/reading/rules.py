"""Acts that words alone decide or forbid; the wordings are data (data/rules.toml), general to any shop."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ecreco.assistant.reading.acts import ActName, ReadingContext

_ORDERISH: tuple[ActName, ...] = ("order_action", "order_track", "order_list")
_YES_LAST = re.compile(r"^(?P<rest>.{3,60}?)[,.;]\s*(?P<yes>yes|yeah|yep|please do|go ahead)\W*$", re.IGNORECASE)
_OPEN_QUESTIONS = ("which_product", "which_order", "identity", "details")
_Table = tuple[tuple[ActName, re.Pattern[str]], ...]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return _joined(_data()[name]["any"])


@cache
def _table(name: str) -> _Table:
    return tuple((row["act"], _joined(row["any"])) for row in _data()[name])


@cache
def _data() -> dict[str, Any]:
    text = files("ecreco.assistant.reading").joinpath("data/rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _joined(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


def strong_acts(clause: str) -> list[ActName]:
    """Acts whose wording leaves no doubt, in table order; at most a few."""
    acts = [name for name, pattern in _table("strong") if pattern.search(clause)]
    if "cart_remove" in acts and "cart_add" in acts:  # "add the Throw Blanket to my cart": what is said first is meant
        begins = {name: found.start() for name, pattern in _table("strong") if (found := pattern.search(clause))}
        acts.remove("cart_remove" if begins["cart_add"] < begins["cart_remove"] else "cart_add")
    if "cart_view" in acts and ("cart_add" in acts or "cart_remove" in acts):
        acts.remove("cart_view")
    return acts


def is_plain_yes(text: str) -> bool:
    """A yes to what was asked and nothing else: "Yes, add it.", never "yes, but in black"."""
    last = _YES_LAST.match(text)
    text = f"{last['yes']}, {last['rest']}" if last else text
    match = _pattern("yes").match(text)
    if not match or "?" in text:
        return False
    rest = text[match.end() :]
    return not _pattern("changed_yes").search(rest) and bool(_pattern("only_yes_rest").match(rest.strip()))


def is_firm_yes(text: str) -> bool:
    """A yes that is more than an acknowledgement ("ok", "fine"): it wants something done."""
    return bool(_pattern("firm_yes").search(text))


def is_plain_no(text: str) -> bool:
    """A no and nothing else: "No thanks.", never "no, the black one"."""
    match = _pattern("no").match(text)
    if match is None or "?" in text:
        return False
    return bool(_pattern("only_no_rest").match(text[match.end() :].strip()))


def asks_price(text: str) -> bool:
    """Holds a word of money; "the cheaper one" alone is none."""
    return bool(_pattern("price_words").search(text))


def says_change(text: str) -> bool:
    """Holds a word that changes what was offered ("but", "instead", "make it")."""
    return bool(_pattern("changed_yes").search(text))


def is_no(text: str) -> bool:
    """Starts with an explicit no."""
    return bool(_pattern("no").match(text))


def is_question(text: str) -> bool:
    """Ends in a question mark or begins as a question does."""
    return bool(_pattern("question").search(text))


def guess_acts(clause: str, context: ReadingContext) -> list[tuple[ActName, float]]:
    """Acts by key words alone: the fallback when no trained model is at hand. Always at least one."""
    found: list[tuple[ActName, float]] = [(name, 0.95) for name in strong_acts(clause)]
    if found:
        return found[:2]
    for name, pattern in _table("hint"):
        if pattern.search(clause):
            return [(name, 0.7)]
    question = is_question(clause)
    if context.has_active_search and _pattern("refine").search(clause) and not question:
        return [("refine", 0.7)]
    if _pattern("search").search(clause):
        return [("search", 0.7)]
    if context.previous_acts and context.asked in _OPEN_QUESTIONS:
        return [(context.previous_acts[-1], 0.6)]
    if question and (context.has_focus_product or context.shown_count):
        return [("product_question", 0.55)]
    orderish = [act for act in context.previous_acts if act in _ORDERISH]
    if orderish:
        return [(orderish[-1], 0.5)]
    short = context.has_active_search and len(clause.split()) <= 4
    return [("product_question" if question else "refine" if short else "search", 0.5)]
