from __future__ import annotations

from collections import Counter, defaultdict

from ecreco.shop.demo import REFERENCE_DAY, DemoData


def test_events_are_of_known_customers_and_products(demo: DemoData) -> None:
    products = {product.product_id for product in demo.products if product.kind != "family"}
    customers = {customer.customer_id for customer in demo.customers}
    assert len({event.event_id for event in demo.events}) == len(demo.events) > 8000
    for event in demo.events:
        assert event.at < REFERENCE_DAY
        assert event.customer_id in customers
        assert (event.product_id in products) if event.kind != "search" else bool(event.text)


def test_all_kinds_occur(demo: DemoData) -> None:
    counts = Counter(event.kind for event in demo.events)
    assert set(counts) == {"view", "search", "add_to_cart", "purchase", "like"}
    assert counts["view"] > counts["add_to_cart"] > counts["purchase"]


def test_every_order_line_was_viewed_put_in_the_cart_and_bought(demo: DemoData) -> None:
    bought = Counter((e.customer_id, e.product_id, e.at) for e in demo.events if e.kind == "purchase")
    lines = Counter((o.customer_id, line.product_id, o.placed_at) for o in demo.orders for line in o.lines)
    assert bought == lines


def test_behaviour_follows_taste(demo: DemoData) -> None:
    """A customer's own departments take far more of their views than chance (3 of 12 departments) would give."""
    department = {product.product_id: product.category[0] for product in demo.products}
    brand = {product.product_id: product.brand for product in demo.products}
    tastes = {customer.customer_id: customer.profile for customer in demo.customers}
    hits: dict[str, list[bool]] = defaultdict(list)
    for event in demo.events:
        if event.kind == "view" and event.customer_id and event.product_id:
            hits["department"].append(department[event.product_id] in tastes[event.customer_id]["departments"])
            hits["brand"].append(brand[event.product_id] in tastes[event.customer_id]["brands"])
    assert sum(hits["department"]) / len(hits["department"]) > 0.6
    assert sum(hits["brand"]) / len(hits["brand"]) > 0.15
