"""Versions of one product: which of them a message means, and what there is to choose from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ecreco.assistant.turn import TurnContext
from ecreco.shop.records import Product

ASKS_OPTIONS = re.compile(
    r"\b(?:colou?rs?|sizes?|versions?|variants?|options?|come in|comes in|available in|farben?|größen?|colores|tallas?|"
    r"couleurs?|tailles?)\b|颜色|尺寸",
    re.IGNORECASE,
)
_SHORT = 2  # a size such as M or XL must be written as one


def family_of(context: TurnContext, product_id: str) -> list[Product]:
    """All active versions of a product's family; empty for a plain product."""
    product = context.shop.catalog.find(product_id)
    if product is None:
        return []
    family = product.product_id if product.kind == "family" else product.family_id
    return context.shop.catalog.variants(family) if family else []


def by_option(context: TurnContext, text: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The version that the words choose ("the cream one", "in size M") of the first product that has such a choice.

    Choices that the words leave open stay as they are in that product. Empty: the words choose none.
    """
    for product_id in ids:
        versions = family_of(context, product_id)
        wanted = options_in(text, versions)
        fitting = [v for v in versions if all(v.options.get(name) == value for name, value in wanted.items())]
        if not wanted or not fitting:
            continue
        current = next((v.options for v in versions if v.product_id == product_id), {})
        best = max(fitting, key=lambda v: sum(current.get(name) == value for name, value in v.options.items()))
        return (best.product_id,)
    return ()


def options_in(text: str, versions: Sequence[Product]) -> dict[str, str]:
    """Option names with the values that the words name, longest values first ("sage green" before "green")."""
    found: dict[str, str] = {}
    pairs = {(name, value) for version in versions for name, value in version.options.items()}
    for name, value in sorted(pairs, key=lambda pair: (-len(pair[1]), pair)):
        exact = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, 0 if len(value) <= _SHORT else re.IGNORECASE)
        sized = len(value) <= _SHORT and re.search(rf"\bsize\s+{re.escape(value)}\b", text, re.IGNORECASE)
        if name not in found and (exact or sized):
            found[name] = value
    return found


def choices(versions: Sequence[Product]) -> dict[str, list[str]]:
    """Option names with their values in catalog order; only those that leave a choice."""
    listed: dict[str, list[str]] = {}
    for version in versions:
        for name, value in version.options.items():
            values = listed.setdefault(name, [])
            if value not in values:
                values.append(value)
    return {name: values for name, values in listed.items() if len(values) > 1}


def undecided(context: TurnContext, text: str, ids: Sequence[str], among: Collection[str] = ()) -> list[Product]:
    """The versions to ask back about: those of one family that the words leave open, two or more.

    among: versions asked about before, where the words answer such a question.
    """
    versions = family_of(context, ids[0]) if ids else []
    if not set(ids) <= {version.product_id for version in versions}:
        return []
    left = [version for version in versions if version.product_id in among] or versions
    wanted = options_in(text, versions)
    fitting = [v for v in left if all(v.options.get(name) == value for name, value in wanted.items())]
    return fitting if len(fitting) > 1 else []
