"""The tau2 file goes in and comes out the same."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ecreco.shop.aftersales import export_tau2, shop_order_form
from ecreco.shop.errors import OperatorError
from ecreco.shop.importers import import_sources
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import PRODUCTS, customer, order


def test_an_untouched_shop_is_exported_as_it_was_read(tau2_shop: Shop, tau2_source: dict[str, Any]) -> None:
    exported = export_tau2(tau2_shop)
    assert set(exported) == set(tau2_source)
    for kind, records in tau2_source.items():
        assert exported[kind] == records
    some = next(iter(tau2_source["orders"]))
    assert shop_order_form(tau2_shop, some) == tau2_source["orders"][some]


def test_the_import_reads_prices_availability_and_balances(tau2_shop: Shop, tau2_source: dict[str, Any]) -> None:
    assert tau2_shop.catalog.count() == sum(len(each["variants"]) for each in tau2_source["products"].values())
    family = next(iter(tau2_source["products"].values()))
    for variant in family["variants"].values():
        product = tau2_shop.catalog.get(variant["item_id"])
        assert (product.family_id, product.kind) == (family["product_id"], "variant")
        assert product.price == round(variant["price"] * 100)
        assert (product.in_stock, dict(product.options)) == (variant["available"], variant["options"])


def small() -> dict[str, Any]:
    address = {"address1": "1 Way", "address2": "", "city": "Ton", "country": "USA", "state": "TX", "zip": "7"}
    item = {"name": "Cup", "product_id": "9", "item_id": "91", "price": 2.5, "options": {"size": "S"}}
    paid = {"transaction_type": "payment", "amount": 2.5, "payment_method_id": "paypal_1"}
    return {
        "products": {
            "9": {
                "name": "Cup",
                "product_id": "9",
                "variants": {"91": {"item_id": "91", "options": {"size": "S"}, "available": True, "price": 2.5}},
            }
        },
        "users": {
            "u": {
                "user_id": "u",
                "name": {"first_name": "A", "last_name": "B"},
                "address": address,
                "email": "a@example.com",
                "payment_methods": {"paypal_1": {"source": "paypal", "id": "paypal_1"}},
                "orders": ["#W2", "#W1"],
            }
        },
        "orders": {
            name: {
                "order_id": name,
                "user_id": "u",
                "address": address,
                "items": [item, item],
                "status": "pending",
                "fulfillments": [{"tracking_id": ["1"], "item_ids": ["91", "91"]}],
                "payment_history": [paid],
            }
            for name in ("#W1", "#W2")
        },
    }


def take(shop: Shop, folder: Path, data: object) -> int:
    path = folder / "db.json.gz"
    path.write_bytes(gzip.compress(json.dumps(data).encode()))
    return import_sources(shop, [path], format="tau2-retail").rejected_rows


def test_a_small_file_survives_the_way_there_and_back(shop: Shop, tmp_path: Path) -> None:
    data = small()
    data["orders"]["#W1"] |= {"status": "return requested", "return_items": ["91"], "return_payment_method_id": "p"}
    assert take(shop, tmp_path, data) == 0
    assert export_tau2(shop) == data


@pytest.mark.parametrize(
    ("kind", "key", "field", "value"),
    [
        ("orders", "#W1", "status", "lost"),
        ("orders", "#W1", "items", [{"name": "Cup"}]),
        ("orders", "#W1", "payment_history", [{"transaction_type": "gift", "amount": 1, "payment_method_id": "p"}]),
        (
            "orders",
            "#W1",
            "payment_history",
            [{"transaction_type": "payment", "amount": "1", "payment_method_id": "p"}],
        ),
        ("orders", "#W1", "address", {"street": "1 Way"}),
        ("orders", "#W1", "fulfillments", 5),
        ("users", "u", "name", "A B"),
        ("users", "u", "email", 7),
        ("products", "9", "variants", {"91": {"options": {}, "available": "yes", "price": 1}}),
        ("products", "9", "variants", {"91": {"options": {}, "available": True, "price": -1}}),
    ],
)
def test_a_broken_record_is_refused_alone(
    shop: Shop, tmp_path: Path, kind: str, key: str, field: str, value: object
) -> None:
    data = small()
    data[kind][key][field] = value
    assert take(shop, tmp_path, data) == 1
    exported = export_tau2(shop)
    assert key not in exported[kind]
    assert "#W2" in exported["orders"]


@pytest.mark.parametrize("data", [[], {"a": 1}, {"orders": []}])
def test_another_file_is_named_as_such(shop: Shop, tmp_path: Path, data: object) -> None:
    with pytest.raises(OperatorError, match="not the tau2 retail file"):
        take(shop, tmp_path, data)


def test_no_card_number_is_kept(shop: Shop, tmp_path: Path) -> None:
    data = small()
    data["users"]["u"]["payment_methods"]["card_1"] = {"source": "credit_card", "number": "4111111111111111"}
    assert take(shop, tmp_path, data) == 0
    assert shop.customers.get("u").payment_methods["card_1"] == {"source": "credit_card"}


def test_a_line_of_two_is_two_items(shop: Shop) -> None:
    shop.catalog.upsert(PRODUCTS)
    shop.customers.upsert([customer()])
    shop.orders.upsert([order("#P1")])
    form = shop_order_form(shop, "#P1")
    assert [(each["item_id"], each["product_id"]) for each in form["items"]] == [
        ("L-R", "LAMP"), ("L-R", "LAMP"), ("L-B", "LAMP"),
    ]  # fmt: skip
    assert export_tau2(shop)["users"]["ada"]["orders"] == ["#P1"]
