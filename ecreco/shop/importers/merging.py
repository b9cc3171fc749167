"""Several rows that describe one product, made one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecreco.shop.importers.categories import merge_paths
from ecreco.shop.records import Product

# Fields whose contradiction an operator wants to hear of.
_TELLING = ("title", "price", "list_price", "currency", "brand", "rating")


def merge_products(first: Product, second: Product) -> tuple[Product, list[str]]:
    """The first row's words, filled up with the second's, and the fields in which they contradict each other.

    Category paths are united.
    """
    changes: dict[str, Any] = {"category": merge_paths(first.category, second.category)}
    for name in ("brand", "price", "list_price", "rating", "rating_count", "stock", "image", "url", "family_id"):
        if getattr(first, name) is None:
            changes[name] = getattr(second, name)
    for name in ("description", "about"):
        if not getattr(first, name):
            changes[name] = getattr(second, name)
    changes["attributes"] = {**second.attributes, **first.attributes}
    changes["options"] = {**second.options, **first.options}
    conflicts = [
        name
        for name in _TELLING
        if getattr(first, name) is not None
        and getattr(second, name) is not None
        and getattr(first, name) != getattr(second, name)
    ]
    return replace(first, **changes), conflicts
