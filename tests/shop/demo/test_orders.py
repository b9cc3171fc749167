from __future__ import annotations

from collections import Counter
from typing import get_args

from ecreco.shop.demo import REFERENCE_DAY, DemoData
from ecreco.shop.demo.people import CUSTOMER_COUNT
from ecreco.shop.records import OrderStatus

BEFORE_PARCEL = {"pending", "pending (item modified)", "cancelled"}
ARRIVED = {"delivered", "return requested", "exchange requested", "returned", "refunded"}


def test_six_hundred_orders_in_every_status(demo: DemoData) -> None:
    assert len(demo.orders) == 600
    counts = Counter(order.status for order in demo.orders)
    assert set(counts) == set(get_args(OrderStatus))
    assert min(counts.values()) >= 10


def test_ids_are_unique_and_lines_name_products(demo: DemoData) -> None:
    products = {product.product_id: product for product in demo.products}
    customers = {customer.customer_id: customer for customer in demo.customers}
    assert len({order.order_id for order in demo.orders}) == 600
    for order in demo.orders:
        assert order.lines
        assert order.address == customers[order.customer_id].address
        for line in order.lines:
            product = products[line.product_id]
            assert product.kind != "family"
            assert (line.unit_price, line.title, line.options) == (product.price, product.title, product.options)


def test_dates_follow_one_another(demo: DemoData) -> None:
    for order in demo.orders:
        assert order.placed_at is not None
        assert order.placed_at < REFERENCE_DAY
        assert [payment.at for payment in order.payments] == sorted(p.at for p in order.payments if p.at)
        assert all(p.at and order.placed_at <= p.at <= REFERENCE_DAY for p in order.payments)
        for parcel in order.fulfilments:
            if parcel.shipped_at:
                assert order.placed_at < parcel.shipped_at < REFERENCE_DAY
            if parcel.delivered_at:
                assert parcel.shipped_at is not None
                assert parcel.shipped_at < parcel.delivered_at < REFERENCE_DAY


def test_parcels_agree_with_the_status(demo: DemoData) -> None:
    for order in demo.orders:
        if order.status in BEFORE_PARCEL:
            assert order.fulfilments == ()
            continue
        (parcel,) = order.fulfilments
        assert parcel.line_ids == tuple(line.line_id for line in order.lines)
        assert bool(parcel.tracking_ids) == (order.status != "processed")
        assert (parcel.delivered_at is not None) == (order.status in ARRIVED)
        if order.status == "shipped":
            assert parcel.expected_at is not None
            assert parcel.expected_at > REFERENCE_DAY


def test_money_agrees_with_the_status(demo: DemoData) -> None:
    customers = {customer.customer_id: customer for customer in demo.customers}
    for order in demo.orders:
        paid = [payment for payment in order.payments if payment.kind == "payment"]
        refunds = [payment for payment in order.payments if payment.kind == "refund"]
        assert [payment.amount for payment in paid] == [order.total.amount]
        assert bool(refunds) == (order.status in {"cancelled", "refunded"})
        assert sum(refund.amount for refund in refunds) <= order.total.amount
        assert all(p.method_id in customers[order.customer_id].payment_methods for p in order.payments)


def test_what_came_after_is_said_with_the_items_it_concerns(demo: DemoData) -> None:
    families = {product.product_id: product.family_id for product in demo.products}
    for order in demo.orders:
        bought = Counter(line.product_id for line in order.lines for _ in range(line.quantity))
        assert not Counter(order.extra.get("return_items", [])) - bought
        assert not Counter(order.extra.get("exchange_items", [])) - bought
        if order.status == "exchange requested":
            old, new = order.extra["exchange_items"], order.extra["exchange_new_items"]
            assert [families[item] for item in old] == [families[item] for item in new]
            assert old != new
        if order.status in {"return requested", "returned", "refunded"}:
            assert order.extra["return_items"]
        if order.status == "cancelled":
            assert order.extra["cancel_reason"] in {"no longer needed", "ordered by mistake"}


def test_three_hundred_customers_with_addresses_that_cannot_exist(demo: DemoData) -> None:
    assert len(demo.customers) == CUSTOMER_COUNT == 300
    assert len({customer.email for customer in demo.customers}) == 300
    for customer in demo.customers:
        assert customer.email is not None
        assert customer.email.endswith("@example.com")
        assert customer.address is not None
        assert customer.address.zip.startswith("Q")
        assert customer.payment_methods
        assert customer.profile["departments"]
