"""Case fields of an order, before and after each kind of change."""

from __future__ import annotations

from ecreco.shop.aftersales import case_fields
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import (
    CARD,
    GIFT,
    PAYPAL,
    cancel_order,
    change_order_items,
    change_order_payment,
    exchange_items,
)  # fmt: skip


def test_fields_are_those_of_the_case_files(desk: Shop) -> None:
    fields = case_fields(desk, "#P1")
    assert fields == {
        "status": "pending",
        "item_ids": ["L-B", "L-R", "L-R"],
        "payment_method_id": CARD,
        "address.address1": "Ringstr. 1",
        "address.address2": "",
        "address.city": "Köln",
        "address.state": "",
        "address.country": "Germany",
        "address.zip": "50667",
    }


def test_a_payment_change_takes_over_and_a_difference_does_not(desk: Shop) -> None:
    change_order_payment(desk, "#P1", PAYPAL)
    assert case_fields(desk, "#P1")["payment_method_id"] == PAYPAL
    change_order_items(desk, "#P1", ["L-R"], ["L-B"], GIFT)
    assert case_fields(desk, "#P1")["payment_method_id"] == PAYPAL
    assert case_fields(desk, "#P1")["item_ids"] == ["L-B", "L-B", "L-R"]


def test_exchange_and_cancellation(desk: Shop) -> None:
    exchange_items(desk, "#D1", ["L-R", "L-B"], ["L-G", "L-R"], CARD)
    cancel_order(desk, "#P2", "no longer needed")
    fields = case_fields(desk, "#D1")
    assert (fields["exchange_items"], fields["exchange_new_items"]) == (["L-B", "L-R"], ["L-G", "L-R"])
    assert (fields["exchange_price_difference"], fields["exchange_payment_method_id"]) == (-10.4, CARD)
    assert case_fields(desk, "#P2")["cancel_reason"] == "no longer needed"
