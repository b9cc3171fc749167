"""Small pieces that all composers share."""

from __future__ import annotations

from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.compose.phrases import say
from ecreco.assistant.turn import TurnContext
from ecreco.shop.money import format_money, to_minor


def tell(context: TurnContext, key: str, **values: object) -> str:
    """A sentence in the customer's language; equal wordings take turns."""
    return say(key, context.state.language, context.state.variation, **values)


def english(context: TurnContext) -> bool:
    return context.state.language == "en"


def name(card: dict[str, Any]) -> str:
    """A product's name, short enough for a sentence."""
    return plain.title(str(card["title"]))


def short(card: dict[str, Any]) -> str:
    """A product's name for a sentence that names several."""
    return plain.title(str(card["title"]), 45)


def price(card: dict[str, Any]) -> str:
    """The price as customers read it."""
    if card["price"] is None:
        return "price not listed"
    return format_money(to_minor(card["price"], card["currency"]), card["currency"])


def figures(card: dict[str, Any]) -> str:
    """A product's price and rating for a sentence in any language: `₹699, 4.5 ★`."""
    known = [price(card)] if card["price"] is not None else []
    known += [f"{card['rating']:g} ★"] if card["rating"] is not None else []
    return ", ".join(known)


def priced(card: dict[str, Any]) -> str:
    """A product's name with its figures in brackets."""
    known = figures(card)
    return f"{plain.title(str(card['title']), 60)} ({known})" if known else plain.title(str(card["title"]), 60)


def line(card: dict[str, Any]) -> str:
    """One product in a list: name, price, rating."""
    rating = f", {card['rating']:g} ★" if card["rating"] is not None else ""
    stock = "" if card["in_stock"] else ", out of stock"
    return f"- {name(card)}: {price(card)}{rating}{stock}"


def refused(item: Item, *codes: str) -> dict[str, Any] | None:
    """The first refusal among the results, of these codes or of any."""
    return next((r for r in item.results if r.get("kind") == "refused" and (not codes or r.get("code") in codes)), None)
