"""Who to be when trying the demo shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ecreco.shop.demo.build import REFERENCE_DAY, DemoData, make_demo
from ecreco.shop.records import Order

if TYPE_CHECKING:
    from ecreco.shop.shop import Shop

STAFF_NOTE = "Make a desk account with: ecreco staff add NAME --role agent --shop demo"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A customer to sign in as, and what there is to try."""

    customer_id: str
    name: str
    email: str
    order_id: str
    note: str


def logins_of(shop: Shop) -> list[DemoLogin]:
    """The log-ins of a demo shop that was built on its own day; none for any other shop."""
    day = shop.info.settings.get("demo_day")
    return demo_logins(now=datetime.fromisoformat(day)) if day else []


def demo_logins(seed: int = 7, now: datetime = REFERENCE_DAY) -> list[DemoLogin]:
    """One customer for each kind of after-sales story, no customer twice. STAFF_NOTE says how staff sign in."""
    data = make_demo(seed, now)
    recent = now - timedelta(days=20)

    def lately(order: Order) -> bool:
        return bool(order.fulfilments and (order.fulfilments[0].delivered_at or recent) > recent)

    stories: list[tuple[str, Callable[[Order], bool]]] = [
        (
            "has a pending order of several items: cancel or change it",
            lambda o: o.status == "pending" and len(o.lines) > 1,
        ),
        ("waits for a parcel: track it", lambda o: o.status == "shipped"),
        (
            "got a parcel lately: return it, or exchange it for another variant",
            lambda o: o.status == "delivered" and lately(o) and bool(o.lines[0].options),
        ),
        ("asked for a return: ask how it stands", lambda o: o.status == "return requested"),
    ]
    logins: list[DemoLogin] = []
    for note, holds in stories:
        taken = {login.customer_id for login in logins}
        order = next((o for o in reversed(data.orders) if o.customer_id not in taken and holds(o)), None)
        if order is not None:
            logins.append(_login(data, order, note))
    return logins


def _login(data: DemoData, order: Order, note: str) -> DemoLogin:
    customer = next(customer for customer in data.customers if customer.customer_id == order.customer_id)
    return DemoLogin(
        customer_id=customer.customer_id,
        name=f"{customer.first_name} {customer.last_name}",
        email=customer.email or "",
        order_id=order.order_id,
        note=note,
    )
