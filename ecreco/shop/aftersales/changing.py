"""Another address or another way to pay."""

from __future__ import annotations

from dataclasses import asdict, replace

from ecreco.shop.aftersales.desk import Desk, Plan
from ecreco.shop.aftersales.payment_methods import is_gift_card, original_method, shown_method, with_balances
from ecreco.shop.aftersales.requests import ChangeCustomerAddress, ChangeOrderAddress, ChangePayment
from ecreco.shop.money import format_money
from ecreco.shop.records import Address, Payment


def plan_order_address(desk: Desk, request: ChangeOrderAddress) -> Plan:
    """Ship an order that has not shipped yet to another address. Refuses."""
    order = desk.order(request.order_id)
    return Plan(
        record_id=order.order_id,
        rule="change_address",
        summary=(f"Ship order {order.order_id} to {_line(request.address)}.",),
        order=replace(order, address=request.address),
        changes={"address": [order.address and asdict(order.address), asdict(request.address)]},
    )


def plan_customer_address(desk: Desk, request: ChangeCustomerAddress) -> Plan:
    """Another default address; orders keep the one they were placed with. Refuses."""
    customer = desk.customer(request.customer_id)
    return Plan(
        record_id=customer.customer_id,
        rule="customer_address",
        summary=(f"Change the default address to {_line(request.address)}.",),
        customer=replace(customer, address=request.address),
        changes={"address": [customer.address and asdict(customer.address), asdict(request.address)]},
    )


def plan_payment(desk: Desk, request: ChangePayment) -> Plan:
    """Pay the whole order with one other method and refund the first. Refuses."""
    order = desk.order(request.order_id)
    customer = desk.customer(order.customer_id)
    method = desk.method(customer, request.payment_method_id, "payment_different")
    before = original_method(order)
    paid = order.payments
    if before is None or (desk.own.once and (len(paid) != 1 or paid[0].kind != "payment")):
        raise desk.refuse("payment_once", f"How order {order.order_id} is paid cannot be changed again.")
    if before == request.payment_method_id:
        raise desk.refuse("payment_different", "The order is paid with that method already.", status=422)
    amount = next(payment.amount for payment in paid if payment.kind == "payment")
    desk.covers(method, amount, order.currency, "payment_gift_card_covers")
    booked = (
        Payment(kind="payment", amount=amount, method_id=request.payment_method_id, at=desk.at),
        Payment(kind="refund", amount=amount, method_id=before, at=desk.at),
    )
    old = customer.payment_methods.get(before)
    when = "immediately" if old and is_gift_card(old) else "within 5 to 7 business days"
    money = format_money(amount, order.currency)
    return Plan(
        record_id=order.order_id,
        rule="payment_different",
        summary=(
            f"Pay order {order.order_id} ({money}) with {shown_method(request.payment_method_id, method)}.",
            f"Refund {money} to {shown_method(before, old)}, {when}.",
        ),
        terms=("payment_refund",),
        order=replace(order, payments=order.payments + booked),
        customer=with_balances(customer, booked, order.currency),
        payments=booked,
        amounts={"charge": amount, "refund": amount},
        changes={"payment_method_id": [before, request.payment_method_id]},
    )


def _line(address: Address) -> str:
    parts = (address.address1, address.address2, address.city, f"{address.state} {address.zip}", address.country)
    return ", ".join(part.strip() for part in parts if part.strip())
