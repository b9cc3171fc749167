"""What a customer asked for, in a form that code can hold a product against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ecreco.shop.money import format_money
from ecreco.shop.records import Product

Relation = Literal["=", ">=", "<=", "~"]
Relative = Literal["cheaper", "dearer", "better_rated", "bigger", "smaller"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One measured wish: `kind` (length, charge, memory, ...), `value` in the base `unit` of that kind.

    relation: how a product's own value must stand to it; "~" is near enough. hard: a product that does not state
    a fitting value is out. said: the customer's own words, for replies.
    """

    kind: str
    value: float
    unit: str
    relation: Relation = "="
    hard: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Everything asked for so far. Prices are minor units of the shop's currency; brands as the catalog spells them.

    categories: narrow category names of the catalog. options: such as colour. exclude_terms, must_terms: words.
    """

    min_price: int | None = None
    max_price: int | None = None
    brands_in: tuple[str, ...] = ()
    brands_not: tuple[str, ...] = ()
    any_brand: bool = False
    min_rating: float | None = None
    in_stock: bool | None = None
    categories: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    quantities: tuple[Quantity, ...] = ()
    exclude_terms: tuple[str, ...] = ()
    must_terms: tuple[str, ...] = ()
    price_order: Literal["cheapest", "dearest"] | None = None
    rating_order: Literal["best", "worst"] | None = None
    relative: Relative | None = None
    same_price: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing was asked for."""
        return self == Constraints()

    def admits(self, product: Product) -> bool:
        """Whether the product meets every hard part; a product without a price meets no price bound."""
        if self.min_price is not None and (product.price is None or product.price < self.min_price):
            return False
        if self.max_price is not None and (product.price is None or product.price > self.max_price):
            return False
        brand = (product.brand or "").casefold()
        if self.brands_in and brand not in {b.casefold() for b in self.brands_in}:
            return False
        if brand and brand in {b.casefold() for b in self.brands_not}:
            return False
        if self.min_rating is not None and (product.rating is None or product.rating < self.min_rating):
            return False
        return not (self.in_stock and not product.in_stock)

    def merge(self, later: Constraints) -> Constraints:
        """These constraints after the customer said `later`."""
        raise NotImplementedError

    def describe(self, currency: str) -> str:
        """A short phrase of what is asked for, each figure from the constraint itself."""
        parts = []
        if self.max_price is not None:
            parts.append(f"under {format_money(self.max_price, currency)}")
        return ", ".join(parts)
