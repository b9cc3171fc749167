"""Every key of the contract's conversation cases, held and not held."""

from __future__ import annotations

from typing import Any

import pytest

from ecreco.assistant.expectations import Seen, failures, same
from ecreco.assistant.turn import card_of
from tests.assistant.conftest import PRODUCTS

CHOSEN = PRODUCTS[:2]


def seen(**changes: Any) -> Seen:
    result = {
        "reply": "Two mice. Which one?",
        "products": [card_of(p) for p in CHOSEN],
        "confirmation": None,
        "receipt": None,
        **changes.pop("result", {}),
    }
    unchanged: dict[str, dict[str, Any]] = {"orders": {}, "customers": {}, "carts": {}}
    return Seen(
        result=result,
        products=CHOSEN,
        changed=changes.pop("changed", unchanged),
        records=lambda kind, key: {"status": "pending", "total": 10.001, "items": ["a", "b"]},
        handed=changes.pop("handed", False),
    )


@pytest.mark.parametrize(
    "expect",
    [
        {"products_min": 2, "products_max": 2},
        {"products_all": {"max_price": 299, "min_price": 289, "min_rating": 4.4, "in_stock": True}},
        {"products_all": {"category_contains": ["mice"], "title_any": ["WIRED"], "text_any": ["dpi"]}},
        {"products_all": {"brand_in": ["dexor", "LUMIO"], "brand_not": ["Vapora"]}},
        {"products_share": [0.5, {"title_any": ["Dexor"]}]},
        {"products_any_of": ["M2"], "products_none_of": ["K1"]},
        {"reply_any": ["MICE"], "reply_all": ["two", "which"], "reply_none": ["kettle"]},
        {"asks": True, "confirmation": None, "receipt": None, "unchanged": True, "handoff": False},
        {"order": {"#1": {"status": "pending", "total": 10.0, "items": ["b", "a"]}}},
        {"customer_record": {"c": {"status": "pending"}}},
    ],
)
def test_holds(expect: dict[str, Any]) -> None:
    assert failures(expect, seen()) == []


@pytest.mark.parametrize(
    "expect",
    [
        {"products_min": 3},
        {"products_max": 1},
        {"products_all": {"max_price": 290}},
        {"products_all": {"brand_not": ["dexor"]}},
        {"products_share": [0.6, {"title_any": ["Dexor"]}]},
        {"products_any_of": ["K1"]},
        {"products_none_of": ["M1"]},
        {"reply_any": ["kettle"]},
        {"reply_all": ["two", "kettle"]},
        {"reply_none": ["which one?"]},
        {"asks": False},
        {"confirmation": "add_to_cart"},
        {"receipt": "add_to_cart"},
        {"handoff": True},
        {"unchanged": False},
        {"order": {"#1": {"status": "delivered"}}},
    ],
)
def test_does_not_hold(expect: dict[str, Any]) -> None:
    assert len(failures(expect, seen())) == 1


def test_a_change_is_seen() -> None:
    changed = {"orders": {}, "customers": {}, "carts": {"guest": [{"product_id": "M1", "quantity": 1}]}}
    assert failures({"unchanged": True}, seen(changed=changed))


def test_a_share_of_no_cards_is_not_met() -> None:
    empty = seen(result={"products": []})
    assert failures({"products_share": [0.5, {"title_any": ["x"]}]}, empty)
    assert failures({"products_all": {"max_price": 1}}, empty) == []


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        failures({"products_maximum": 1}, seen())


def test_multisets_and_half_cents() -> None:
    assert same([1, 1, 2], [2, 1, 1])
    assert not same([1, 2, 2], [2, 1, 1])
    assert same(10.004, 10.0)
    assert not same(10.01, 10.0)
