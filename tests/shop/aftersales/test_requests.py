"""Loose arguments become typed requests, or a readable refusal; never anything else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.requests import CancelOrder, ReturnItems, SwapItems, meaning, read_request
from ecreco.shop.aftersales.rules import ACTIONS

SWAP: dict[str, Any] = {
    "order_id": "#1", "item_ids": ["a", "b"], "new_item_ids": ["c", "d"], "payment_method_id": "p",
}  # fmt: skip


def test_requests_are_read() -> None:
    assert read_request("cancel_order", {"order_id": " #1 ", "reason": "No longer  needed"}) == CancelOrder(
        "#1", "no longer needed"
    )
    assert read_request("exchange_items", SWAP) == SwapItems("#1", (("a", "c"), ("b", "d")), "p")
    one = {"order_id": "#1", "item_ids": 4711, "payment_method_id": "p"}
    assert read_request("return_items", one) == ReturnItems("#1", ("4711",), "p")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"order_id": None}, "order_id is missing"),
        ({"order_id": ["#1"]}, "order_id must be text"),
        ({"order_id": "x" * 300}, "longer than"),
        ({"item_ids": []}, "at least one"),
        ({"item_ids": ["a"]}, "1 items and 2 new ones"),
        ({"item_ids": ["a"] * 300}, "more than"),
        ({"item_ids": [None, "b"]}, "must be text"),
        ({"payment_method_id": "  "}, "payment_method_id is missing"),
        ({"colour": "red"}, "no argument colour"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refusal, match=why) as caught:
        read_request("change_order_items", SWAP | changes)
    assert caught.value.rule == "complete_request"


def test_an_address_needs_its_parts() -> None:
    with pytest.raises(Refusal, match="city, zip"):
        read_request("change_order_address", {"order_id": "#1", "address1": "1 Way"})


def test_the_order_of_items_is_no_meaning_but_their_pairing_is() -> None:
    turned = {**SWAP, "item_ids": ["b", "a"], "new_item_ids": ["d", "c"]}
    crossed = {**SWAP, "item_ids": ["b", "a"]}
    base, same, other = (read_request("exchange_items", each) for each in (SWAP, turned, crossed))
    assert meaning("exchange_items", base) == meaning("exchange_items", same)
    assert meaning("exchange_items", base) != meaning("exchange_items", other)
    assert meaning("exchange_items", base) != meaning("change_order_items", base)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = [
    "order_id",
    "item_ids",
    "new_item_ids",
    "payment_method_id",
    "reason",
    "customer_id",
    "address1",
    "city",
    "zip",
]


@given(st.sampled_from([*ACTIONS, "drop"]), st.dictionaries(st.sampled_from(NAMES), JSON) | JSON)
def test_anything_is_read_or_refused(action: str, arguments: object) -> None:
    with suppress(Refusal):
        assert len(meaning(ACTIONS[0], read_request(action, arguments))) == 24
