"""An order's fields as after-sales case files name them (contract: `order` of an expectation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecreco.shop.aftersales.tau2_form import shop_order_form
from ecreco.shop.shop import Shop

_LISTS = ("return_items", "exchange_items", "exchange_new_items")
_VALUES = (
    "status", "cancel_reason", "return_payment_method_id", "exchange_payment_method_id", "exchange_price_difference",
)  # fmt: skip


def case_fields(shop: Shop, order_id: str) -> dict[str, Any]:
    """Field → value of one order as it is now; absent fields are left out. Raises NotFound.

    `item_ids` and the lists of returned and exchanged items are sorted, duplicates kept; `address.city` and its like
    are fields of their own; money in major units.
    """
    form = shop_order_form(shop, order_id)
    fields: dict[str, Any] = {name: form[name] for name in _VALUES if name in form}
    fields |= {name: sorted(map(str, form[name])) for name in _LISTS if name in form}
    fields["item_ids"] = sorted(item["item_id"] for item in form["items"])
    fields |= {f"address.{name}": value for name, value in form["address"].items()}
    method = _carrying_method(form["payment_history"])
    return fields if method is None else fields | {"payment_method_id": method}


def _carrying_method(history: list[Mapping[str, Any]]) -> str | None:
    """That of the first entry; a later payment of the same amount takes over."""
    if not history:
        return None
    first = history[0]
    later = [
        entry
        for entry in history[1:]
        if entry["transaction_type"] == "payment" and abs(entry["amount"] - first["amount"]) < 0.005
    ]
    return str((later or [first])[-1]["payment_method_id"])
