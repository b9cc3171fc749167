"""Each action: what it writes, and what it is refused for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ecreco.shop.aftersales import OrderRules, Refusal, allowed_actions, change_customer_address, original_method
from ecreco.shop.columns import now
from ecreco.shop.records import Address, Fulfilment
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import (
    AWAY,
    BLUE,
    CARD,
    GIFT,
    HOME,
    PAYPAL,
    RED,
    SMALL_GIFT,
    balance,
    cancel_order,
    change_order_address,
    change_order_items,
    change_order_payment,
    check,
    customer,
    everything,
    exchange_items,
    line,
    order,
    perform,
    return_items,
)


def payments(shop: Shop, order_id: str) -> list[tuple[str, int, str]]:
    return [(each.kind, each.amount, each.method_id) for each in shop.orders.get(order_id).payments]


def items(shop: Shop, order_id: str) -> list[tuple[str, int, int]]:
    return [(each.product_id, each.quantity, each.unit_price) for each in shop.orders.get(order_id).lines]


def refused(shop: Shop, action: str, rule: str, **arguments: Any) -> Refusal:
    """The refusal; nothing was written, and the check says the same."""
    before = everything(shop)
    verdict = check(shop, action, arguments)
    with pytest.raises(Refusal) as caught:
        perform(shop, action, arguments)
    assert everything(shop) == before
    assert (verdict.accepted, verdict.rule, verdict.why) == (False, rule, caught.value.message)
    assert caught.value.rule == rule
    return caught.value


def test_a_cancelled_order_is_refunded_to_the_card(desk: Shop) -> None:
    receipt = cancel_order(desk, "#P1", "Ordered by mistake.")
    after = desk.orders.get("#P1")
    assert (after.status, after.extra["cancel_reason"]) == ("cancelled", "ordered by mistake")
    assert payments(desk, "#P1") == [("payment", 6550, CARD), ("refund", 6550, CARD)]
    assert balance(desk) == 100.0
    assert receipt.record_id == "#P1"
    assert receipt.data["amounts"] == {"refund": 6550}
    assert "5 to 7 business days" in receipt.data["summary"][1]


def test_a_gift_card_is_refunded_at_once(desk: Shop) -> None:
    cancel_order(desk, "#P2", "no longer needed")
    assert balance(desk) == 165.5


def test_what_came_back_already_is_not_refunded_again(desk: Shop) -> None:
    change_order_payment(desk, "#P1", GIFT)
    assert balance(desk) == 34.5
    cancel_order(desk, "#P1", "no longer needed")
    assert payments(desk, "#P1")[-1] == ("refund", 6550, GIFT)
    assert len(payments(desk, "#P1")) == 4
    assert balance(desk) == 100.0


def test_cancelling_needs_a_reason_that_counts(desk: Shop) -> None:
    refusal = refused(desk, "cancel_order", "cancel_reason", order_id="#P1", reason="found it cheaper")
    assert "no longer needed, ordered by mistake" in refusal.message


@pytest.mark.parametrize("order_id", ["#S0", "#S1", "#S2", "#S3", "#S4", "#D1"])
def test_only_pending_orders_are_cancelled(desk: Shop, order_id: str) -> None:
    rule = "items_once" if order_id == "#S3" else "cancel_while_pending"
    refusal = refused(desk, "cancel_order", rule, order_id=order_id, reason="no longer needed")
    assert refusal.possible == (("return_items", "exchange_items") if order_id == "#D1" else ())
    assert refusal.policy == OrderRules.of({}).rule(rule).says  # this shop has no policy texts


@pytest.mark.parametrize("order_id", ["#S0", "#S2", "#S3", "#D1"])
def test_only_pending_orders_are_changed(desk: Shop, order_id: str) -> None:
    swap = {"order_id": order_id, "item_ids": ["L-R"], "new_item_ids": ["L-G"], "payment_method_id": CARD}
    rule = "items_once" if order_id == "#S3" else "change_while_pending"
    assert ("exchange_items" in refused(desk, "change_order_items", rule, **swap).possible) == (order_id == "#D1")
    refused(desk, "change_order_address", rule, order_id=order_id, **AWAY)
    refused(desk, "change_order_payment", rule, order_id=order_id, payment_method_id=PAYPAL)


@pytest.mark.parametrize("order_id", ["#P1", "#S0", "#S4"])
def test_only_delivered_orders_come_back(desk: Shop, order_id: str) -> None:
    swap = {"order_id": order_id, "item_ids": ["L-R"], "new_item_ids": ["L-G"], "payment_method_id": CARD}
    possible = refused(desk, "exchange_items", "exchange_when_delivered", **swap).possible
    assert possible[:1] == (("change_order_items",) if order_id == "#P1" else ())
    back = {"order_id": order_id, "item_ids": ["L-R"], "payment_method_id": CARD}
    possible = refused(desk, "return_items", "return_when_delivered", **back).possible
    assert possible[:1] == (("cancel_order",) if order_id == "#P1" else ())


def test_each_item_takes_its_own_price_and_options(desk: Shop) -> None:
    receipt = change_order_items(desk, "#P1", ["L-R", "L-B"], ["L-B", "L-G"], GIFT)
    # one of two red lamps is blue now, the blue one green
    assert items(desk, "#P1") == [("L-R", 1, 2000), ("L-B", 1, 2550), ("L-G", 1, 1510)]
    lines = desk.orders.get("#P1").lines
    assert [dict(each.options) for each in lines] == [{"colour": "red"}, {"colour": "blue"}, {"colour": "green"}]
    assert len({each.line_id for each in lines}) == 3
    assert {each.title for each in lines} == {"Lamp"}
    assert desk.orders.get("#P1").status == "pending (item modified)"
    assert receipt.data["amounts"] == {"price_difference": -490}
    assert payments(desk, "#P1")[-1] == ("refund", 490, GIFT)
    assert balance(desk) == 104.9


def test_the_same_item_twice_may_become_two_others(desk: Shop) -> None:
    change_order_items(desk, "#P1", ["L-R", "L-R"], ["L-B", "L-G"], CARD)
    assert items(desk, "#P1") == [("L-B", 1, 2550), ("L-G", 1, 1510), ("L-B", 1, 2550)]
    assert payments(desk, "#P1")[-1] == ("payment", 60, CARD)
    assert original_method(desk.orders.get("#P1")) == CARD


def test_after_an_item_change_the_order_rests(desk: Shop) -> None:
    change_order_items(desk, "#P1", ["L-B"], ["L-G"], CARD)
    assert allowed_actions(desk, "#P1") == ()
    refused(desk, "cancel_order", "items_once", order_id="#P1", reason="no longer needed")
    refused(desk, "change_order_address", "items_once", order_id="#P1", **AWAY)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (["L-X"], ["L-G"], "no item L-X"),
        (["L-B", "L-B"], ["L-G", "L-R"], "only 1 of item L-B"),
        (["L-R"], ["L-X"], "There is no item L-X"),
        (["L-R"], ["LAMP"], "There is no item LAMP"),
        (["L-R"], ["C-R"], "not the same product"),
        (["L-R"], ["L-S"], "not available"),
        (["L-R"], ["L-R"], "stay as it is"),
    ],
)
def test_new_items_are_available_options_of_the_same_product(
    desk: Shop, old: list[str], new: list[str], why: str
) -> None:
    for order_id, action, rule in (
        ("#P1", "change_order_items", "change_same_product"),
        ("#D1", "exchange_items", "exchange_same_product"),
    ):
        arguments = {"order_id": order_id, "item_ids": old, "new_item_ids": new, "payment_method_id": CARD}
        assert why in refused(desk, action, rule, **arguments).message


def test_counted_stock_must_be_enough(desk: Shop) -> None:
    desk.catalog.upsert([replace(BLUE, stock=1)])
    arguments = {"order_id": "#P1", "item_ids": ["L-R", "L-R"], "payment_method_id": CARD}
    refused(desk, "change_order_items", "change_same_product", new_item_ids=["L-B", "L-B"], **arguments)
    assert check(desk, "change_order_items", arguments | {"new_item_ids": ["L-B", "L-G"]}).accepted


def test_a_gift_card_must_cover_the_difference(desk: Shop) -> None:
    for order_id, action, rule in (
        ("#P1", "change_order_items", "change_difference"),
        ("#D1", "exchange_items", "exchange_difference"),
    ):
        swap = {"order_id": order_id, "item_ids": ["L-R"], "new_item_ids": ["L-B"]}
        assert "holds €5.49, and €5.50" in refused(desk, action, rule, payment_method_id=SMALL_GIFT, **swap).message
        refused(desk, action, rule, payment_method_id="gift_9", **swap)
        swap["new_item_ids"] = ["L-G"]  # money back needs no balance
        assert check(desk, action, swap | {"payment_method_id": SMALL_GIFT}).accepted


def test_an_exchange_is_a_request(desk: Shop) -> None:
    exchange_items(desk, "D1", ["L-R", "L-B"], ["L-G", "L-R"], GIFT)
    after = desk.orders.get("#D1")
    assert after.status == "exchange requested"
    assert after.extra["exchange_items"] == ["L-B", "L-R"]
    assert after.extra["exchange_new_items"] == ["L-G", "L-R"]
    assert after.extra["exchange_payment_method_id"] == GIFT
    assert after.extra["exchange_price_difference"] == -10.4
    assert (balance(desk), len(after.payments)) == (100.0, 1)


def test_a_return_is_a_request(desk: Shop) -> None:
    receipt = return_items(desk, " d1 ", ["L-R", "L-R"], CARD)
    after = desk.orders.get("#D1")
    assert (after.status, after.extra["return_items"]) == ("return requested", ["L-R", "L-R"])
    assert after.extra["return_payment_method_id"] == CARD
    assert receipt.data["amounts"] == {"refund": 4000}
    assert len(after.payments) == 1


def test_refunds_go_to_the_original_method_or_a_gift_card(desk: Shop) -> None:
    arguments = {"order_id": "#D1", "item_ids": ["L-R"]}
    refusal = refused(desk, "return_items", "return_refund_method", payment_method_id=PAYPAL, **arguments)
    assert CARD in refusal.message
    assert GIFT in refusal.message
    refused(desk, "return_items", "return_refund_method", payment_method_id="gift_9", **arguments)
    assert check(desk, "return_items", arguments | {"payment_method_id": SMALL_GIFT}).accepted
    many = {"order_id": "#D1", "item_ids": ["L-R"] * 3, "payment_method_id": CARD}
    refused(desk, "return_items", "return_items_of_order", **many)


def test_paying_another_way(desk: Shop) -> None:
    change_order_payment(desk, "#P2", PAYPAL)
    assert payments(desk, "#P2") == [("payment", 6550, GIFT), ("payment", 6550, PAYPAL), ("refund", 6550, GIFT)]
    assert balance(desk) == 165.5
    assert desk.orders.get("#P2").status == "pending"
    assert original_method(desk.orders.get("#P2")) == PAYPAL
    refused(desk, "change_order_payment", "payment_once", order_id="#P2", payment_method_id=CARD)


def test_the_new_method_is_another_one_and_covers_the_total(desk: Shop) -> None:
    refused(desk, "change_order_payment", "payment_different", order_id="#P1", payment_method_id=CARD)
    refused(desk, "change_order_payment", "payment_different", order_id="#P1", payment_method_id="gift_9")
    refused(desk, "change_order_payment", "payment_gift_card_covers", order_id="#P1", payment_method_id=SMALL_GIFT)


def test_addresses_change_alone(desk: Shop) -> None:
    away = Address(**AWAY)
    change_order_address(desk, "#P1", away)
    assert (desk.orders.get("#P1").address, desk.customers.get("ada").address) == (away, HOME)
    change_customer_address(desk, "ada", away)
    assert desk.customers.get("ada").address == away
    assert desk.orders.get("#P2").address == HOME
    assert desk.orders.get("#P1").status == "pending"


def test_another_customers_records_look_like_none(desk: Shop) -> None:
    foreign = refused(desk, "cancel_order", "own_records", order_id="#B1", reason="no longer needed")
    missing = refused(desk, "cancel_order", "own_records", order_id="#B9", reason="no longer needed")
    assert foreign.message.replace("#B1", "") == missing.message.replace("#B9", "")
    assert (foreign.policy, foreign.possible) == (missing.policy, missing.possible)
    refused(desk, "change_customer_address", "own_records", customer_id="ben", **AWAY)


def test_a_window_closes_by_category(desk: Shop) -> None:
    delivered = now() - timedelta(days=20)
    parcel = Fulfilment(tracking_ids=(), line_ids=("1",), delivered_at=delivered)
    desk.orders.upsert([order("#D2", "delivered", fulfilments=(parcel,))])
    own: dict[str, Any] = {"window_days": 14}
    desk.update_info(settings={"order_rules": {"actions": {"return_items": own, "exchange_items": own}}})
    back = {"order_id": "#D2", "item_ids": ["L-R"], "payment_method_id": CARD}
    assert "14 days" in refused(desk, "return_items", "return_window", **back).message
    refused(desk, "exchange_items", "exchange_window", new_item_ids=["L-G"], **back)
    assert check(desk, "return_items", back | {"item_ids": ["L-B"]}).accepted  # its delivery is not known
    own["window_days_by_category"] = {"lamps": 30, "home": 10}
    desk.update_info(settings={"order_rules": {"actions": {"return_items": own}}})
    assert check(desk, "return_items", back).accepted


def test_a_method_that_left_the_profile_is_still_refunded(desk: Shop) -> None:
    desk.customers.upsert([customer(payment_methods={})])
    cancel_order(desk, "#P2", "no longer needed")
    assert payments(desk, "#P2")[-1] == ("refund", 6550, GIFT)


def test_plain_products_have_no_other_options(desk: Shop) -> None:
    desk.orders.upsert([order("#P3", lines=(line("1", RED),), currency="EUR")])
    desk.catalog.upsert([replace(RED, kind="plain", family_id=None)])
    arguments = {"order_id": "#P3", "item_ids": ["L-R"], "new_item_ids": ["L-B"], "payment_method_id": CARD}
    refused(desk, "change_order_items", "change_same_product", **arguments)
