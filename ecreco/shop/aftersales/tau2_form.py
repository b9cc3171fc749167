"""Records in the form of the tau2 retail file, so that they can be compared with it field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ecreco.shop.money import to_major
from ecreco.shop.records import Customer, Order, OrderLine, Product
from ecreco.shop.shop import Shop

EXTRA = (
    "cancel_reason", "return_items", "return_payment_method_id", "exchange_items", "exchange_new_items",
    "exchange_payment_method_id", "exchange_price_difference",
)  # fmt: skip


def export_tau2(shop: Shop) -> dict[str, dict[str, Any]]:
    """The whole shop: `products` by family, `users`, `orders`. What tau2 has no field for is left out."""
    placed: dict[str, list[str]] = {}
    orders = {}
    families = _families(shop)
    for order in shop.orders.all():
        orders[order.order_id] = order_form(order, families)
        placed.setdefault(order.customer_id, []).append(order.order_id)
    return {
        "products": _products(shop),
        "users": {
            customer.customer_id: customer_form(customer, placed.get(customer.customer_id, []))
            for customer in shop.customers.all()
        },
        "orders": orders,
    }


def changed_records(shop: Shop, before: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """The orders and customers that are not as they were, in the source's form. before: of `fingerprints`."""
    now = fingerprints(shop)
    ids = {
        kind: [record_id for record_id, digest in now[kind].items() if before[kind].get(record_id) != digest]
        for kind in now
    }
    orders = shop.orders.many(sorted(ids["orders"]))
    families = _families_of(shop, {line.product_id for order in orders for line in order.lines})
    return {
        "orders": {order.order_id: order_form(order, families) for order in orders},
        "customers": {
            customer.customer_id: customer_form(
                customer, sorted(order.order_id for order in shop.orders.of(customer.customer_id))
            )
            for customer in shop.customers.many(sorted(ids["customers"]))
        },
    }


def fingerprints(shop: Shop) -> dict[str, dict[str, str]]:
    """Digests of every order and customer, to tell later which ones changed."""
    return {"orders": shop.orders.fingerprints(), "customers": shop.customers.fingerprints()}


def shop_order_form(shop: Shop, order_id: str) -> dict[str, Any]:
    """One order as it is now. Raises NotFound."""
    order = shop.orders.get(order_id)
    return order_form(order, _families_of(shop, {line.product_id for line in order.lines}))


def order_form(order: Order, families: Mapping[str, str]) -> dict[str, Any]:
    """One order; money in major units, a line of several pieces as several items. families: item → product id."""
    items = {line.line_id: line.product_id for line in order.lines}
    form: dict[str, Any] = {
        "order_id": order.order_id,
        "user_id": order.customer_id,
        "address": asdict(order.address) if order.address else {},
        "items": [_item(line, families, order.currency) for line in order.lines for _ in range(line.quantity)],
        "status": order.status,
        "fulfillments": [
            {
                "tracking_id": list(parcel.tracking_ids),
                "item_ids": [items.get(line_id, line_id) for line_id in parcel.line_ids],
            }
            for parcel in order.fulfilments
        ],
        "payment_history": [
            {
                "transaction_type": payment.kind,
                "amount": _amount(payment.amount, order.currency),
                "payment_method_id": payment.method_id,
            }
            for payment in order.payments
        ],
    }
    return form | {name: order.extra[name] for name in EXTRA if order.extra.get(name) is not None}


def customer_form(customer: Customer, order_ids: list[str]) -> dict[str, Any]:
    """One customer. order_ids: all of their orders; they stand in the source's order, new ones at the end."""
    known = [str(each) for each in customer.profile.get("orders", ())]
    mine = set(order_ids)
    return {
        "user_id": customer.customer_id,
        "name": {"first_name": customer.first_name, "last_name": customer.last_name},
        "address": asdict(customer.address) if customer.address else {},
        "email": customer.email,
        "payment_methods": {name: dict(method) for name, method in customer.payment_methods.items()},
        "orders": [each for each in known if each in mine] + [each for each in order_ids if each not in known],
    }


def _item(line: OrderLine, families: Mapping[str, str], currency: str) -> dict[str, Any]:
    return {
        "name": line.title,
        "product_id": families.get(line.product_id, line.product_id),
        "item_id": line.product_id,
        "price": _amount(line.unit_price, currency),
        "options": dict(line.options),
    }


def _products(shop: Shop) -> dict[str, Any]:
    products: dict[str, Any] = {}
    variants: list[Product] = []
    for product in shop.catalog.all(kinds=("family", "variant"), active=None):
        if product.kind == "variant":
            variants.append(product)
        else:
            products[product.product_id] = {"name": product.title, "product_id": product.product_id, "variants": {}}
    for variant in variants:
        family = products.get(variant.family_id or "")
        if family is not None:
            family["variants"][variant.product_id] = {
                "item_id": variant.product_id,
                "options": dict(variant.options),
                "available": variant.in_stock,
                "price": None if variant.price is None else _amount(variant.price, variant.currency),
            }
    return products


def _families(shop: Shop) -> dict[str, str]:
    variants = shop.catalog.all(kinds=("variant",), active=None)
    return {variant.product_id: variant.family_id or variant.product_id for variant in variants}


def _families_of(shop: Shop, product_ids: set[str]) -> dict[str, str]:
    found = shop.catalog.many(sorted(product_ids))
    return {product.product_id: product.family_id or product.product_id for product in found}


def _amount(minor: int, currency: str) -> float:
    return float(to_major(minor, currency))
