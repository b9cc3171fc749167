# ruff: noqa: E501 - rows of a table are as long as they are
from __future__ import annotations

import json
from datetime import UTC, datetime

from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects

RECORDS = [
    {"record": "product", "product_id": "p1", "title": "Kettle", "price": 24.99, "currency": "GBP", "category": ["Kitchen", "Kettles"], "stock": 3, "options": {}},
    {"record": "review", "review_id": "r1", "product_id": "p1", "rating": 4, "text": "Boils <b>fast</b>.", "at": "2026-01-05"},
    {"record": "customer", "customer_id": "c1", "first_name": "Ada", "email": "ada@example.com", "address": {"address1": "1 Road", "city": "Bath"}},
    {"record": "order", "order_id": "o1", "customer_id": "c1", "status": "delivered", "currency": "GBP",
     "lines": [{"product_id": "p1", "quantity": 2, "unit_price": "24.99"}],
     "payments": [{"amount": 49.98, "method_id": "card"}],
     "fulfilments": [{"tracking_ids": ["T1"], "line_ids": ["1"], "delivered_at": "2026-01-09T10:00:00Z"}]},
    {"record": "event", "event_id": "e1", "kind": "view", "at": "2026-01-05T10:00:00Z", "product_id": "p1"},
    {"record": "policy", "policy_id": "returns", "title": "Returns", "text": "30 days."},
]  # fmt: skip


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_every_kind_of_record(shop: Shop, load: Load) -> None:
    report = load(lines(*RECORDS), "records.jsonl")
    assert report.rejected_rows == report.rejected_fields == 0
    assert {kind: changes.added for kind, changes in report.changes.items()} == dict.fromkeys(
        ("products", "reviews", "customers", "orders", "events", "policies"), 1
    )
    assert shop.catalog.get("p1").price == 2499
    assert shop.reviews.get("r1").text == "Boils fast."
    address = shop.customers.get("c1").address
    assert address is not None
    assert address.city == "Bath"
    order = shop.orders.get("o1")
    assert (order.total.amount, order.payments[0].amount, order.lines[0].line_id) == (4998, 4998, "1")
    assert order.fulfilments[0].delivered_at == datetime(2026, 1, 9, 10, tzinfo=UTC)


def test_again_changes_nothing(load: Load) -> None:
    load(lines(*RECORDS), "records.jsonl")
    again = load(lines(*RECORDS), "records.jsonl")
    assert (again.added, again.changed) == (0, 0)


def test_bad_records_are_named(shop: Shop, load: Load) -> None:
    report = load(
        lines(
            {"record": "gadget"},
            {"record": "product", "product_id": "p1"},
            {"record": "product", "product_id": "p2", "title": "T", "price": "abc", "colour": "red", "rating": 9},
            {"record": "order", "order_id": "o", "customer_id": "c", "status": "lost", "lines": [{"product_id": "p", "unit_price": 1}]},
            {"record": "order", "order_id": "o", "customer_id": "c", "status": "pending", "lines": [{"product_id": "p"}]},
            [1, 2],
        )
        + "{broken",
        "records.jsonl",
    )  # fmt: skip
    found = [(line[1], line[2], line[5]) for line in rejects(report)]
    assert found == [
        ("1", "record", "no"), ("2", "title", "no"), ("3", "price", "yes"), ("3", "rating", "yes"), ("3", "colour", "yes"),
        ("4", "status", "no"), ("5", "lines", "no"), ("6", "", "no"), ("7", "", "no"),
    ]  # fmt: skip
    assert rejects(report)[-1][4] == "the file ends in the middle of this row"
    assert shop.catalog.count() == 1


def test_any_objects_with_a_mapping(shop: Shop, load: Load) -> None:
    mapping = '[product]\nproduct_id = "sku"\ntitle = "names.en"\nprice = "cost"\nabout = "points"\n'
    load(lines({"sku": 7, "names": {"en": "Tea"}, "cost": 3.5, "points": ["a", "b"]}), "any.jsonl", mapping=mapping)
    tea = shop.catalog.get("7")
    assert (tea.title, tea.price, tea.about) == ("Tea", 350, ("a", "b"))
