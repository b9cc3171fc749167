"""The tau2 retail file: one JSON object with `products`, `users` and `orders` by id. `export_tau2` writes it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.cleaning import without_controls
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.sources import Source
from ecreco.shop.money import to_minor
from ecreco.shop.records import Address, Customer, Fulfilment, Order, OrderLine, Payment, Product

_ORDER = frozenset(
    {"order_id", "user_id", "address", "items", "status", "fulfillments", "payment_history"}
)  # the fields every order has; others are kept as `extra`
_STATUSES = frozenset(
    {"pending", "pending (item modified)", "processed", "shipped", "delivered", "cancelled", "return requested",
     "exchange requested", "returned", "refunded"}
)  # fmt: skip


class Tau2Reader:
    """One item a product with its variants, a user or an order; a broken record is refused alone."""

    def __init__(self, source: Source, currency: str) -> None:
        self._source, self._currency = source, currency

    def __iter__(self) -> Iterator[Item]:
        data = _load(self._source)
        number = 0
        for key, read in (("products", self._product), ("users", self._user), ("orders", self._order)):
            for record_id, record in _table(self._source, data, key).items():
                number += 1
                yield self._item(number, record_id, record, read)

    def product_ids(self) -> Iterator[str]:
        """None: ids are the keys of an object, so none occurs twice."""
        return iter(())

    def price_texts(self) -> Iterator[str]:
        """None: the file names no currency."""
        return iter(())

    def _item(self, number: int, record_id: str, record: Any, read: Callable[[str, Any, Item], None]) -> Item:
        item = Item(number)
        try:
            read(record_id, record, item)
        except KeyError as error:
            item.rejects.append(Reject.of_row(number, f"it has no {error.args[0]}", record_id))
        except (AttributeError, TypeError, ValueError) as error:
            item.rejects.append(Reject.of_row(number, str(error), record_id))
        return item

    def _product(self, product_id: str, record: Any, item: Item) -> None:
        name = _text(record["name"], "name")
        variants = [self._variant(name, product_id, key, each) for key, each in record["variants"].items()]
        family = Product(
            product_id=product_id,
            title=name,
            kind="family",
            category=(name,),
            currency=self._currency,
            price=min((v.price for v in variants if v.price is not None), default=None),
            in_stock=any(variant.in_stock for variant in variants),
        )
        item.products = [family, *variants]

    def _variant(self, name: str, product_id: str, item_id: str, record: Any) -> Product:
        options = _options(record["options"])
        if not isinstance(record["available"], bool):
            raise ValueError(f"available of {item_id} is neither true nor false")
        return Product(
            product_id=item_id,
            title=f"{name} ({', '.join(options.values())})" if options else name,
            kind="variant",
            family_id=product_id,
            category=(name,),
            price=self._amount(record["price"]),
            currency=self._currency,
            in_stock=record["available"],
            options=options,
        )

    def _user(self, user_id: str, record: Any, item: Item) -> None:
        name = record["name"]
        item.customers = [
            Customer(
                customer_id=user_id,
                first_name=_text(name["first_name"], "first_name"),
                last_name=_text(name["last_name"], "last_name"),
                email=_text(record["email"], "email") or None,
                address=_address(record["address"]),
                payment_methods={str(key): _method(each) for key, each in record["payment_methods"].items()},
                profile={"orders": [str(each) for each in record.get("orders", ())]},
            )
        ]

    def _order(self, order_id: str, record: Any, item: Item) -> None:
        lines = tuple(self._line(str(at), each) for at, each in enumerate(record["items"], 1))
        if record["status"] not in _STATUSES:
            raise ValueError(f"{str(record['status'])[:40]!r} is no status of an order")
        item.orders = [
            Order(
                order_id=order_id,
                customer_id=_text(record["user_id"], "user_id"),
                status=record["status"],
                currency=self._currency,
                lines=lines,
                payments=tuple(self._payment(each) for each in record["payment_history"]),
                fulfilments=tuple(_fulfilment(each, lines) for each in record["fulfillments"]),
                address=_address(record["address"]),
                extra={key: value for key, value in record.items() if key not in _ORDER and value is not None},
            )
        ]

    def _line(self, line_id: str, record: Any) -> OrderLine:
        return OrderLine(
            line_id=line_id,
            product_id=_text(record["item_id"], "item_id"),
            title=_text(record["name"], "name"),
            quantity=1,
            unit_price=self._amount(record["price"]),
            options=_options(record["options"]),
        )

    def _payment(self, record: Any) -> Payment:
        kind = record["transaction_type"]
        if kind not in ("payment", "refund"):
            raise ValueError(f"{str(kind)[:40]!r} is no kind of payment")
        return Payment(
            kind=kind,
            amount=self._amount(record["amount"]),
            method_id=_text(record["payment_method_id"], "payment_method_id"),
        )

    def _amount(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{str(value)[:40]!r} is no amount")
        amount = to_minor(value, self._currency)
        if amount < 0:
            raise ValueError(f"the amount {value} is below zero")
        return amount


def _load(source: Source) -> Mapping[str, Any]:
    stream = source.lines()
    text = "".join(stream)
    problem = stream.problem
    if problem is None:
        try:
            data = json.loads(text)
            if isinstance(data, dict) and {"products", "users", "orders"} & set(data):
                return data
            problem = "it is no object with products, users and orders"
        except (ValueError, RecursionError) as error:
            problem = f"it is not JSON ({str(error).splitlines()[0][:100]})"
    raise OperatorError(f"{source.name} is not the tau2 retail file: {problem}.", code="source_broken")


def _table(source: Source, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise OperatorError(f"{source.name} is not the tau2 retail file: {key} is no object.", code="source_broken")
    return table


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return without_controls(value).strip()


def _options(value: Any) -> dict[str, str]:
    return {_text(key, "an option"): _text(each, f"option {key}") for key, each in value.items()}


def _method(value: Any) -> dict[str, Any]:
    """A payment method as the source has it, without anything that looks like a card's number."""
    return {str(key): each for key, each in value.items() if key in ("source", "id", "brand", "last_four", "balance")}


def _address(value: Any) -> Address:
    return Address(**{key: _text(each, key) for key, each in value.items()})


def _fulfilment(record: Any, lines: tuple[OrderLine, ...]) -> Fulfilment:
    """A parcel. An item that stands in the order twice is taken line by line."""
    left = list(lines)
    line_ids = []
    for item_id in record["item_ids"]:
        line = next((each for each in left if each.product_id == item_id), None)
        if line is not None:
            left.remove(line)
        line_ids.append(line.line_id if line is not None else _text(item_id, "item_ids"))
    tracking = tuple(_text(each, "tracking_id") for each in record["tracking_id"])
    return Fulfilment(tracking_ids=tracking, line_ids=tuple(line_ids))
