"""How long after delivery items may come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ecreco.shop.aftersales.desk import Desk
from ecreco.shop.records import Order, OrderLine


def check_window(desk: Desk, order: Order, lines: Sequence[OrderLine], rule: str) -> None:
    """Refuse a line whose days are over. Where the shop sets no window or no delivery date is known, none ends."""
    rules = desk.own
    if rules.window_days is None and not rules.window_days_by_category:
        return
    for line in lines:
        delivered = [
            parcel.delivered_at
            for parcel in order.fulfilments
            if parcel.delivered_at is not None and line.line_id in parcel.line_ids
        ]
        days = _days(desk, line)
        if delivered and days is not None and desk.at > max(delivered) + timedelta(days=days):
            raise desk.refuse(rule, f"The {days} days for {line.title} ended on {_end(max(delivered), days)}.")


def _days(desk: Desk, line: OrderLine) -> int | None:
    """The narrowest category with days of its own decides."""
    product = desk.product(line.product_id)
    own = {name.casefold(): days for name, days in desk.own.window_days_by_category.items()}
    for category in reversed(product.category if product else ()):
        if category.casefold() in own:
            return own[category.casefold()]
    return desk.own.window_days


def _end(delivered: datetime, days: int) -> str:
    return (delivered + timedelta(days=days)).date().isoformat()
