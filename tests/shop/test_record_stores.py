"""Products, reviews, customers and orders: what goes in comes out, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from ecreco.shop import record_store
from ecreco.shop.errors import NotFound
from ecreco.shop.record_store import Changes
from ecreco.shop.shop import Shop
from tests.shop.samples import NOON, customer, order, product, review
from tests.shop.threads import together


def test_every_field_comes_back_as_it_went_in(store: Shop) -> None:
    full = product(
        1, kind="variant", family_id="F1", list_price=2_999, rating_count=7, stock=3, in_stock=False, image="i", url="u"
    )
    words = review(1, title="Good", author="A", customer_id="C1", at=NOON)
    store.catalog.upsert([full])
    store.reviews.upsert([words])
    store.customers.upsert([customer(1), customer(2, address=None, email=None, created_at=None)])
    store.orders.upsert([order(1), order(2, address=None, placed_at=None, payments=(), fulfilments=())])
    assert store.catalog.get(full.product_id) == full
    assert list(store.catalog.get(full.product_id).attributes) == ["power", "base"]
    assert store.reviews.get("R1") == words
    assert list(store.customers.all()) == [customer(1), customer(2, address=None, email=None, created_at=None)]
    assert store.orders.get("#O1") == order(1)
    assert store.orders.get("#O2") == order(2, address=None, placed_at=None, payments=(), fulfilments=())


def test_a_second_import_changes_nothing(store: Shop) -> None:
    products = [product(n) for n in range(5)]
    assert store.catalog.upsert(products) == Changes(added=5)
    version = store.catalog.version()
    assert store.catalog.upsert(reversed(products)) == Changes(same=5)
    assert store.catalog.version() == version
    changed = [replace(products[0], price=1), *products[1:], product(9)]
    assert store.catalog.upsert(changed) == Changes(added=1, changed=1, same=4)
    assert store.catalog.version() != version
    assert store.catalog.get("P00000").price == 1


def test_the_same_instant_in_another_zone_is_the_same_record(store: Shop) -> None:
    store.reviews.upsert([review(1, at=NOON)])
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert store.reviews.upsert([review(1, at=elsewhere)]) == Changes(same=1)


def test_an_id_given_twice_counts_once_and_its_last_content_stands(store: Shop) -> None:
    assert store.catalog.upsert([product(1), product(1, title="Later")]) == Changes(added=1)
    assert store.catalog.get("P00001").title == "Later"


def test_version_follows_the_history_not_the_clock(store: Shop, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert store.catalog.version() == "empty"
    store.catalog.upsert([product(1), product(2)])
    with store.copy_to(tmp_path_factory.mktemp("copy")) as copy:
        assert copy.catalog.version() == store.catalog.version()
        store.catalog.upsert([product(3)])
        copy.catalog.upsert([product(3)])
        assert copy.catalog.version() == store.catalog.version()
        assert store.reviews.version() == "empty"


def test_pages_and_batches_lose_nothing(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "BATCH", 7)
    monkeypatch.setattr(record_store, "PAGE", 5)
    monkeypatch.setattr(record_store, "_IDS", 3)
    ids = [f"P{n:05}" for n in range(23)]
    assert store.catalog.upsert(product(n) for n in range(23)) == Changes(added=23)
    assert [each.product_id for each in store.catalog.all()] == ids
    assert [each.product_id for each in store.catalog.many([*reversed(ids), "no"])] == ids[::-1]
    assert store.catalog.many(["P00003", "P00003"]) == [product(3), product(3)]


def test_ids_page_in_code_point_order_on_both_engines(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "PAGE", 2)
    ids = ["a", "B", "É", "_", "-1", "1", "b"]
    store.catalog.upsert(product(0, product_id=each) for each in ids)
    assert [each.product_id for each in store.catalog.all()] == sorted(ids)


def test_text_no_database_holds_is_cleaned_not_refused(store: Shop) -> None:
    odd = product(1, title="La\x00mp", description="half \ud83d", attributes={"a\x00": "\x00b"})
    assert store.catalog.upsert([odd]) == Changes(added=1)
    assert store.catalog.upsert([odd]) == Changes(same=1)
    found = store.catalog.get("P00001")
    assert (found.title, found.description, found.attributes) == ("Lamp", "half ?", {"a": "b"})


def test_unknown_ids_are_not_found_in_a_plain_sentence(store: Shop) -> None:
    assert store.catalog.find("no") is None
    with pytest.raises(NotFound, match="There is no product 'no'") as caught:
        store.catalog.get("no")
    assert caught.value.code == "unknown_product"
    with pytest.raises(NotFound, match="There is no order"):
        store.orders.get("'; DROP TABLE orders; --")


def test_families_variants_and_retired_products(store: Shop) -> None:
    store.catalog.upsert(
        [
            product(1, kind="family"),
            product(2, kind="variant", family_id="P00001"),
            product(3, kind="variant", family_id="P00001", active=False),
            product(4),
        ]
    )
    assert [each.product_id for each in store.catalog.variants("P00001")] == ["P00002"]
    assert [each.product_id for each in store.catalog.all()] == ["P00002", "P00004"]
    assert store.catalog.count() == 2
    assert store.catalog.count(kinds=("family",)) == 1
    assert [each.product_id for each in store.catalog.all(active=None)] == ["P00002", "P00003", "P00004"]


def test_reviews_of_a_product_newest_first(store: Shop) -> None:
    days = [review(n, at=NOON + timedelta(days=n)) for n in range(3)]
    store.reviews.upsert([*days, review(9), review(10, "P00002")])
    assert [each.review_id for each in store.reviews.of("P00001")] == ["R2", "R1", "R0", "R9"]
    assert [each.review_id for each in store.reviews.of("P00001", limit=2)] == ["R2", "R1"]
    assert (store.reviews.count(), store.reviews.count("P00001")) == (5, 4)
    assert store.reviews.counts() == {"P00001": 4, "P00002": 1}
    assert len(list(store.reviews.all())) == 5


def test_customers_by_email_and_by_name(store: Shop) -> None:
    store.customers.upsert([customer(1), customer(2, last_name="Öz")])
    assert store.customers.by_email(" ada1@example.ORG ") == customer(1)
    assert store.customers.by_email("no@example.org") is None
    assert store.customers.by_name("ada", "ÖZ", "50667") == [customer(2, last_name="Öz")]
    assert store.customers.by_name("ada", "öz", "1") == []


def test_orders_of_a_customer_newest_first(store: Shop) -> None:
    store.orders.upsert([order(1), order(3), order(2), order(4, "C2"), order(5, placed_at=None)])
    assert [each.order_id for each in store.orders.of("C1")] == ["#O3", "#O2", "#O1", "#O5"]
    assert store.orders.of("nobody") == []


def test_fingerprints_show_what_changed(store: Shop) -> None:
    store.orders.upsert([order(1), order(2)])
    before = store.orders.fingerprints()
    store.orders.upsert([order(1, status="cancelled")])
    after = store.orders.fingerprints()
    assert [each for each in after if after[each] != before[each]] == ["#O1"]


def test_two_importers_at_once_add_each_product_once(store: Shop) -> None:
    done = together(lambda: store.catalog.upsert(product(n) for n in range(50)), threads=4)
    assert sum(each.added for each in done) == 50
    assert store.catalog.count() == 50


def test_a_locked_order_is_changed_by_one_after_the_other(store: Shop) -> None:
    store.orders.upsert([order(1, extra={"n": 0})])

    def add_one() -> None:
        with store.transaction() as session:
            known = store.orders.get("#O1", session=session, lock=True)
            store.orders.upsert([replace(known, extra={"n": known.extra["n"] + 1})], session=session)

    together(add_one)
    assert store.orders.get("#O1").extra == {"n": 6}
