"""A small shop to ask things of, invented here."""

from __future__ import annotations

from functools import partial
from typing import Any

from ecreco.shop import aftersales
from ecreco.shop.records import Address, Customer, Fulfilment, Order, OrderLine, Payment, Product
from ecreco.shop.shop import Shop
from tests.shop.samples import NOON

# Ada asks, where a test does not say otherwise.
check = partial(aftersales.check, customer_id="ada")
perform = partial(aftersales.perform, customer_id="ada")
cancel_order = partial(aftersales.cancel_order, customer_id="ada")
change_order_items = partial(aftersales.change_order_items, customer_id="ada")
change_order_address = partial(aftersales.change_order_address, customer_id="ada")
change_order_payment = partial(aftersales.change_order_payment, customer_id="ada")
exchange_items = partial(aftersales.exchange_items, customer_id="ada")
return_items = partial(aftersales.return_items, customer_id="ada")

CARD, PAYPAL, GIFT, SMALL_GIFT = "card_1", "paypal_1", "gift_1", "gift_2"
HOME = Address(address1="Ringstr. 1", city="Köln", zip="50667", country="Germany")
AWAY = {"address1": "Hafen 2", "address2": "", "city": "Bremen", "state": "", "country": "Germany", "zip": "28195"}


def lamp(item_id: str, price: int, colour: str, family: str = "LAMP", **changes: Any) -> Product:
    values: dict[str, Any] = {
        "product_id": item_id,
        "title": f"Lamp ({colour})",
        "kind": "variant",
        "family_id": family,
        "category": ("Home", "Lamps"),
        "price": price,
        "currency": "EUR",
        "options": {"colour": colour},
    }
    return Product(**(values | changes))


def line(line_id: str, item: Product, quantity: int = 1) -> OrderLine:
    assert item.price is not None
    return OrderLine(
        line_id=line_id,
        product_id=item.product_id,
        title="Lamp",
        quantity=quantity,
        unit_price=item.price,
        options=item.options,
    )


RED, BLUE, GREEN = lamp("L-R", 2000, "red"), lamp("L-B", 2550, "blue"), lamp("L-G", 1510, "green")
SOLD_OUT = lamp("L-S", 2000, "white", in_stock=False)
CHAIR = lamp("C-R", 9000, "red", family="CHAIR", title="Chair (red)")
PRODUCTS = (
    Product(product_id="LAMP", title="Lamp", kind="family", currency="EUR"),
    Product(product_id="CHAIR", title="Chair", kind="family", currency="EUR"),
    RED, BLUE, GREEN, SOLD_OUT, CHAIR,
)  # fmt: skip


def customer(customer_id: str = "ada", **changes: Any) -> Customer:
    values: dict[str, Any] = {
        "customer_id": customer_id,
        "first_name": "Ada",
        "last_name": "Brandt",
        "address": HOME,
        "payment_methods": {
            CARD: {"source": "credit_card", "id": CARD, "brand": "visa", "last_four": "4242"},
            PAYPAL: {"source": "paypal", "id": PAYPAL},
            GIFT: {"source": "gift_card", "id": GIFT, "balance": 100.0},
            SMALL_GIFT: {"source": "gift_card", "id": SMALL_GIFT, "balance": 5.49},
        },
    }
    return Customer(**(values | changes))


def order(order_id: str, status: str = "pending", paid_with: str = CARD, **changes: Any) -> Order:
    """Two red lamps in one line and a blue one: 65.50."""
    values: dict[str, Any] = {
        "order_id": order_id,
        "customer_id": "ada",
        "status": status,
        "currency": "EUR",
        "lines": (line("1", RED, 2), line("2", BLUE)),
        "address": HOME,
        "placed_at": NOON,
    }
    values |= changes
    total = sum(each.quantity * each.unit_price for each in values["lines"])
    values.setdefault("payments", (Payment(kind="payment", amount=total, method_id=paid_with, at=NOON),))
    if status == "delivered":
        parcel = Fulfilment(tracking_ids=("T",), line_ids=("1", "2"), delivered_at=NOON)
        values.setdefault("fulfilments", (parcel,))
    return Order(**values)


def fill(shop: Shop) -> None:
    """Ada with an order in every state, and Ben with one."""
    shop.catalog.upsert(PRODUCTS)
    shop.customers.upsert([customer(), customer("ben")])
    statuses = ("processed", "shipped", "cancelled", "pending (item modified)", "return requested")
    shop.orders.upsert(
        [
            order("#P1"),
            order("#P2", paid_with=GIFT),
            order("#D1", "delivered"),
            order("#B1", customer_id="ben"),
            *(order(f"#S{at}", status) for at, status in enumerate(statuses)),
        ]
    )


def balance(shop: Shop, method: str = GIFT) -> Any:
    return shop.customers.get("ada").payment_methods[method]["balance"]


def everything(shop: Shop) -> tuple[dict[str, str], dict[str, str]]:
    """Digests of all that an action could change."""
    return shop.orders.fingerprints(), shop.customers.fingerprints()
