"""The ways a customer pays, as the source has them. Card data is never held: a brand and four digits at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ecreco.shop.money import to_major, to_minor
from ecreco.shop.records import Customer, Order, Payment


def is_gift_card(method: Mapping[str, Any]) -> bool:
    """Whether it holds a balance that pays and is refunded at once."""
    return method.get("source") == "gift_card"


def balance_of(method: Mapping[str, Any], currency: str) -> int:
    """A gift card's balance in minor units; 0 where the source has none."""
    try:
        return to_minor(method.get("balance") or 0, currency)
    except ValueError:
        return 0


def with_balances(customer: Customer, payments: Iterable[Payment], currency: str) -> Customer:
    """The customer after these payments and refunds: gift cards have paid or got back, the rest is as it was."""
    methods = {name: dict(method) for name, method in customer.payment_methods.items()}
    for payment in payments:
        method = methods.get(payment.method_id)
        if method is None or not is_gift_card(method):
            continue
        moved = payment.amount if payment.kind == "refund" else -payment.amount
        method["balance"] = float(to_major(balance_of(method, currency) + moved, currency))
    return replace(customer, payment_methods=methods)


def original_method(order: Order) -> str | None:
    """The method that carries the order: the first payment's, or that of a later payment of the same amount.

    A payment change appends such a payment; the price difference of an item change does not count.
    """
    paid = [payment for payment in order.payments if payment.kind == "payment"]
    if not paid:
        return None
    return [payment for payment in paid if payment.amount == paid[0].amount][-1].method_id


def paid_by_method(order: Order) -> dict[str, int]:
    """What each method has paid and not got back, in minor units, in the order of first use."""
    net: dict[str, int] = {}
    for payment in order.payments:
        signed = payment.amount if payment.kind == "payment" else -payment.amount
        net[payment.method_id] = net.get(payment.method_id, 0) + signed
    return {method: amount for method, amount in net.items() if amount > 0}


def shown_method(method_id: str, method: Mapping[str, Any] | None) -> str:
    """A method as customers know it: `mastercard ending in 9212 (credit_card_1)`."""
    if not method:
        return method_id
    source = str(method.get("source", "payment method")).replace("_", " ")
    last = method.get("last_four")
    name = f"{method.get('brand') or source} ending in {last}" if last else source
    return f"{name} ({method_id})"
