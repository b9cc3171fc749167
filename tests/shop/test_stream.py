"""Stream events: numbered without gaps, written before anybody hears of them."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecreco.shop import stream
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.threads import PowerCut, together


def test_ids_have_no_gaps_under_concurrent_writers(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    other = store.conversations.start().conversation_id

    def write() -> list[int]:
        return [store.conversations.append_event(conversation_id, "text", {"text": "x"}).id for _ in range(10)]

    ids = together(write)
    assert all(mine == sorted(mine) for mine in ids)
    assert [event.id for event in store.conversations.events_after(conversation_id)] == list(range(1, 61))
    assert [event.id for event in store.conversations.events_after(conversation_id, 58)] == [59, 60]
    assert [event.id for event in store.conversations.events_after(conversation_id, 50, limit=2)] == [51, 52]
    assert store.conversations.append_event(other, "text", {}).id == 1


def test_a_rolled_back_event_leaves_no_gap(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    with contextlib.suppress(PowerCut), store.transaction():
        store.conversations.append_event(conversation_id, "text", {"text": "lost"})
        raise PowerCut
    assert store.conversations.append_event(conversation_id, "text", {"text": "kept"}).id == 1


def test_wait_returns_at_once_when_there_is_something(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    store.conversations.append_event(conversation_id, "text", {})
    assert store.conversations.wait(conversation_id, 0, 0)
    assert not store.conversations.wait(conversation_id, 1, 0)


def test_a_write_of_this_process_wakes_the_reader_without_polling(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "POLL_SECONDS", 60.0)
    conversation_id = store.conversations.start().conversation_id
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.conversations.wait, conversation_id, 0, 20)
        time.sleep(0.1)
        start = time.monotonic()
        store.conversations.append_event(conversation_id, "text", {})
        assert waiting.result()
    assert time.monotonic() - start < 10


def test_a_write_of_another_process_is_seen_by_polling(store: Shop, store_settings: Settings) -> None:
    conversation_id = store.conversations.start().conversation_id
    with Shop.open("test", store_settings) as other, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.conversations.wait, conversation_id, 0, 20)
        time.sleep(0.1)
        other.conversations.append_event(conversation_id, "text", {})
        assert waiting.result()


def test_a_reader_never_hears_of_what_was_not_committed(store: Shop) -> None:
    conversation_id = store.conversations.start().conversation_id
    with ThreadPoolExecutor(1) as pool:
        with contextlib.suppress(PowerCut), store.transaction():
            store.conversations.append_event(conversation_id, "text", {})
            assert not pool.submit(store.conversations.wait, conversation_id, 0, 0.4).result()
            raise PowerCut
        assert not pool.submit(store.conversations.wait, conversation_id, 0, 0.1).result()
