"""Writes happen once, whatever is clicked, retried or crashed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ecreco.shop.actions import Receipt
from ecreco.shop.columns import now
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.records import CartLine
from ecreco.shop.shop import Shop
from tests.shop.samples import product
from tests.shop.threads import together

SOON = timedelta(minutes=5)


def add(store: Shop, session: Session) -> Mapping[str, Any]:
    return {"record_id": "G", "quantity": store.carts.add("G", "P00001", 1, session=session)}


def run(store: Shop, key: str = "cart:G:P00001:1", action_id: str | None = None) -> Receipt:
    return store.actions.run(key, "add_to_cart", "V", lambda session: add(store, session), action_id=action_id)


@pytest.fixture(autouse=True)
def _lamp(store: Shop) -> None:
    store.catalog.upsert([product(1)])


def test_the_same_key_again_returns_the_same_receipt(store: Shop) -> None:
    first = run(store)
    again = run(store)
    assert (first.replayed, again.replayed) == (False, True)
    assert (first.action_id, first.record_id, first.data) == (again.action_id, again.record_id, again.data)
    assert first.data == {"record_id": "G", "quantity": 1}
    assert store.carts.lines("G") == [CartLine(product_id="P00001", quantity=1)]
    assert [each.action_id for each in store.actions.receipts("V")] == [first.action_id]


def test_two_threads_at_once_yield_one_effect(store: Shop) -> None:
    def slow(session: Session) -> Mapping[str, Any]:
        done = add(store, session)
        time.sleep(0.05)
        return done

    receipts = together(lambda: store.actions.run("k", "add_to_cart", "V", slow))
    assert sum(not receipt.replayed for receipt in receipts) == 1
    assert len({receipt.action_id for receipt in receipts}) == 1
    assert all(receipt.record_id == "G" for receipt in receipts)
    assert store.carts.lines("G")[0].quantity == 1


def test_different_keys_are_different_writes(store: Shop) -> None:
    run(store, "a")
    run(store, "b")
    assert store.carts.lines("G")[0].quantity == 2


def test_a_failing_effect_leaves_nothing_and_the_key_free(store: Shop) -> None:
    def fails(session: Session) -> Mapping[str, Any]:
        add(store, session)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        store.actions.run("k", "add_to_cart", "V", fails)
    assert store.carts.lines("G") == []
    assert store.actions.receipt("k") is None
    assert not run(store, "k").replayed


def test_the_other_thread_does_it_when_the_first_fails(store: Shop) -> None:
    calls: list[int] = []

    def first_fails(session: Session) -> Mapping[str, Any]:
        calls.append(1)
        if len(calls) == 1:
            time.sleep(0.1)
            raise CustomerError("Not now.", code="not_now")
        return add(store, session)

    def attempt() -> bool:
        try:
            store.actions.run("k", "add_to_cart", "V", first_fails)
        except CustomerError:
            return False
        return True

    assert sorted(together(attempt, threads=2)) == [False, True]
    assert store.carts.lines("G")[0].quantity == 1


def test_an_effect_that_forgets_the_session_still_is_one_transaction(store: Shop) -> None:
    def forgetful(_: Session) -> Mapping[str, Any]:
        store.carts.add("G", "P00001")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.actions.run("k", "add_to_cart", "V", forgetful)
    assert store.carts.lines("G") == []


def reserve(store: Shop, action_id: str = "A1", **changes: Any) -> None:
    values: dict[str, Any] = {"summary": "Add 1 lamp", "expires_at": now() + SOON} | changes
    store.actions.reserve(action_id, "V", "add_to_cart", {"product_id": "P00001"}, **values)


def test_a_pending_action_waits_and_is_used_once(store: Shop) -> None:
    reserve(store)
    reserve(store, summary="Something else")
    (pending,) = store.actions.waiting("V")
    assert (pending.action_id, pending.summary, pending.arguments) == ("A1", "Add 1 lamp", {"product_id": "P00001"})
    receipt = run(store, action_id="A1")
    assert receipt.action_id == "A1"
    assert store.actions.get("A1").status == "done"
    assert store.actions.waiting("V") == []
    assert run(store, action_id="A1").replayed
    with pytest.raises(CustomerError) as caught:
        run(store, "another key", action_id="A1")
    assert caught.value.code == "action_done"
    assert store.carts.lines("G")[0].quantity == 1


def test_a_declined_or_expired_action_does_nothing(store: Shop) -> None:
    reserve(store, "no")
    reserve(store, "late", expires_at=now() - SOON)
    assert store.actions.decline("no").status == "declined"
    assert store.actions.waiting("V") == []
    for action_id, code in (("no", "action_declined"), ("late", "action_expired")):
        with pytest.raises(CustomerError) as caught:
            run(store, action_id, action_id=action_id)
        assert caught.value.code == code
    assert store.carts.lines("G") == []
    with pytest.raises(NotFound):
        run(store, "x", action_id="never reserved")
    with pytest.raises(NotFound):
        store.actions.get("never reserved")
