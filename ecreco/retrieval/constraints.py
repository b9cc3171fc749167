"""What a customer asked for, in a form that code can hold a product against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, Literal

from ecreco.retrieval.brand_names import bears, brand_key
from ecreco.retrieval.quantities import Quantity, Relation
from ecreco.shop.money import format_money
from ecreco.shop.records import Product

__all__ = ["Constraints", "Quantity", "Relation", "Relative"]

Relative = Literal["cheaper", "dearer", "better_rated", "bigger", "smaller"]
_RELATION_WORDS = {">=": "at least {}", "<=": "at most {}", "~": "about {}", "=": "{}"}
# Kinds in which a customer's figure is a hint: what is made for five-year-olds may suit a child of four.
_LENIENT = frozenset({"age", "hours", "players", "sheets"})
_COLOUR_SAME = {"grey": "gray", "multicolor": "multicolour", "multicolored": "multicolour"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Everything asked for so far.

    min_price, max_price, near_price: minor units of the shop's currency; near_price is the figure said after
    "around", the bounds are set beside it. brands_in, brands_not: as the catalog spells them; any_brand: the
    customer lifted the wish for a brand. min_rating: stars. categories: narrow category names of the catalog.
    options: such as colour; must_options names those that are a condition, the others are wishes.
    must_terms, exclude_terms: words a product must or must not show in its title, options and attributes;
    wish_terms: words that are good to have. lifted: names of fields whose earlier values the customer took back
    ("the price doesn't matter"). relative and same_price refer to what was shown before: the
    conversation resolves them.
    """

    min_price: int | None = None
    max_price: int | None = None
    near_price: int | None = None
    brands_in: tuple[str, ...] = ()
    brands_not: tuple[str, ...] = ()
    any_brand: bool = False
    min_rating: float | None = None
    well_rated: bool = False
    in_stock: bool | None = None
    categories: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    must_options: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    exclude_terms: tuple[str, ...] = ()
    must_terms: tuple[str, ...] = ()
    wish_terms: tuple[str, ...] = ()
    price_order: Literal["cheapest", "dearest"] | None = None
    rating_order: Literal["best", "worst"] | None = None
    lifted: tuple[str, ...] = ()
    relative: Relative | None = None
    same_price: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing was asked for."""
        return self == Constraints()

    def admits(self, product: Product) -> bool:
        """Whether the product meets every hard part. What it does not state, it does not meet."""
        return (
            self._admits_price(product)
            and self._admits_brand(product)
            and (self.min_rating is None or (product.rating is not None and product.rating >= self.min_rating - 1e-9))
            and not (self.in_stock and not product.in_stock)
            and self._admits_terms(product)
            and self._admits_quantities(product)
        )

    def wishes(self, product: Product) -> float:
        """How well the product meets the soft parts: 1 all, 0 it states nothing of them, -1 it contradicts all."""
        votes = [_vote(self._quantity_verdict(product, kind)) for kind in self._kinds(hard=False)]
        votes += [
            _vote(option_verdict(product, name, value))
            for name, value in self.options.items()
            if name not in self.must_options
        ]
        if self.wish_terms:
            words = _word_set(product.text)
            votes += [1.0 if _has_phrase(words, product.text, term) else 0.0 for term in self.wish_terms]
        if self.categories:
            votes.append(1.0 if self.in_category(product) else -0.5)
        if self.well_rated and product.rating is not None:
            votes.append(max(-1.0, min(1.0, (product.rating - 3.8) / 0.6)))
        if self.near_price and product.price:
            votes.append(1.0 - min(1.0, abs(product.price - self.near_price) / self.near_price))
        return sum(votes) / len(votes) if votes else 0.0

    def in_category(self, product: Product) -> bool:
        """Whether the product lies in one of the wished categories; True when none is wished."""
        return not self.categories or any(c in self.categories for c in product.category)

    def merge(self, later: Constraints) -> Constraints:
        """These constraints after the customer said `later`: what is said again replaces, the rest stays.

        A bound above the kept maximum (or below the kept minimum) lifts it; a brand asked for is no longer
        excluded and the other way round; quantities replace those of their kind; options those of their name.
        """
        if later.lifted:
            return self.without(*later.lifted).merge(replace(later, lifted=()))
        kept = replace(self, relative=later.relative, same_price=later.same_price, any_brand=later.any_brand, lifted=())
        return replace(
            kept,
            **self._merged_prices(later),
            **self._merged_brands(later),
            min_rating=self.min_rating if later.min_rating is None else later.min_rating,
            well_rated=self.well_rated or later.well_rated,
            in_stock=self.in_stock if later.in_stock is None else later.in_stock,
            categories=later.categories or self.categories,
            options={**self.options, **later.options},
            must_options=tuple(
                dict.fromkeys([*(o for o in self.must_options if o not in later.options), *later.must_options])
            ),
            quantities=(
                *(q for q in self.quantities if q.kind not in {r.kind for r in later.quantities}),
                *later.quantities,
            ),
            exclude_terms=_joined(self.exclude_terms, later.exclude_terms, (*later.must_terms, *later.wish_terms)),
            must_terms=_joined(self.must_terms, later.must_terms, later.exclude_terms),
            wish_terms=_joined(self.wish_terms, later.wish_terms, later.exclude_terms),
            price_order=later.price_order or self.price_order,
            rating_order=later.rating_order or self.rating_order,
        )

    def without(self, *names: str) -> Constraints:
        """These constraints with the named fields back at their defaults."""
        blank = Constraints()
        return replace(self, **{name: getattr(blank, name) for name in names})

    @property
    def hard_fields(self) -> tuple[str, ...]:
        """Names of the fields that make `admits` say no, in the order in which a search may relax them."""
        blank = Constraints()
        order = (
            "quantities", "must_terms", "must_options", "exclude_terms", "min_rating", "in_stock", "min_price",
            "brands_in", "max_price", "brands_not",
        )  # fmt: skip
        return tuple(
            name for name in order
            if (
                any(q.hard or q.kind not in _LENIENT for q in self.quantities)
                if name == "quantities"
                else getattr(self, name) != getattr(blank, name)
            )
        )  # fmt: skip

    def describe(self, currency: str) -> str:
        """A short phrase of what is asked for (`under ₹2,000, 4★ and up, not URBN`), each figure its own."""
        parts = [self._describe_price(currency)]
        parts.append(" or ".join(self.brands_in))
        if self.min_rating is not None:
            parts.append(f"{self.min_rating:g}★ and up")
        parts.append("well rated" if self.well_rated else "")
        parts.append("in stock" if self.in_stock else "")
        parts += list(self.options.values())
        parts += [self._describe_quantity(kind) for kind in dict.fromkeys(q.kind for q in self.quantities)]
        parts += [f"with {term}" for term in self.must_terms]
        parts += [f"not {name}" for name in self.brands_not]
        parts += [f"not {term}" for term in self.exclude_terms]
        parts.append({"cheapest": "cheapest first", "dearest": "dearest first"}.get(self.price_order or "", ""))
        parts.append({"best": "best rated first", "worst": "worst rated first"}.get(self.rating_order or "", ""))
        return ", ".join(part for part in parts if part)

    def _admits_price(self, product: Product) -> bool:
        if self.min_price is None and self.max_price is None:
            return True
        return (
            product.price is not None
            and (self.min_price is None or product.price >= self.min_price)
            and (self.max_price is None or product.price <= self.max_price)
        )

    def _admits_brand(self, product: Product) -> bool:
        if any(bears(product, brand_key(name)) for name in self.brands_not):
            return False
        return not self.brands_in or any(bears(product, brand_key(name)) for name in self.brands_in)

    def _admits_terms(self, product: Product) -> bool:
        if self.must_terms or self.exclude_terms:
            facts = _facts(product)
            words = _word_set(facts)
            if not all(_has_phrase(words, facts, term) for term in self.must_terms):
                return False
            if any(_shows(words, facts, term) for term in self.exclude_terms):
                return False
        return all(
            option_verdict(product, name, self.options[name]) is True
            for name in self.must_options
            if name in self.options
        )

    def _admits_quantities(self, product: Product) -> bool:
        """Hard ones must be stated to fit; an exact one is out where title or facts state another value."""
        return all(self._quantity_verdict(product, kind) is True for kind in self._kinds(hard=True)) and not any(
            kind not in _LENIENT and self._quantity_verdict(product, kind, told=False) is False
            for kind in self._kinds(hard=False)
        )

    def _kinds(self, *, hard: bool) -> list[str]:
        hard_kinds = {q.kind for q in self.quantities if q.hard}
        return [k for k in dict.fromkeys(q.kind for q in self.quantities) if (k in hard_kinds) is hard]

    def _quantity_verdict(self, product: Product, kind: str, *, told: bool = True) -> bool | None:
        """Several exact values of one kind are alternatives; several bounds must hold together."""
        mine = [q for q in self.quantities if q.kind == kind]
        exact = [q.verdict(product, told=told) for q in mine if q.relation in ("=", "~")]
        bounds = [q.verdict(product, told=told) for q in mine if q.relation in (">=", "<=")]
        if None in (*exact, *bounds):
            return None
        return (not exact or any(exact)) and all(bounds)

    def _merged_prices(self, later: Constraints) -> dict[str, Any]:
        if later.same_price or (later.min_price is None and later.max_price is None):
            return {}
        low, high = self.min_price, self.max_price
        if self.near_price is not None:
            low = high = None
        if later.max_price is not None and later.min_price is None:
            low, high = (low if low is not None and low <= later.max_price else None), later.max_price
        elif later.min_price is not None and later.max_price is None:
            low, high = later.min_price, (high if high is not None and high >= later.min_price else None)
        else:
            low, high = later.min_price, later.max_price
        return {"min_price": low, "max_price": high, "near_price": later.near_price}

    def _merged_brands(self, later: Constraints) -> dict[str, Any]:
        if later.any_brand and not later.brands_in:
            return {"brands_in": (), "brands_not": later.brands_not}
        wanted = {brand_key(b) for b in later.brands_in}
        unwanted = {brand_key(b) for b in later.brands_not}
        return {
            "brands_in": later.brands_in or tuple(b for b in self.brands_in if brand_key(b) not in unwanted),
            "brands_not": tuple(
                dict.fromkeys([*(b for b in self.brands_not if brand_key(b) not in wanted), *later.brands_not])
            ),
        }

    def _describe_price(self, currency: str) -> str:
        if self.near_price is not None:
            return f"around {format_money(self.near_price, currency)}"
        if self.min_price is not None and self.max_price is not None:
            return f"{format_money(self.min_price, currency)} to {format_money(self.max_price, currency)}"
        if self.max_price is not None:
            return f"up to {format_money(self.max_price, currency)}"
        return f"from {format_money(self.min_price, currency)}" if self.min_price is not None else ""

    def _describe_quantity(self, kind: str) -> str:
        said = [
            _RELATION_WORDS[q.relation].format(q.said or f"{q.value:g} {q.unit}")
            for q in self.quantities
            if q.kind == kind
        ]
        bounded = any(q.relation in (">=", "<=") for q in self.quantities if q.kind == kind)
        return (" and " if bounded else " or ").join(dict.fromkeys(said))


def option_verdict(product: Product, name: str, value: str) -> bool | None:
    """Whether a product states this choice (colour: black): True, False when it states another, None if silent."""
    own = next((v for k, v in product.options.items() if _same_option(k, name)), None)
    own = own or next((v for k, v in product.attributes.items() if _same_option(k, name)), None)
    wanted = _COLOUR_SAME.get(value, value)
    if own is not None:
        return _has_phrase(_word_set(own), own, wanted)
    if _has_phrase(_word_set(product.title), product.title, wanted):
        return True
    return None


def _same_option(stated: str, name: str) -> bool:
    key = stated.casefold().strip()
    return key == name or (name == "colour" and key in ("color", "colour", "colour name", "color name"))


def _facts(product: Product) -> str:
    return "\n".join([product.title, *product.options.values(), *(f"{k} {v}" for k, v in product.attributes.items())])


@lru_cache(maxsize=20_000)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(_singular(_COLOUR_SAME.get(w, w)) for w in re.findall(r"[^\W_]+", text.lower()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def _has_phrase(words: frozenset[str], text: str, phrase: str) -> bool:
    wanted = [_singular(_COLOUR_SAME.get(w, w)) for w in re.findall(r"[^\W_]+", phrase.lower())]
    if not all(w in words for w in wanted):
        return False
    return (
        len(wanted) < 2 or re.search(r"\W*".join(rf"{re.escape(w)}(?:s|es)?" for w in wanted), text.lower()) is not None
    )


def _shows(words: frozenset[str], text: str, term: str) -> bool:
    """The text has the term, and not only as something it is without."""
    if not _has_phrase(words, text, term):
        return False
    pattern = r"\W*".join(rf"{re.escape(w)}\w*" for w in re.findall(r"[^\W_]+", term.lower()))
    lower = text.lower()
    denied = re.compile(
        rf"\b(?:without|no|non|not|free\s+of|faux|anti)[\s-]+(?:any\s+|the\s+)?{pattern}|\b{pattern}[\s-]+(?:free|less)\b"
    )
    return len(re.findall(rf"\b{pattern}", lower)) > len(denied.findall(lower))


def _vote(verdict: bool | None) -> float:
    return 0.0 if verdict is None else (1.0 if verdict else -1.0)


def _joined(before: tuple[str, ...], later: tuple[str, ...], dropped: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(t for t in before if t not in dropped), *later]))


FIELDS = tuple(f.name for f in fields(Constraints))
