"""Sending delivered items back: a request; the refund follows when they have arrived."""

from __future__ import annotations

from dataclasses import replace

from ecreco.shop.aftersales.desk import Desk, Plan
from ecreco.shop.aftersales.payment_methods import is_gift_card, original_method, shown_method
from ecreco.shop.aftersales.requests import ReturnItems
from ecreco.shop.aftersales.swapping import lines_of
from ecreco.shop.aftersales.windows import check_window
from ecreco.shop.money import format_money
from ecreco.shop.records import Customer, Order


def plan_return(desk: Desk, request: ReturnItems) -> Plan:
    """Ask for a return, refunded to the original method or an existing gift card. Refuses."""
    order = desk.order(request.order_id)
    lines = lines_of(desk, order, request.item_ids, "return_items_of_order")
    check_window(desk, order, lines, "return_window")
    customer = desk.customer(order.customer_id)
    shown = _refund_to(desk, order, customer, request.payment_method_id)
    refund = sum(line.unit_price for line in lines)
    status = desk.own.leads_to or order.status
    extra = {
        **order.extra,
        "return_items": sorted(request.item_ids),
        "return_payment_method_id": request.payment_method_id,
        "requested_at": desk.at.isoformat(),
    }
    items = [
        f"{line.title} (item {line.product_id}), {format_money(line.unit_price, order.currency)}" for line in lines
    ]
    return Plan(
        record_id=order.order_id,
        rule="return_when_delivered",
        summary=(
            f"Return items of order {order.order_id}:",
            *items,
            f"Refund {format_money(refund, order.currency)} to {shown}; how to send them comes by email.",
        ),
        terms=("return_refund_method",),
        order=replace(order, status=status, extra=extra),
        amounts={"refund": refund},
        changes={"status": [order.status, status], "return_items": [None, extra["return_items"]]},
    )


def _refund_to(desk: Desk, order: Order, customer: Customer, method_id: str) -> str:
    """The method's name, where the rules let a refund go there."""
    rule = "return_refund_method"
    allowed = desk.own.refund_to
    original = original_method(order)
    if method_id == original and (not allowed or "original" in allowed):
        return shown_method(method_id, customer.payment_methods.get(method_id))
    method = desk.method(customer, method_id, rule)
    if not allowed or ("gift_card" in allowed and is_gift_card(method)):
        return shown_method(method_id, method)
    cards = [name for name, each in customer.payment_methods.items() if is_gift_card(each)]
    ways = [
        shown_method(name, customer.payment_methods.get(name)) for name in dict.fromkeys([original, *cards]) if name
    ]
    raise desk.refuse(
        rule,
        f"A refund cannot go to {shown_method(method_id, method)}; it can go to {' or '.join(ways) or 'nothing here'}.",
        status=422,
    )
