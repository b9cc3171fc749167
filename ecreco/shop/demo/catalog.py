"""Products made from the hand-written types: families, variants and plain products with stock and prices."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ecreco.shop.demo.kinds import Model, ProductType, load_types
from ecreco.shop.records import Product

CURRENCY = "GBP"
_FIRST_NUMBER = 1001
# "a" before a vowel or before eight, eleven, eighteen; "one" and "euro..." sound otherwise.
_AN = re.compile(r"(?<![\w-])([Aa]) (?=8|11\b|18\b|(?!one\b|[Ee]uro)[aeioAEIO])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A product beside the type and model it was made from."""

    product: Product
    type: ProductType
    model: Model


@lru_cache(maxsize=4)
def make_catalog(seed: int) -> tuple[Made, ...]:
    """Every product of the demo shop, families before their variants; ratings are not set here."""
    made: list[Made] = []
    number = itertools.count(_FIRST_NUMBER)
    for kind in load_types():
        for model in kind.models:
            made.extend(_products(kind, model, f"P{next(number)}", seed))
    return tuple(made)


def sold(seed: int) -> tuple[Made, ...]:
    """The products a customer can buy: plain ones and variants."""
    return tuple(made for made in make_catalog(seed) if made.product.kind != "family")


def _products(kind: ProductType, model: Model, product_id: str, seed: int) -> Iterator[Made]:
    rng = random.Random(f"{seed}:stock:{product_id}")
    if not model.options:
        yield Made(product=_product(kind, model, product_id, "plain", {}, rng), type=kind, model=model)
        return
    variants: list[Product] = []
    for index, choice in enumerate(itertools.product(*model.options.values()), start=1):
        options = {name: value.value for name, value in zip(model.options, choice, strict=True)}
        extra = sum(value.extra for value in choice)
        variants.append(
            _product(kind, model, f"{product_id}-{index}", "variant", options, rng, extra, family=product_id)
        )
    stock = sum(variant.stock or 0 for variant in variants)
    yield Made(product=_family(kind, model, product_id, stock), type=kind, model=model)
    yield from (Made(product=variant, type=kind, model=model) for variant in variants)


def _product(
    kind: ProductType,
    model: Model,
    product_id: str,
    role: str,
    options: Mapping[str, str],
    rng: random.Random,
    extra: int = 0,
    family: str | None = None,
) -> Product:
    facts = _facts(kind, model, options)
    stock = _stock(rng)
    return Product(
        product_id=product_id,
        title=_variant_title(_title(kind, model, facts), options),
        kind="variant" if role == "variant" else "plain",
        family_id=family,
        brand=model.brand,
        category=kind.path,
        description=_description(kind, model, facts),
        about=_bullets(kind, facts),
        price=model.price + extra,
        list_price=None if model.was is None else model.was + extra,
        currency=CURRENCY,
        stock=stock,
        in_stock=stock > 0,
        options=dict(options),
        attributes=_attributes(kind, facts),
    )


def _family(kind: ProductType, model: Model, product_id: str, stock: int) -> Product:
    facts = _facts(kind, model, None)
    cheapest = model.price + sum(min(value.extra for value in values) for values in model.options.values())
    return Product(
        product_id=product_id,
        title=_title(kind, model, facts),
        kind="family",
        brand=model.brand,
        category=kind.path,
        description=_description(kind, model, facts),
        about=_bullets(kind, facts),
        price=cheapest,
        list_price=model.was,
        currency=CURRENCY,
        stock=stock,
        in_stock=stock > 0,
        options={name: " / ".join(v.value for v in values) for name, values in model.options.items()},
        attributes=_attributes(kind, facts),
    )


def _facts(kind: ProductType, model: Model, options: Mapping[str, str] | None) -> dict[str, str]:
    """The facts of one variant; for a family (options None) the varying ones list every value."""
    facts = {**kind.facts, **model.facts}
    for option, by_fact in model.varying.items():
        names = [value.value for value in model.options[option]]
        for fact, values in by_fact.items():
            facts[fact] = _either(values) if options is None else values[names.index(options[option])]
    return facts


def _either(values: Sequence[str]) -> str:
    """`S, M or L`: how a family's text names what differs between its variants; equal values once."""
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else f"{', '.join(distinct[:-1])} or {distinct[-1]}"


def _attributes(kind: ProductType, facts: Mapping[str, str]) -> dict[str, str]:
    """Facts whose name starts with a capital; the others only serve sentences."""
    named = {name: value for name, value in facts.items() if name[0].isupper() and value}
    return {**named, "In the box": fill(kind.box, facts)}


def _variant_title(title: str, options: Mapping[str, str]) -> str:
    """The title with those choices that it does not name already."""
    missing = [value for value in options.values() if not re.search(rf"\b{re.escape(value)}(?!\w)", title, re.I)]
    return ", ".join([title, *missing])


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Put facts in their places: `{boil_time}` is the fact "Boil time". Raises KeyError on an unknown place."""
    filled = text.format_map({name.lower().replace(" ", "_"): value for name, value in facts.items()})
    return _AN.sub(r"\1n ", filled)


def _title(kind: ProductType, model: Model, facts: Mapping[str, str]) -> str:
    return f"{model.brand} {model.name} {fill(kind.title, facts)}"


def _description(kind: ProductType, model: Model, facts: Mapping[str, str]) -> str:
    parts = [kind.lead, model.line, f"In the box: {kind.box}.", f"Not for you if {kind.not_for}."]
    return " ".join(fill(part, facts) for part in parts if part)


def _bullets(kind: ProductType, facts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fill(text, facts) for text in kind.about)


def _stock(rng: random.Random) -> int:
    """Some shelves are empty (about one in 14), some nearly so."""
    draw = rng.random()
    if draw < 0.07:
        return 0
    if draw < 0.19:
        return rng.randint(1, 4)
    return rng.randint(6, 140)
