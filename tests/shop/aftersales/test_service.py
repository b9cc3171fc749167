"""Exactly once: retries, double submits, crashes, and a yes to something that has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ecreco.shop.aftersales import Refusal
from ecreco.shop.columns import now
from ecreco.shop.records import Customer
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import AWAY, CARD, GIFT, GREEN, HOME, balance, check, everything, perform
from tests.shop.threads import PowerCut, together

CANCEL = {"order_id": "#P2", "reason": "no longer needed"}
SWAP = {"order_id": "#P1", "item_ids": ["L-R"], "new_item_ids": ["L-G"], "payment_method_id": GIFT}
PAY = {"order_id": "#P1", "payment_method_id": GIFT}


def test_a_check_writes_nothing_and_says_all(desk: Shop) -> None:
    before = everything(desk)
    verdict = check(desk, "change_order_items", SWAP)
    assert everything(desk) == before
    assert verdict.accepted
    assert verdict.amounts == {"price_difference": -490}
    assert verdict.currency == "EUR"
    assert verdict.record_id == "#P1"
    assert "Lamp (red), €20.00 → Lamp (green), €15.10" in verdict.summary
    assert "€4.90 goes back to gift card (gift_1)" in verdict.summary[2]
    assert verdict.policy.startswith("Each item can be modified")


@pytest.mark.parametrize("arguments", [None, [], "x", {}, {"order_id": 5}])
@pytest.mark.parametrize("action", ["cancel_order", "return_items", "change_order_address", "drop_tables"])
def test_a_check_never_breaks(desk: Shop, action: str, arguments: object) -> None:
    verdict = check(desk, action, arguments)
    assert not verdict.accepted
    assert verdict.why


def test_the_confirmed_key_writes_once(store_desk: Shop) -> None:
    verdict = check(store_desk, "cancel_order", CANCEL)
    first = perform(store_desk, "cancel_order", CANCEL, key=verdict.key, agreed=verdict.amounts)
    again = perform(store_desk, "cancel_order", CANCEL, key=verdict.key, agreed=verdict.amounts)
    assert (first.replayed, again.replayed) == (False, True)
    assert first.action_id == again.action_id
    assert balance(store_desk) == 165.5


def test_a_receipt_is_never_shown_to_another_customer(desk: Shop) -> None:
    key = check(desk, "cancel_order", CANCEL).key
    perform(desk, "cancel_order", CANCEL)
    for more in ({}, {"key": key}):
        with pytest.raises(Refusal, match="There is no order #P2") as caught:
            perform(desk, "cancel_order", CANCEL, customer_id="ben", **more)
        assert caught.value.rule == "own_records"


@pytest.mark.parametrize("spelling", ["#P2", "p2", " # p 2"])
def test_the_same_request_without_a_key_is_recognised(desk: Shop, spelling: str) -> None:
    first = perform(desk, "cancel_order", CANCEL)
    again = perform(desk, "cancel_order", CANCEL | {"order_id": spelling})
    assert (again.replayed, again.action_id) == (True, first.action_id)
    assert balance(desk) == 165.5


def test_there_and_back_and_there_are_three_writes(desk: Shop) -> None:
    there = {"order_id": "#P1", **AWAY}
    back = {"order_id": "#P1", "address1": HOME.address1, "city": HOME.city, "zip": HOME.zip, "country": HOME.country}
    receipts = [perform(desk, "change_order_address", each) for each in (there, there, back, there, there)]
    assert [each.replayed for each in receipts] == [False, True, False, False, True]
    address = desk.orders.get("#P1").address
    assert address is not None
    assert address.city == "Bremen"


@pytest.mark.parametrize(
    ("action", "arguments"), [("cancel_order", CANCEL), ("change_order_items", SWAP), ("change_order_payment", PAY)]
)
@pytest.mark.parametrize("with_key", [True, False])
def test_threads_at_once_write_once(store_desk: Shop, action: str, arguments: dict[str, Any], with_key: bool) -> None:
    verdict = check(store_desk, action, arguments)
    moved = {"cancel_order": 65.5, "change_order_items": 4.9, "change_order_payment": -65.5}[action]
    receipts = together(lambda: perform(store_desk, action, arguments, key=verdict.key if with_key else None))
    assert sum(not each.replayed for each in receipts) == 1
    assert len({each.action_id for each in receipts}) == 1
    assert balance(store_desk) == pytest.approx(100 + moved)


def test_different_requests_at_once_leave_one_winner(store_desk: Shop) -> None:
    wishes = iter([("cancel_order", CANCEL | {"order_id": "#P1"}), ("change_order_items", SWAP)] * 3)

    def wish() -> str:
        action, arguments = next(wishes)
        try:
            return "again" if perform(store_desk, action, arguments).replayed else action
        except Refusal:
            return "refused"

    done = together(wish)
    assert sum(each in ("cancel_order", "change_order_items") for each in done) == 1
    assert store_desk.orders.get("#P1").status in ("cancelled", "pending (item modified)")


def test_a_crash_in_the_middle_leaves_nothing_and_the_retry_does_it(
    store_desk: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict, before = check(store_desk, "cancel_order", CANCEL), everything(store_desk)
    upsert = store_desk.customers.upsert

    def cut(records: Iterable[Customer], **how: Any) -> Any:
        upsert(records, **how)
        raise PowerCut

    monkeypatch.setattr(store_desk.customers, "upsert", cut)
    with pytest.raises(PowerCut):
        perform(store_desk, "cancel_order", CANCEL, key=verdict.key)
    monkeypatch.undo()
    assert everything(store_desk) == before
    assert not perform(store_desk, "cancel_order", CANCEL, key=verdict.key).replayed
    assert balance(store_desk) == 165.5


def test_another_amount_than_agreed_is_not_done(desk: Shop) -> None:
    verdict, before = check(desk, "change_order_items", SWAP), everything(desk)
    desk.catalog.upsert([replace(GREEN, price=1900)])
    with pytest.raises(Refusal) as caught:
        perform(desk, "change_order_items", SWAP, key=verdict.key, agreed=verdict.amounts)
    assert caught.value.rule == "changed_since"
    assert everything(desk) == before
    fresh = check(desk, "change_order_items", SWAP)
    assert not perform(desk, "change_order_items", SWAP, key=fresh.key, agreed=fresh.amounts).replayed


def test_a_pending_action_is_used_up(desk: Shop) -> None:
    verdict = check(desk, "cancel_order", CANCEL)
    desk.actions.reserve("A", "V", "cancel_order", CANCEL, verdict.why, now() + timedelta(minutes=5))
    receipt = perform(desk, "cancel_order", CANCEL, conversation_id="V", key=verdict.key, action_id="A")
    assert (receipt.action_id, desk.actions.get("A").status) == ("A", "done")
    assert [each.action_id for each in desk.actions.receipts("V")] == ["A"]


def test_an_import_that_resets_the_order_does_not_fake_a_receipt(desk: Shop) -> None:
    before = desk.orders.get("#P2")
    first = perform(desk, "cancel_order", CANCEL)
    desk.orders.upsert([before])
    again = perform(desk, "cancel_order", CANCEL)
    assert (again.replayed, again.action_id == first.action_id) == (False, False)
    assert desk.orders.get("#P2").status == "cancelled"


def test_the_receipt_keeps_what_was_before_and_after(desk: Shop) -> None:
    data: Mapping[str, Any] = perform(desk, "change_order_payment", PAY).data
    assert data["changes"] == {"payment_method_id": [CARD, GIFT]}
    assert data["amounts"] == {"charge": 6550, "refund": 6550}
