"""Whatever is asked in whatever order: money adds up, a refusal changes nothing, nothing is written twice."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecreco.shop.aftersales import Refusal
from ecreco.shop.aftersales.payment_methods import balance_of
from ecreco.shop.records import Order
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import AWAY, CARD, GIFT, PAYPAL, SMALL_GIFT, check, everything, fill, perform

ORDERS = st.sampled_from(["#P1", "#P2", "#D1", "#S0"])
ITEMS = st.lists(st.sampled_from(["L-R", "L-B", "L-G", "L-S"]), min_size=1, max_size=3)
METHODS = st.sampled_from([CARD, PAYPAL, GIFT, SMALL_GIFT])
SWAPS = st.tuples(ORDERS, ITEMS, ITEMS, METHODS).map(
    lambda v: {"order_id": v[0], "item_ids": v[1], "new_item_ids": v[2][: len(v[1])], "payment_method_id": v[3]}
)
WISHES = st.one_of(
    st.tuples(st.just("cancel_order"), ORDERS.map(lambda order: {"order_id": order, "reason": "no longer needed"})),
    st.tuples(st.sampled_from(["change_order_items", "exchange_items"]), SWAPS),
    st.tuples(
        st.just("change_order_payment"),
        st.tuples(ORDERS, METHODS).map(lambda v: {"order_id": v[0], "payment_method_id": v[1]}),
    ),
    st.tuples(
        st.just("return_items"),
        st.tuples(ORDERS, ITEMS, METHODS).map(
            lambda v: {"order_id": v[0], "item_ids": v[1], "payment_method_id": v[2]}
        ),
    ),
    st.tuples(st.just("change_order_address"), ORDERS.map(lambda order: {"order_id": order, **AWAY})),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    home = Settings(home=tmp_path_factory.mktemp("properties"), database_url=None, chroma_url=None)
    with Shop.open("template", home, create=True) as shop:
        fill(shop)
        yield shop


def gift_money(shop: Shop) -> int:
    return sum(balance_of(each, "EUR") for each in shop.customers.get("ada").payment_methods.values())


def net(order: Order, *methods: str) -> int:
    """Paid and not got back."""
    return sum(
        each.amount if each.kind == "payment" else -each.amount
        for each in order.payments
        if not methods or each.method_id in methods
    )


def gift_net(shop: Shop) -> int:
    return sum(net(order, GIFT, SMALL_GIFT) for order in shop.orders.of("ada"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(WISHES, min_size=1, max_size=6))
def test_invariants(template: Shop, tmp_path: Path, wishes: list[tuple[str, dict[str, Any]]]) -> None:
    with template.copy_to(tmp_path / secrets.token_hex(4)) as shop:
        start = gift_money(shop) + gift_net(shop)
        for action, arguments in wishes:
            before = everything(shop)
            verdict = check(shop, action, arguments)
            assert everything(shop) == before
            if not verdict.accepted:
                assert verdict.why
                assert_refused(shop, action, arguments)
                assert everything(shop) == before
                continue
            first = perform(shop, action, arguments, key=verdict.key, agreed=verdict.amounts)
            after = everything(shop)
            again = perform(shop, action, arguments, key=verdict.key)
            assert (first.replayed, again.replayed) == (False, True)
            assert everything(shop) == after
            assert gift_money(shop) + gift_net(shop) == start  # no gift card money is made or lost
            assert min(balance_of(m, "EUR") for m in shop.customers.get("ada").payment_methods.values()) >= 0
            check_order(shop, verdict.record_id)


def assert_refused(shop: Shop, action: str, arguments: dict[str, Any]) -> None:
    """A refusal, or the receipt of the same thing done before."""
    with suppress(Refusal):
        assert perform(shop, action, arguments).replayed


def check_order(shop: Shop, order_id: str) -> None:
    """What is paid is what the lines cost; of a cancelled order, nothing."""
    order = shop.orders.get(order_id)
    assert net(order) == (0 if order.status == "cancelled" else order.total.amount)
    assert sum(line.quantity for line in order.lines) == 3
    assert len({line.line_id for line in order.lines}) == len(order.lines)
    for line in order.lines:
        product = shop.catalog.get(line.product_id)
        assert (line.unit_price, dict(line.options)) == (product.price, dict(product.options))
