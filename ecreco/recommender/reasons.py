"""One short reason per product: the parts that lifted it, said with figures that stand in its record."""

from __future__ import annotations

from collections.abc import Mapping

from ecreco.recommender.profiles import CustomerProfile
from ecreco.recommender.words import STOP, stem, stem_set, words
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.money import format_money
from ecreco.shop.records import Product

_GOOD_RATING = 4.0
_MOST = 3


def reason(
    product: Product,
    *,
    parts: Mapping[str, float],
    asked: str = "",
    constraints: Constraints | None = None,
    profile: CustomerProfile | None = None,
    together: tuple[str, int] | None = None,
    like: str | None = None,
) -> str:
    """A few phrases joined by `; `, strongest ground first. asked: the query's topic. like: title of the product shown.

    together: (title of the other product, customers who ordered both). Every figure is the product's own or counted.
    """
    said = [
        *_bought(product, profile, together),
        *([f"similar to {_short(like)}"] if like and not together else []),
        *_meets(product, constraints),
        *_matches(product, asked),
        *_rating(product),
    ]
    if not said and parts.get("popularity", 0.0) > 0 and product.rating_count:
        said.append(f"{product.rating_count:,} ratings")
    return "; ".join(said[:_MOST]) or "close to what you asked for"


def _bought(product: Product, profile: CustomerProfile | None, together: tuple[str, int] | None) -> list[str]:
    found = []
    if together and together[1] > 0:
        who = "1 customer" if together[1] == 1 else f"{together[1]:,} customers"
        found.append(f"{who} also ordered it with {_short(together[0])}")
    if profile and product.product_id in profile.bought:
        found.append("you bought it before")
    elif profile and product.brand and product.brand in profile.bought_brands:
        found.append(f"you bought from {product.brand}")
    return found


def _meets(product: Product, constraints: Constraints | None) -> list[str]:
    if constraints is None or product.price is None:
        return []
    low, high = constraints.min_price, constraints.max_price
    if high is not None and product.price <= high:
        return [f"{product.shown_price}, within your {format_money(high, product.currency)}"]
    if low is not None and high is None and product.price >= low:
        return [f"{product.shown_price}, above your {format_money(low, product.currency)}"]
    return []


def _matches(product: Product, asked: str) -> list[str]:
    """Words of the question that stand in the product's title, options or attributes."""
    if not asked:
        return []
    have = stem_set((product.title, *product.options.values(), *product.attributes.values()))
    found = [w for w in dict.fromkeys(words(asked)) if w not in STOP and len(w) > 1 and stem(w) in have]
    return ["matches " + ", ".join(f"“{w}”" for w in found[:3])] if found else []


def _rating(product: Product) -> list[str]:
    if product.rating is None or product.rating < _GOOD_RATING:
        return []
    if not product.rating_count:
        return [f"{product.rating:g}★"]
    return [f"{product.rating:g}★ from {product.rating_count:,} rating{'' if product.rating_count == 1 else 's'}"]


def _short(title: str, most: int = 48) -> str:
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0].rstrip(",;:-( ") + "…"
