"""Opening, naming, copying and listing shops."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Policy, ShopInfo
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.samples import customer, event, order, product, review


def test_what_a_shop_says_about_itself_lasts(store: Shop, store_settings: Settings) -> None:
    assert store.info == ShopInfo(name="test", title="test")
    store.update_info(title="Lamps & more", currency="EUR", settings={"returns": {"days": 30}})
    with Shop.open("test", store_settings) as again:
        assert again.info == store.info
        assert again.info.settings["returns"] == {"days": 30}
    with pytest.raises(TypeError):
        store.update_info(name="other")
    with pytest.raises(TypeError):
        store.update_info(colour="red")


@pytest.mark.parametrize("name", ["", "..", "a/b", "../up", "ä", "a b", "-x", "x" * 65, "a\n"])
def test_a_bad_name_is_refused_and_makes_no_folder(name: str, settings: Settings) -> None:
    with pytest.raises(OperatorError) as caught:
        Shop.open(name, settings, create=True)
    assert caught.value.code == "bad_shop_name"
    assert not settings.home.exists()


def test_an_unknown_shop_names_the_known_ones(store_settings: Settings) -> None:
    with pytest.raises(OperatorError, match="There is none yet") as caught:
        Shop.open("toys", store_settings)
    assert caught.value.code == "unknown_shop"
    assert Shop.list(store_settings) == ()
    Shop.open("lamps", store_settings, create=True).close()
    with pytest.raises(OperatorError, match="lamps") as caught:
        Shop.open("toys", store_settings)
    assert caught.value.code == "unknown_shop"
    assert Shop.list(store_settings) == ("lamps",)


def test_one_postgresql_database_is_one_shop(postgresql_settings: Settings) -> None:
    Shop.open("lamps", postgresql_settings, create=True).close()
    with pytest.raises(OperatorError, match="one database is one shop"):
        Shop.open("toys", postgresql_settings, create=True)


def test_a_copy_holds_everything_and_is_apart(store: Shop, tmp_path: Path) -> None:
    store.update_info(currency="EUR")
    store.catalog.upsert([product(1), product(2)])
    store.reviews.upsert([review(1)])
    store.customers.upsert([customer(1)])
    store.orders.upsert([order(1)])
    store.events.append([event(1)])
    store.policies.replace([Policy(policy_id="a", title="Returns", text="30 days.")])
    conversation = store.conversations.start("C1")
    turn, _ = store.conversations.begin_turn(conversation.conversation_id, "m1", "hello")
    store.conversations.append_event(conversation.conversation_id, "text", {"text": "hi"})
    store.handoffs.open(conversation.conversation_id, "help")
    store.staff.add("ada", "agent", "correct horse")
    with store.copy_to(tmp_path / "copy") as copy:
        assert copy.info == store.info
        assert list(copy.catalog.all()) == list(store.catalog.all())
        assert copy.orders.get("#O1") == order(1)
        assert copy.conversations.turns(conversation.conversation_id) == [turn]
        assert copy.conversations.events_after(conversation.conversation_id) == store.conversations.events_after(
            conversation.conversation_id
        )
        assert copy.handoffs.waiting() == store.handoffs.waiting()
        assert copy.staff.check("ada", "correct horse") is not None
        copy.orders.upsert([order(1, status="cancelled")])
        copy.handoffs.open(copy.conversations.start().conversation_id, "help too")
        assert store.orders.get("#O1").status == "delivered"
    with pytest.raises(OperatorError) as caught:
        store.copy_to(tmp_path / "copy")
    assert caught.value.code == "copy_exists"


def test_a_copy_is_whole_while_others_write(store: Shop, tmp_path: Path) -> None:
    def write() -> None:
        for n in range(30):
            with store.transaction():
                store.customers.upsert([customer(n)])
                store.orders.upsert([order(n, f"C{n}")])

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        for n in range(3):
            with store.copy_to(tmp_path / f"copy{n}") as copy:
                assert copy.customers.count() == copy.orders.count()
        writing.result()


_OPEN = """
import sys
from pathlib import Path
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
home, url = sys.argv[1:]
with Shop.open("lamps", Settings(home=Path(home), database_url=url or None), create=True) as shop:
    print(shop.conversations.start().conversation_id)
"""


def test_processes_may_open_a_new_shop_at_the_same_moment(store_settings: Settings) -> None:
    command = [sys.executable, "-c", _OPEN, str(store_settings.home), store_settings.database_url or ""]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    with Shop.open("lamps", store_settings) as shop:
        assert len(shop.conversations.recent()) == 3


_DIE = """
import os, sys
from pathlib import Path
from ecreco.shop.records import Product
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
shop = Shop.open("test", Settings(home=Path(sys.argv[1]), database_url=sys.argv[2] or None))
conversation_id = sys.argv[3]
shop.conversations.begin_turn(conversation_id, "m1", "hello")
with shop.transaction():
    shop.catalog.upsert([Product(product_id="half", title="Half")])
    shop.conversations.append_event(conversation_id, "text", {"text": "half"})
    os._exit(9)
"""


def test_a_killed_process_leaves_nothing_half_written(store: Shop, store_settings: Settings) -> None:
    conversation_id = store.conversations.start().conversation_id
    home, url = str(store_settings.home), store_settings.database_url or ""
    died = subprocess.run([sys.executable, "-c", _DIE, home, url, conversation_id], timeout=120, check=False)
    assert died.returncode == 9
    assert store.catalog.count() == 0
    assert store.conversations.events_after(conversation_id) == []
    assert len(store.conversations.recover()) == 1
    assert [turn.status for turn in store.conversations.turns(conversation_id)] == ["failed"]


def test_times_come_back_aware_in_utc(store: Shop) -> None:
    before = datetime.now(UTC)
    created = store.conversations.get(store.conversations.start().conversation_id).created_at
    assert created.tzinfo is UTC
    assert before <= created <= datetime.now(UTC)
