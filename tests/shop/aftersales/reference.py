"""The order rules of the tau2 retail policy once more, small and on plain dicts, to hold the product against.

Written from the policy and the field notes, not from the product: cents as integers, one function a tool.
"""

from __future__ import annotations

from typing import Any

DB = dict[str, Any]


class Refused(Exception):
    """Against the policy."""


def apply(db: DB, name: str, arguments: dict[str, Any]) -> None:
    """Do one write on `db`, or raise Refused and leave it as it is."""
    globals()[f"_{name}"](db, **arguments)


def _need(holds: object) -> None:
    if not holds:
        raise Refused


def _cents(amount: float) -> int:
    return round(amount * 100)


def _order(db: DB, order_id: str, status: str) -> tuple[dict[str, Any], dict[str, Any]]:
    _need(order_id in db["orders"])
    order = db["orders"][order_id]
    _need(order["status"] == status)
    return order, db["users"][order["user_id"]]["payment_methods"]


def _move(methods: dict[str, Any], method_id: str, cents: int) -> None:
    method = methods[method_id]
    if method["source"] == "gift_card":
        method["balance"] = (_cents(method["balance"]) + cents) / 100


def _entry(kind: str, cents: int, method_id: str) -> dict[str, Any]:
    return {"transaction_type": kind, "amount": cents / 100, "payment_method_id": method_id}


def _cancel_pending_order(db: DB, order_id: str, reason: str) -> None:
    order, methods = _order(db, order_id, "pending")
    _need(reason in ("no longer needed", "ordered by mistake"))
    net: dict[str, int] = {}
    for entry in order["payment_history"]:
        sign = 1 if entry["transaction_type"] == "payment" else -1
        net[entry["payment_method_id"]] = net.get(entry["payment_method_id"], 0) + sign * _cents(entry["amount"])
    for method_id, cents in net.items():
        if cents:
            order["payment_history"].append(_entry("refund", cents, method_id))
            _move(methods, method_id, cents)
    order["status"], order["cancel_reason"] = "cancelled", reason


def _pairs(db: DB, order: dict[str, Any], old: list[str], new: list[str]) -> list[tuple[dict[str, Any], Any]]:
    _need(old and len(old) == len(new))
    free = list(order["items"])
    pairs = []
    for old_id, new_id in zip(old, new, strict=True):
        item = next((each for each in free if each["item_id"] == old_id), None)
        _need(item)
        assert item is not None
        free = [each for each in free if each is not item]
        variant = db["products"][item["product_id"]]["variants"].get(new_id)
        _need(variant and variant["available"] and new_id != old_id)
        pairs.append((item, variant))
    return pairs


def _difference(pairs: list[tuple[dict[str, Any], Any]], methods: dict[str, Any], method_id: str) -> int:
    _need(method_id in methods)
    cents = sum(_cents(variant["price"]) - _cents(item["price"]) for item, variant in pairs)
    if methods[method_id]["source"] == "gift_card":
        _need(_cents(methods[method_id]["balance"]) >= cents)
    return cents


def _modify_pending_order_items(
    db: DB, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str
) -> None:
    order, methods = _order(db, order_id, "pending")
    pairs = _pairs(db, order, item_ids, new_item_ids)
    cents = _difference(pairs, methods, payment_method_id)
    kind = "payment" if cents > 0 else "refund"
    order["payment_history"].append(_entry(kind, abs(cents), payment_method_id))
    _move(methods, payment_method_id, -cents)
    for item, variant in pairs:
        item.update(item_id=variant["item_id"], price=variant["price"], options=dict(variant["options"]))
    order["status"] = "pending (item modified)"


def _exchange_delivered_order_items(
    db: DB, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str
) -> None:
    order, methods = _order(db, order_id, "delivered")
    pairs = _pairs(db, order, item_ids, new_item_ids)
    cents = _difference(pairs, methods, payment_method_id)
    order.update(
        status="exchange requested",
        exchange_items=sorted(item_ids),
        exchange_new_items=sorted(new_item_ids),
        exchange_payment_method_id=payment_method_id,
        exchange_price_difference=cents / 100,
    )


def _return_delivered_order_items(db: DB, order_id: str, item_ids: list[str], payment_method_id: str) -> None:
    order, methods = _order(db, order_id, "delivered")
    have = [item["item_id"] for item in order["items"]]
    _need(item_ids and all(item_ids.count(each) <= have.count(each) for each in item_ids))
    first = order["payment_history"][0]["payment_method_id"]
    _need(payment_method_id in methods)
    _need(payment_method_id == first or methods[payment_method_id]["source"] == "gift_card")
    order.update(status="return requested", return_items=sorted(item_ids), return_payment_method_id=payment_method_id)


def _modify_pending_order_payment(db: DB, order_id: str, payment_method_id: str) -> None:
    order, methods = _order(db, order_id, "pending")
    _need(payment_method_id in methods and len(order["payment_history"]) == 1)
    first = order["payment_history"][0]
    old, cents = first["payment_method_id"], _cents(first["amount"])
    _need(old != payment_method_id)
    if methods[payment_method_id]["source"] == "gift_card":
        _need(_cents(methods[payment_method_id]["balance"]) >= cents)
    order["payment_history"] += [_entry("payment", cents, payment_method_id), _entry("refund", cents, old)]
    _move(methods, payment_method_id, -cents)
    _move(methods, old, cents)


def _modify_pending_order_address(db: DB, order_id: str, **address: str) -> None:
    _order(db, order_id, "pending")[0]["address"] = address


def _modify_user_address(db: DB, user_id: str, **address: str) -> None:
    _need(user_id in db["users"])
    db["users"][user_id]["address"] = address
