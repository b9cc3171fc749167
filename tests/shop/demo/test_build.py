from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ecreco.shop.demo import REFERENCE_DAY, DemoData, build_demo, demo_logins, make_demo
from ecreco.shop.demo.policies import SHOP_SETTINGS
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(demo: DemoData) -> None:
    make_demo.cache_clear()
    again = make_demo()
    assert again is not demo
    assert again.digest() == demo.digest()
    assert make_demo(seed=8).digest() != demo.digest()


def test_dates_move_with_the_day(demo: DemoData) -> None:
    later = make_demo(7, REFERENCE_DAY + timedelta(days=100))
    assert later.orders[0].placed_at == (demo.orders[0].placed_at or REFERENCE_DAY) + timedelta(days=100)


def test_building_twice_changes_nothing(tmp_path: Path, demo: DemoData) -> None:
    steps: list[str] = []
    with Shop.open("demo", Settings(home=tmp_path), create=True) as shop:
        build_demo(shop, progress=lambda what, done, total: steps.append(f"{what} {done}/{total}"))
        versions = (shop.catalog.version(), shop.reviews.version(), shop.policies.version())
        counts = (shop.catalog.count(), shop.reviews.count(), shop.orders.count(), shop.events.count())
        build_demo(shop)
        assert (shop.catalog.version(), shop.reviews.version(), shop.policies.version()) == versions
        assert (shop.catalog.count(), shop.reviews.count(), shop.orders.count(), shop.events.count()) == counts
        assert counts[1:3] == (3000, 600)
        assert shop.info.title == "Fennimore & Wray"
        assert shop.info.currency == "GBP"
        product = demo.products[1]
        assert shop.catalog.get(product.product_id) == product
        assert shop.orders.get(demo.orders[0].order_id) == demo.orders[0]
    assert steps[0] == "products 1/7"
    assert steps[-1] == "shop settings 7/7"


def test_a_build_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with Shop.open("demo", Settings(home=tmp_path), create=True) as shop:
        with pytest.raises(KeyboardInterrupt):
            build_demo(shop, progress=stop)
        assert (shop.catalog.count(), shop.customers.count(), shop.reviews.count()) == (0, 0, 0)


def test_logins_are_customers_with_the_order_they_promise(demo: DemoData) -> None:
    logins = demo_logins()
    orders = {order.order_id: order for order in demo.orders}
    assert len(logins) == 4
    assert len({login.customer_id for login in logins}) == 4
    assert [orders[login.order_id].customer_id for login in logins] == [login.customer_id for login in logins]
    assert [orders[login.order_id].status for login in logins] == [
        "pending", "shipped", "delivered", "return requested",
    ]  # fmt: skip


def test_policies_cover_what_customers_ask(demo: DemoData) -> None:
    texts = {policy.policy_id: policy.text for policy in demo.policies}
    topics = {policy_id.split("/")[0] for policy_id in texts}
    assert topics == {
        "delivery",
        "returns",
        "warranty",
        "payment",
        "prices",
        "changes",
        "support",
        "privacy",
        "gift_cards",
    }
    assert len(texts) == len(demo.policies) >= 30
    assert all(40 < len(text) < 1200 for text in texts.values())


def test_the_figures_of_the_settings_stand_in_the_texts(demo: DemoData) -> None:
    whole = "\n".join(policy.text for policy in demo.policies)
    returns, delivery = SHOP_SETTINGS["returns"], SHOP_SETTINGS["delivery"]
    assert f"within {returns['days']} days of delivery" in whole
    assert f"within {returns['days_by_department']['Furniture & Lighting']} days of delivery" in whole
    assert f"tried for {returns['days_by_category']['Pillows']} days" in whole
    assert f"within {returns['refund_days']} working days" in whole
    assert f"£{delivery['express_charge'] / 100:.2f}" in whole
    assert "{} to {} working days".format(*delivery["standard_days"]) in whole
