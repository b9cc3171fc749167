"""Turns, state, leases and recovery, on both engines."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest

from ecreco.shop.conversations import StaleFence
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.shop import Shop
from tests.shop.threads import PowerCut, together


def test_ids_and_tokens_are_unguessable_and_the_token_is_shown_once(store: Shop) -> None:
    started = store.conversations.start("C1", "de", {"url": "/lamps"})
    other = store.conversations.start()
    assert started.token is not None
    assert min(len(started.conversation_id), len(started.token)) >= 24
    assert started.token != other.token
    found = store.conversations.get(started.conversation_id)
    assert found.token is None
    assert (found.customer_id, found.locale, found.page, found.speaker) == ("C1", "de", {"url": "/lamps"}, "assistant")
    with store.database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT token_hash FROM conversations").scalars().all()
    assert started.token not in stored


def test_a_wrong_token_and_a_wrong_id_look_alike(store: Shop) -> None:
    started = store.conversations.start()
    assert started.token is not None
    assert store.conversations.authenticate(started.conversation_id, started.token).customer_id is None
    said = []
    for conversation_id, token in ((started.conversation_id, "guess"), ("guess", started.token)):
        with pytest.raises(NotFound) as caught:
            store.conversations.authenticate(conversation_id, token)
        said.append((caught.value.message, caught.value.code))
    assert said[0] == said[1]


def test_the_same_message_id_gives_the_same_turn(store: Shop) -> None:
    one, two = store.conversations.start(), store.conversations.start()
    turn, is_new = store.conversations.begin_turn(one.conversation_id, "m1", "hello")
    assert is_new
    assert store.conversations.begin_turn(one.conversation_id, "m1", "hello") == (turn, False)
    elsewhere, is_new = store.conversations.begin_turn(two.conversation_id, "m1", "hello")
    assert is_new
    assert elsewhere.turn_id != turn.turn_id
    with pytest.raises(NotFound):
        store.conversations.begin_turn("no", "m1", "hello")


def test_a_double_click_begins_one_turn(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    begun = together(lambda: store.conversations.begin_turn(conversation_id, "m1", "hello"))
    assert sum(is_new for _, is_new in begun) == 1
    assert len({turn.turn_id for turn, _ in begun}) == 1
    assert len(store.conversations.turns(conversation_id)) == 1


def test_a_turn_ends_once(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    first, _ = store.conversations.begin_turn(conversation_id, "m1", "a")
    second, _ = store.conversations.begin_turn(conversation_id, "m2", "b")
    ended = store.conversations.finish_turn(first.turn_id, "complete", {"reply": "ok"})
    assert (ended.status, ended.result) == ("complete", {"reply": "ok"})
    assert ended.finished_at is not None
    assert store.conversations.finish_turn(first.turn_id, "failed", None) == ended
    assert store.conversations.turn(first.turn_id) == ended
    assert [turn.turn_id for turn in store.conversations.turns(conversation_id)] == [first.turn_id, second.turn_id]
    with pytest.raises(NotFound):
        store.conversations.finish_turn("no", "complete", {})


def test_an_old_fence_writes_nothing(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    old = store.conversations.take_lease(conversation_id, "assistant")
    turn, _ = store.conversations.begin_turn(conversation_id, "m1", "a")
    store.conversations.save_state(conversation_id, {"step": 1}, old)
    store.conversations.append_event(conversation_id, "text", {"text": "a"}, old)
    new = store.conversations.take_lease(conversation_id, "assistant")
    assert new > old
    with pytest.raises(StaleFence) as caught:
        store.conversations.save_state(conversation_id, {"step": 2}, old)
    assert (caught.value.code, caught.value.status) == ("stale_fence", 409)
    with pytest.raises(StaleFence):
        store.conversations.append_event(conversation_id, "text", {"text": "b"}, old)
    with pytest.raises(StaleFence):
        store.conversations.finish_turn(turn.turn_id, "complete", {}, old)
    assert store.conversations.get(conversation_id).state == {"step": 1}
    assert len(store.conversations.events_after(conversation_id)) == 1
    assert store.conversations.turn(turn.turn_id).status == "running"
    store.conversations.save_state(conversation_id, {"step": 3}, new)
    assert store.conversations.append_event(conversation_id, "text", {"text": "c"}, new).id == 2


def test_every_lease_has_a_fence_of_its_own(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    fences = together(lambda: store.conversations.take_lease(conversation_id, "assistant"))
    assert sorted(fences) == [1, 2, 3, 4, 5, 6]


def test_the_assistant_gets_no_lease_while_a_person_speaks(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    store.conversations.set_speaker(conversation_id, "staff")
    with pytest.raises(CustomerError) as caught:
        store.conversations.take_lease(conversation_id, "assistant")
    assert caught.value.code == "staff_speaking"
    assert store.conversations.take_lease(conversation_id, "staff:ada") == 1


def test_several_writes_are_one_transaction(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    fence = store.conversations.take_lease(conversation_id, "assistant")
    with contextlib.suppress(PowerCut), store.transaction():
        store.conversations.save_state(conversation_id, {"half": True}, fence)
        store.conversations.append_event(conversation_id, "text", {"text": "half"}, fence)
        raise PowerCut
    assert store.conversations.get(conversation_id).state == {}
    assert store.conversations.events_after(conversation_id) == []


def test_stop_reaches_the_running_turn(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    assert not store.conversations.request_stop(conversation_id)
    turn, _ = store.conversations.begin_turn(conversation_id, "m1", "a")
    assert not store.conversations.stop_requested(turn.turn_id)
    assert store.conversations.request_stop(conversation_id)
    assert store.conversations.stop_requested(turn.turn_id)
    store.conversations.finish_turn(turn.turn_id, "stopped", None)
    assert not store.conversations.request_stop(conversation_id)


def test_recovery_fails_what_a_dead_process_left_and_fences_it_out(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    fence = store.conversations.take_lease(conversation_id, "assistant")
    done, _ = store.conversations.begin_turn(conversation_id, "m1", "a")
    store.conversations.finish_turn(done.turn_id, "complete", {}, fence)
    lost, _ = store.conversations.begin_turn(conversation_id, "m2", "b")
    assert store.conversations.recover(older_than=timedelta(hours=1)) == []
    assert store.conversations.recover() == [lost.turn_id]
    assert store.conversations.recover() == []
    assert [turn.status for turn in store.conversations.turns(conversation_id)] == ["complete", "failed"]
    (told,) = store.conversations.events_after(conversation_id)
    assert (told.kind, told.data["turn_id"]) == ("error", lost.turn_id)
    with pytest.raises(StaleFence):
        store.conversations.save_state(conversation_id, {}, fence)


def test_a_guest_becomes_a_customer(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    store.conversations.identify(conversation_id, "C7")
    assert store.conversations.get(conversation_id).customer_id == "C7"
    assert [each.conversation_id for each in store.conversations.recent(customer_id="C7")] == [conversation_id]
