"""Carts, events, policies, staff, hand-offs, feedback and import runs, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ecreco.shop import events
from ecreco.shop.errors import CustomerError, NotFound, OperatorError
from ecreco.shop.records import CartLine, Policy
from ecreco.shop.shop import Shop
from tests.shop.samples import NOON, event, product
from tests.shop.threads import together


def test_a_cart_keeps_its_order_and_zero_removes(store: Shop) -> None:
    store.catalog.upsert([product(1), product(2)])
    store.carts.set("C1", "P00002", 1)
    assert store.carts.add("C1", "P00001", 2) == 2
    assert store.carts.add("C1", "P00001") == 3
    store.carts.set("C1", "P00002", 5)
    assert store.carts.lines("C1") == [
        CartLine(product_id="P00002", quantity=5),
        CartLine(product_id="P00001", quantity=3),
    ]
    store.carts.set("C1", "P00002", 0)
    store.carts.set("C1", "never there", 0)
    assert list(store.carts.all()) == [("C1", [CartLine(product_id="P00001", quantity=3)])]
    store.carts.clear("C1")
    assert store.carts.lines("C1") == []


def test_a_cart_takes_only_what_can_be_bought(store: Shop) -> None:
    store.catalog.upsert([product(1, kind="family"), product(2, active=False), product(3)])
    for product_id, quantity, code in (
        ("P00001", 1, "choose_variant"),
        ("P00002", 1, "unknown_product"),
        ("no", 1, "unknown_product"),
        ("P00003", -1, "bad_quantity"),
        ("P00003", 1_000, "bad_quantity"),
    ):
        with pytest.raises(CustomerError) as caught:
            store.carts.set("C1", product_id, quantity)
        assert caught.value.code == code
    store.carts.set("C1", "P00003", 999)
    with pytest.raises(CustomerError):
        store.carts.add("C1", "P00003")
    assert store.carts.lines("C1")[0].quantity == 999


def test_adds_at_once_lose_nothing(store: Shop) -> None:
    store.catalog.upsert([product(1)])
    together(lambda: store.carts.add("C1", "P00001"))
    assert store.carts.lines("C1")[0].quantity == 6


def test_a_guests_cart_moves_to_the_customer(store: Shop) -> None:
    store.catalog.upsert([product(1), product(2)])
    store.carts.set("guest", "P00001", 1)
    store.carts.set("guest", "P00002", 1)
    store.carts.set("C1", "P00001", 2)
    store.carts.move("guest", "C1")
    store.carts.move("C1", "C1")
    assert {line.product_id: line.quantity for line in store.carts.lines("C1")} == {"P00001": 3, "P00002": 1}
    assert store.carts.lines("guest") == []


def test_events_are_written_once(store: Shop) -> None:
    assert store.events.append([event(1), event(2), event(1)]) == 2
    assert store.events.append([event(2), event(3, text="lamp", data={"position": 1})]) == 1
    assert list(store.events.of()) == [event(1), event(2), event(3, text="lamp", data={"position": 1})]
    assert sum(together(lambda: store.events.append(event(n) for n in range(10, 30)))) == 20
    assert store.events.count() == 23


def test_events_by_customer_kind_and_time(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAGE", 2)
    store.events.append(
        [
            *(event(n, at=NOON) for n in range(5)),
            event(5, "purchase"),
            event(6, "purchase", product_id="P00002", customer_id="C2"),
            event(7, "search", product_id=None, text="lamp"),
        ]
    )
    assert [each.event_id for each in store.events.of()] == [f"E{n:05}" for n in range(8)]
    assert [each.event_id for each in store.events.of("C2")] == ["E00006"]
    assert [each.event_id for each in store.events.of(kinds=["purchase", "search"])] == ["E00005", "E00006", "E00007"]
    since = NOON + timedelta(minutes=6)
    assert [each.event_id for each in store.events.of(since=since)] == ["E00006", "E00007"]
    assert store.events.counts("view") == {"P00001": 5}
    assert store.events.counts("purchase", since) == {"P00002": 1}
    assert store.events.counts("search") == {}


def test_a_naive_time_is_refused(store: Shop) -> None:
    with pytest.raises(Exception, match="no time zone"):
        store.events.append([event(1, at=NOON.replace(tzinfo=None))])
    assert store.events.count() == 0


def test_policies_are_replaced_together(store: Shop) -> None:
    assert (store.policies.all(), store.policies.version()) == ([], "empty")
    sections = [
        Policy(policy_id="b", title="Returns", text="30 days.", position=0),
        Policy(policy_id="a", title="Delivery", text="2 days.", position=1),
    ]
    store.policies.replace(sections)
    version = store.policies.version()
    assert store.policies.all() == sections
    store.policies.replace(sections)
    assert store.policies.version() == version
    store.policies.replace(sections[:1])
    assert (store.policies.all(), store.policies.version() != version) == (sections[:1], True)


def test_staff_passwords_are_checked_and_never_kept(store: Shop) -> None:
    member = store.staff.add("ada", "agent", "correct horse")
    assert store.staff.check("ada", "correct horse") == member
    assert store.staff.check("ada", "wrong horse") is None
    assert store.staff.check("nobody", "correct horse") is None
    with store.database.engine.connect() as connection:
        (stored,) = connection.exec_driver_sql("SELECT password_hash FROM staff").scalars()
    assert stored.startswith("scrypt$")
    assert "horse" not in stored
    store.staff.set_password("ada", "battery staple")
    assert store.staff.check("ada", "correct horse") is None
    assert store.staff.all() == [member]


def test_staff_accounts_that_cannot_be(store: Shop) -> None:
    store.staff.add("ada", "agent", "correct horse")
    for name, role, password, code in (
        ("ada", "agent", "another password", "staff_exists"),
        ("bob", "agent", "short", "weak_password"),
        ("", "agent", "long enough", "bad_staff"),
        ("<b>", "agent", "long enough", "bad_staff"),
        ("bob", "Big Boss", "long enough", "bad_staff"),
    ):
        with pytest.raises(OperatorError) as caught:
            store.staff.add(name, role, password)
        assert caught.value.code == code
    with pytest.raises(OperatorError):
        store.staff.set_password("nobody", "long enough")


def test_the_queue_position_is_honest(store: Shop) -> None:
    ids = [store.conversations.start().conversation_id for _ in range(3)]
    opened = [store.handoffs.open(each, "a person please") for each in ids]
    assert [each.queue_position for each in opened] == [1, 2, 3]
    assert store.handoffs.open(ids[2], "hello?") == opened[2]
    assert store.conversations.get(ids[0]).speaker == "waiting"
    assert store.handoffs.waiting() == opened
    fence = store.conversations.take_lease(ids[0], "assistant")
    taken = store.handoffs.take(opened[0].handoff_id, "ada")
    assert (taken.status, taken.staff, taken.queue_position) == ("taken", "ada", 0)
    assert store.handoffs.take(opened[0].handoff_id, "ada") == taken
    assert store.conversations.get(ids[0]).speaker == "staff"
    assert store.conversations.get(ids[0]).fence > fence
    assert [each.queue_position for each in store.handoffs.waiting()] == [1, 2]
    found = store.handoffs.of(ids[2])
    assert found is not None
    assert found.queue_position == 2
    assert store.handoffs.taken("ada") == [taken]
    closed = store.handoffs.close(taken.handoff_id)
    assert store.handoffs.close(taken.handoff_id) == closed
    assert store.conversations.get(ids[0]).speaker == "assistant"
    assert store.handoffs.of(ids[0]) is None
    assert store.handoffs.open(ids[0], "again").queue_position == 3


def test_one_colleague_takes_a_conversation(store: Shop) -> None:
    opened = store.handoffs.open(store.conversations.start().conversation_id, "help")
    names = iter(["ada", "bob", "cem", "dia", "eve", "fox"])

    def take() -> str:
        try:
            return store.handoffs.take(opened.handoff_id, next(names)).status
        except CustomerError as error:
            return error.code

    assert sorted(together(take)) == ["already_taken"] * 5 + ["taken"]
    with pytest.raises(NotFound):
        store.handoffs.take(999, "ada")


def test_customers_join_the_queue_once_even_at_once(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    opened = together(lambda: store.handoffs.open(conversation_id, "help"))
    assert len({each.handoff_id for each in opened}) == 1
    with pytest.raises(NotFound):
        store.handoffs.open("no such conversation", "help")


def test_the_last_opinion_on_a_turn_counts(store: Shop) -> None:
    one, two = (store.conversations.start().conversation_id for _ in range(2))
    turn, other = (store.conversations.begin_turn(each, "m1", "a lamp")[0].turn_id for each in (one, two))
    store.feedback.add(one, turn, "up")
    store.feedback.add(two, other, "up")
    store.feedback.add(one, turn, "down", "not a lamp")
    with pytest.raises(NotFound):
        store.feedback.add(one, other, "down")
    (found,) = store.feedback.list(conversation_id=one)
    assert (found.value, found.words) == ("down", "not a lamp")
    assert len(store.feedback.list()) == 2
    assert store.feedback.list(since=found.at + timedelta(seconds=1)) == []


def test_import_runs_are_found_by_the_files_content(store: Shop) -> None:
    assert store.imports.of_hash("abc") is None
    store.imports.record("a.csv", "abc", {"added": 3}, started_at=NOON)
    run = store.imports.record("b.csv", "abc", {"added": 0, "same": 3})
    assert store.imports.of_hash("abc") == run
    assert [each.source for each in store.imports.all()] == ["b.csv", "a.csv"]
