"""Wishes that lean on what was shown: "cheaper", "better rated", "not that brand"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from statistics import median
from typing import Any

from ecreco.assistant.turn import TurnContext
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.records import Product


def resolved(context: TurnContext, constraints: Constraints, flags: Collection[str]) -> Constraints:
    """The constraints with their relative parts turned into bounds over the focus product or the list on screen."""
    shown = _meant(context)
    if not shown:
        return replace(constraints, relative=None)
    changes: dict[str, Any] = {"relative": None, **_bounds(constraints.relative, shown)}
    brands = tuple(dict.fromkeys(product.brand for product in shown if product.brand))
    if "not_that_brand" in flags and len(brands) == 1:
        changes["brands_not"] = tuple(dict.fromkeys((*constraints.brands_not, *brands)))
    if "same_brand" in flags and len(brands) == 1:
        changes["brands_in"] = brands
    return replace(constraints, **changes)


def _meant(context: TurnContext) -> list[Product]:
    state = context.state
    return context.shop.catalog.many([state.focus] if state.focus else state.shown)


def _bounds(relative: str | None, shown: list[Product]) -> dict[str, Any]:
    prices = [product.price for product in shown if product.price is not None]
    ratings = [product.rating for product in shown if product.rating is not None]
    if relative == "cheaper" and prices:
        return {"max_price": _below(prices), "min_price": None}
    if relative == "dearer" and prices:
        return {"min_price": int(median(prices)) + 1, "max_price": None}
    if relative == "better_rated" and ratings:
        return {"min_rating": round(median(ratings) + 0.1, 1)}
    return {}


def _below(prices: list[int]) -> int:
    """Under the middle of what was shown, so that "cheaper" leaves something to choose from."""
    middle = int(median(prices)) if len(prices) > 1 else prices[0]
    whole = all(price % 100 == 0 for price in prices) and middle > 100
    return middle - (100 if whole else 1)  # whole prices are told whole: up to ₹698, not ₹698.99
