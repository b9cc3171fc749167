"""A customer's own orders, read only."""

from __future__ import annotations

from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import ModelError, NotFound
from ecreco.shop.money import to_major
from ecreco.shop.records import Order

SHOWN = 5


def list_orders(runtime: Runtime) -> Answer:
    """The signed-in customer's latest orders, newest first."""
    context: TurnContext = runtime.context
    orders = context.shop.orders.of(context.customer_id)[:SHOWN] if context.customer_id else []
    for order in orders:
        context.prove_order(order)
    rows = [order_row(order) for order in orders]
    context.emit("order", {"orders": rows})
    return answer({"kind": "orders", "orders": rows})


def track_order(runtime: Runtime, order_id: str, email: str | None = None) -> Answer:
    """Where one order is. A guest also gives the e-mail address the order was placed with."""
    context: TurnContext = runtime.context
    order = own_order(runtime, order_id, email)
    context.prove_order(order)
    context.emit("order", {"orders": [order_row(order)]})
    return answer({"kind": "order", "order": order_row(order)})


def own_order(runtime: Runtime, order_id: str, email: str | None) -> Order:
    """The order, if it is this customer's. A foreign one and a missing one look alike. Raises ModelError."""
    context: TurnContext = runtime.context
    refused = ModelError(f"I can't find order {order_id} among your orders.", code="no_such_order", retry=False)
    try:
        order = context.shop.orders.get(order_id)
        owner = context.shop.customers.get(order.customer_id)
    except NotFound as error:
        raise refused from error
    if context.customer_id is not None:
        if order.customer_id != context.customer_id:
            raise refused
    elif not email or (owner.email or "").casefold() != email.casefold():
        raise refused
    return order


def order_row(order: Order) -> dict[str, Any]:
    """An order for the screen."""
    parcels = [
        {
            "status": parcel.status,
            "carrier": parcel.carrier,
            "tracking_ids": list(parcel.tracking_ids),
            "shipped_at": parcel.shipped_at.date().isoformat() if parcel.shipped_at else None,
            "delivered_at": parcel.delivered_at.date().isoformat() if parcel.delivered_at else None,
            "expected_at": parcel.expected_at.date().isoformat() if parcel.expected_at else None,
        }
        for parcel in order.fulfilments
    ]
    return {
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": order.placed_at.date().isoformat() if order.placed_at else None,
        "total": float(to_major(order.total.amount, order.currency)),
        "currency": order.currency,
        "shown_total": str(order.total),
        "lines": [
            {
                "product_id": line.product_id,
                "title": plain.clean(line.title, 120),
                "quantity": line.quantity,
                "unit_price": float(to_major(line.unit_price, order.currency)),
            }
            for line in order.lines
        ],
        "parcels": parcels,
    }


TOOLS = (make_tool(list_orders, Rule(level="signed_in")), make_tool(track_order, Rule(level="verified")))
