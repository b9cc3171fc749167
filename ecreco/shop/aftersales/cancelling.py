"""Cancelling a whole order: the money goes back the way it came."""

from __future__ import annotations

from dataclasses import replace

from ecreco.shop.aftersales.desk import Desk, Plan
from ecreco.shop.aftersales.payment_methods import is_gift_card, paid_by_method, shown_method, with_balances
from ecreco.shop.aftersales.requests import CancelOrder
from ecreco.shop.money import format_money
from ecreco.shop.records import Payment


def plan_cancel(desk: Desk, request: CancelOrder) -> Plan:
    """Cancel, and refund each method what it has paid and not got back yet. Refuses."""
    order = desk.order(request.order_id)
    if desk.own.reasons and request.reason not in desk.own.reasons:
        raise desk.refuse(
            "cancel_reason",
            f"{request.reason[:60]!r} is no reason to cancel; it must be one of: {', '.join(desk.own.reasons)}.",
            status=422,
        )
    customer = desk.customer(order.customer_id)
    paid = paid_by_method(order)
    refunds = tuple(
        Payment(kind="refund", amount=amount, method_id=method, at=desk.at) for method, amount in paid.items()
    )
    extra = {**order.extra, "cancel_reason": request.reason, "cancelled_at": desk.at.isoformat()}
    status = desk.own.leads_to or order.status
    lines = [f"Cancel order {order.order_id} (reason: {request.reason})."]
    for method_id, amount in paid.items():
        method = customer.payment_methods.get(method_id)
        when = "immediately" if method and is_gift_card(method) else "in 5 to 7 business days"
        lines.append(f"Refund {format_money(amount, order.currency)} to {shown_method(method_id, method)}, {when}.")
    return Plan(
        record_id=order.order_id,
        rule="cancel_while_pending",
        summary=tuple(lines),
        terms=("cancel_refund",),
        order=replace(order, status=status, payments=order.payments + refunds, extra=extra),
        customer=with_balances(customer, refunds, order.currency),
        payments=refunds,
        amounts={"refund": sum(paid.values())},
        changes={"status": [order.status, status], "cancel_reason": [None, request.reason]},
    )
