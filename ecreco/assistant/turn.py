"""One turn while it runs: who speaks, what was read, what the tools brought, and what the customer will see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecreco.assistant import plain
from ecreco.assistant.reading import MessageReading
from ecreco.assistant.state import DialogState, PendingAction
from ecreco.shop.money import to_major
from ecreco.shop.records import Order, Product

if TYPE_CHECKING:
    from ecreco.assistant.knowledge import Knowledge
    from ecreco.shop.shop import Shop

Emit = Callable[[str, Mapping[str, Any]], None]


def _quiet(kind: str, data: Mapping[str, Any]) -> None:
    """The default listener: none."""


@dataclass(slots=True, kw_only=True)
class TurnContext:
    """Handed to tools, gate and brains as LangGraph's run context; lives for one turn.

    grant: the exact write that this message said yes to, decided in code before any brain runs; used up by it.
    named: products that this message names, best first.
    deadline: time.monotonic() after which no further tool call starts.
    """

    shop: Shop
    knowledge: Knowledge
    conversation_id: str
    customer_id: str | None
    text: str
    key: str
    state: DialogState
    said: list[str] = field(default_factory=list)  # everything the customer said so far, this message last
    grant: PendingAction | None = None
    named: list[str] = field(default_factory=list)
    reading: MessageReading | None = None
    emit: Emit = _quiet
    stopped: Callable[[], bool] = lambda: False
    deadline: float = field(default_factory=lambda: time.monotonic() + 30.0)
    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    confirmation: dict[str, Any] | None = None
    receipt: dict[str, Any] | None = None
    handoff: dict[str, Any] | None = None
    brain: str = "embedded"
    notes: dict[str, Any] = field(default_factory=dict)  # what a brain wants to keep between its calls

    @property
    def owner(self) -> str:
        """Whose cart it is: the customer's, or this guest conversation's."""
        return self.customer_id or self.conversation_id

    @property
    def currency(self) -> str:
        return self.shop.info.currency

    def card(self, product: Product, reason: str = "") -> dict[str, Any]:
        """Put a product on screen; its figures become evidence."""
        entry = card_of(product, reason)
        known = self.products.get(product.product_id)
        if known is None or (reason and not known["reason"]):
            self.products[product.product_id] = entry
        self.record(product)
        return entry

    def record(self, product: Product) -> None:
        """Let the reply speak of a product without showing its card."""
        self.state.see([product.product_id])
        for name, value in product_facts(product):
            self.prove(product.product_id, name, value)

    def prove(self, record: str, name: str, value: Any) -> None:
        """Add evidence, once."""
        entry = {"record": record, "field": name, "value": value}
        if entry not in self.evidence:
            self.evidence.append(entry)

    def prove_order(self, order: Order) -> None:
        """An order's facts as evidence."""
        record = order.order_id
        self.prove(record, "order_id", record)
        self.prove(record, "status", order.status)
        self.prove(record, "total", float(to_major(order.total.amount, order.currency)))
        if order.placed_at:
            self.prove(record, "placed_at", order.placed_at.date().isoformat())
        for line in order.lines:
            self.prove(record, "line", plain.clean(line.title))
            self.prove(record, "unit_price", float(to_major(line.unit_price, order.currency)))
        for parcel in order.fulfilments:
            for name in ("shipped_at", "delivered_at", "expected_at"):
                at = getattr(parcel, name)
                if at:
                    self.prove(record, name, at.date().isoformat())
            for tracking in parcel.tracking_ids:
                self.prove(record, "tracking_id", tracking)

    def result(self, turn_id: str, reply: str) -> dict[str, Any]:
        """The finished turn of the contract."""
        return {
            "turn_id": turn_id,
            "reply": reply,
            "products": list(self.products.values()),
            "tool_calls": self.tool_calls,
            "confirmation": self.confirmation,
            "receipt": self.receipt,
            "handoff": self.handoff,
            "evidence": self.evidence,
        }


def card_of(product: Product, reason: str = "") -> dict[str, Any]:
    """A product card of the contract; price in major units, None where the source has none."""
    return {
        "product_id": product.product_id,
        "title": plain.clean(product.title, 300),
        "price": None if product.price is None else float(to_major(product.price, product.currency)),
        "currency": product.currency,
        "rating": product.rating,
        "in_stock": product.in_stock,
        "url": product.url,
        "image": product.image,
        "reason": plain.clean(reason, 160),
    }


def product_facts(product: Product) -> Iterable[tuple[str, Any]]:
    """The figures a reply may quote of a product."""
    yield "title", plain.clean(product.title, 400)
    if product.brand:
        yield "brand", product.brand
    if product.price is not None:
        yield "price", float(to_major(product.price, product.currency))
    if product.list_price is not None:
        yield "list_price", float(to_major(product.list_price, product.currency))
    if product.rating is not None:
        yield "rating", product.rating
    if product.rating_count is not None:
        yield "rating_count", product.rating_count
    yield "in_stock", product.in_stock
    if product.stock is not None:
        yield "stock", product.stock
