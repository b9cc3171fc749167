"""The facts of a shop as plain frozen records. Every room speaks in these; only `shop` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from ecreco.shop.money import Money, format_money

ProductKind = Literal["plain", "family", "variant"]
EventKind = Literal["view", "search", "add_to_cart", "purchase", "like", "dislike", "impression", "click"]
OrderStatus = Literal[
    "pending", "processed", "shipped", "delivered", "cancelled",
    "return requested", "exchange requested", "pending (item modified)", "returned", "refunded",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A plain product, a family (has options, is not bought itself) or a variant of one.

    price, list_price: minor units of `currency`, None where the source has none.
    rating: mean of 1..5 stars. stock: pieces, None where the source does not say; `in_stock` is then its best word.
    category: path from the broadest to the narrowest. options: this variant's choices, such as colour.
    attributes: facts read from the source or its texts ("capacity": "20000 mAh"). about: bullet points, in order.
    """

    product_id: str
    title: str
    kind: ProductKind = "plain"
    family_id: str | None = None
    brand: str | None = None
    category: tuple[str, ...] = ()
    description: str = ""
    about: tuple[str, ...] = ()
    price: int | None = None
    list_price: int | None = None
    currency: str = "USD"
    rating: float | None = None
    rating_count: int | None = None
    stock: int | None = None
    in_stock: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    image: str | None = None
    url: str | None = None
    active: bool = True

    @property
    def money(self) -> Money | None:
        """The price as Money, None where there is none."""
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def shown_price(self) -> str:
        """The price as customers read it, or an honest word where there is none."""
        return "price not listed" if self.price is None else format_money(self.price, self.currency)

    @property
    def text(self) -> str:
        """The product's whole text, as the source has it."""
        facts = [f"{k}: {v}" for k, v in {**self.attributes, **self.options}.items()]
        return "\n".join(p for p in (self.title, *self.about, self.description, *facts) if p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One customer's words on one product. rating: 1..5 or None where the source has none of its own."""

    review_id: str
    product_id: str
    text: str
    title: str = ""
    rating: float | None = None
    author: str | None = None
    customer_id: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address as the source has it."""

    address1: str
    address2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer of the shop. tastes and payment_methods are free-form facts of the source."""

    customer_id: str
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    address: Address | None = None
    payment_methods: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line: what was bought, how many, at which unit price (minor units)."""

    line_id: str
    product_id: str
    title: str
    quantity: int
    unit_price: int
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment or a refund on an order. amount: minor units, always positive."""

    kind: Literal["payment", "refund"]
    amount: int
    method_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """A parcel: its tracking numbers and the lines in it."""

    tracking_ids: tuple[str, ...]
    line_ids: tuple[str, ...]
    carrier: str | None = None
    status: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of one customer. extra keeps what the source says beyond these fields (cancel_reason, ...)."""

    order_id: str
    customer_id: str
    status: OrderStatus
    currency: str
    lines: tuple[OrderLine, ...]
    payments: tuple[Payment, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()
    address: Address | None = None
    placed_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Money:
        """What the lines cost together."""
        return Money(sum(line.quantity * line.unit_price for line in self.lines), self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One section of the shop's policy texts; paragraphs are what answers quote. position: order in the source."""

    policy_id: str
    title: str
    text: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a customer did. event_id makes it idempotent."""

    event_id: str
    kind: EventKind
    at: datetime
    customer_id: str | None = None
    product_id: str | None = None
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """A product in a cart, with how many."""

    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopInfo:
    """What a shop says about itself."""

    name: str
    title: str
    currency: str = "USD"
    locale: str = "en"
    timezone: str = "UTC"
    settings: Mapping[str, Any] = field(default_factory=dict)
