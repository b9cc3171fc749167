"""Ecreco's own JSON Lines: one record a line, its kind under "record" (or "type").

    {"record": "product", "product_id": "p1", "title": "Kettle", "price": 24.99, "category": ["Kitchen", "Kettles"]}
    {"record": "review", "review_id": "r1", "product_id": "p1", "rating": 4, "text": "Boils fast.", "at": "2026-01-05"}
    {"record": "customer", "customer_id": "c1", "first_name": "Ada", "address": {"city": "Bath"}}
    {"record": "order", "order_id": "o1", "customer_id": "c1", "status": "delivered", "lines": [{"product_id": "p1",
     "quantity": 1, "unit_price": 24.99}], "payments": [{"amount": 24.99, "method_id": "card_1"}]}
    {"record": "event", "event_id": "e1", "kind": "view", "at": "2026-01-05T10:00:00Z", "product_id": "p1"}
    {"record": "policy", "policy_id": "returns", "title": "Returns", "text": "30 days."}

Field names are those of `ecreco.shop.records`. Money is in major units, as a number or a text (`"₹1,099"`), in the
record's "currency" or the shop's. Times are ISO 8601, UTC where they say no zone. A field that is not known or
cannot be read is dropped with its reason; a record without what it needs is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from ecreco.shop.importers.attributes import attributes_from_text
from ecreco.shop.importers.categories import split_path, unique
from ecreco.shop.importers.cleaning import one_line, plain_text, short, without_controls
from ecreco.shop.importers.items import Item, Reject, id_problem, sequence_of
from ecreco.shop.importers.rows import JsonRows
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow
from ecreco.shop.importers.transforms import TRANSFORMS, ForeignCurrency, NoValue
from ecreco.shop.records import (
    Address,
    Customer,
    Event,
    EventKind,
    Fulfilment,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Policy,
    Product,
    ProductKind,
    Review,
)

Convert = Callable[[Any], Any]


class RecordReader:
    """One item a line."""

    def __init__(self, source: Source, currency: str) -> None:
        self._rows = JsonRows(source)
        self._currency = currency
        self._makers: Mapping[str, Callable[[_Fields, Item], None]] = {
            "product": self._product,
            "review": self._review,
            "customer": self._customer,
            "order": self._order,
            "event": self._event,
            "policy": self._policy,
        }

    def __iter__(self) -> Iterator[Item]:
        for found in self._rows.objects():
            if isinstance(found, BadRow):
                yield Item(found.line, rejects=[Reject.of_bad_row(found)])
                continue
            line, values = found
            yield self._item(line, dict(values))

    def product_ids(self) -> Iterator[str]:
        """The id of every product."""
        for values in self._products():
            key = values.get("product_id")
            if isinstance(key, str | int | float) and (text := one_line(str(key))):
                yield text

    def price_texts(self) -> Iterator[str]:
        """The currency of every product that names one, the price of the others."""
        for values in self._products():
            price = values.get("price", values.get("list_price"))
            if price not in (None, ""):
                yield str(values.get("currency") or price)

    def _products(self) -> Iterator[Mapping[str, Any]]:
        for found in self._rows.objects():
            if not isinstance(found, BadRow) and _kind(found[1]) == "product":
                yield found[1]

    def _item(self, line: int, values: dict[str, Any]) -> Item:
        item = Item(line)
        kind = _kind(values)
        values.pop("record" if values.get("record") else "type", None)
        maker = self._makers.get(kind)
        if maker is None:
            known = ", ".join(self._makers)
            item.rejects.append(Reject.of_row(line, f'"record" must be one of {known}', kind, "record"))
            return item
        fields = _Fields(values, item)
        try:
            maker(fields, item)
        except _Missing as missing:
            kept = [reject for reject in item.rejects if reject.field == missing.field]
            why = kept[-1].reason if kept else f"it has no {missing.field}"
            item.rejects = [Reject.of_row(line, why, str(values.get(missing.field, "")), missing.field)]
            return item
        fields.refuse_rest()
        return item

    def _money(self, currency: str) -> Convert:
        return lambda value: TRANSFORMS["money"](_text(value), {"currency": currency})

    def _price(self, currency: str) -> Convert:
        """A product's price: one shop sells in one currency."""
        read = self._money(currency)

        def convert(value: Any) -> Any:
            amount = read(value)
            if currency != self._currency:
                raise ForeignCurrency(str(value), currency, self._currency)
            return amount

        return convert

    def _product(self, f: _Fields, item: Item) -> None:
        currency = f.get("currency", _currency, self._currency)
        title, about = f.need("title", _line), f.get("about", _lines, ())
        stock = f.get("stock", _whole, None)
        item.products.append(
            Product(
                product_id=f.need("product_id", _id),
                title=title,
                kind=f.get("kind", _one_of(ProductKind), "plain"),
                family_id=f.get("family_id", _line, None),
                brand=f.get("brand", _line, None),
                category=f.get("category", _path, ()),
                description=f.get("description", _words, ""),
                about=about,
                price=f.get("price", self._price(currency), None),
                list_price=f.get("list_price", self._price(currency), None),
                currency=self._currency,
                rating=f.get("rating", _rating, None),
                rating_count=f.get("rating_count", _whole, None),
                stock=stock,
                in_stock=f.get("in_stock", _flag, stock is None or stock > 0),
                options=f.get("options", _facts, {}),
                attributes={**attributes_from_text(title, about), **f.get("attributes", _facts, {})},
                image=f.get("image", _line, None),
                url=f.get("url", _url, None),
                active=f.get("active", _flag, True),
            )
        )

    def _review(self, f: _Fields, item: Item) -> None:
        product_id = f.need("product_id", _id)
        title = f.get("title", _line, "")
        text = f.get("text", _words, "") if title else f.need("text", _words)
        item.reviews.append(
            Review(
                review_id=f.need("review_id", _id),
                product_id=product_id,
                text=text,
                title=title,
                rating=f.get("rating", _rating, None),
                author=f.get("author", _line, None),
                customer_id=f.get("customer_id", _id, None),
                at=f.get("at", _time, None),
            )
        )

    def _customer(self, f: _Fields, item: Item) -> None:
        item.customers.append(
            Customer(
                customer_id=f.need("customer_id", _id),
                first_name=f.get("first_name", _line, ""),
                last_name=f.get("last_name", _line, ""),
                email=f.get("email", _line, None),
                address=f.get("address", _address, None),
                payment_methods=f.get("payment_methods", _mapping, {}),
                profile=f.get("profile", _mapping, {}),
                created_at=f.get("created_at", _time, None),
            )
        )

    def _order(self, f: _Fields, item: Item) -> None:
        currency = f.get("currency", _currency, self._currency)
        money = self._money(currency)
        item.orders.append(
            Order(
                order_id=f.need("order_id", _id),
                customer_id=f.need("customer_id", _id),
                status=f.need("status", _one_of(OrderStatus)),
                currency=currency,
                lines=f.need("lines", lambda value: _order_lines(value, money)),
                payments=f.get("payments", lambda value: _payments(value, money), ()),
                fulfilments=f.get("fulfilments", _fulfilments, ()),
                address=f.get("address", _address, None),
                placed_at=f.get("placed_at", _time, None),
                extra=f.get("extra", _mapping, {}),
            )
        )

    def _event(self, f: _Fields, item: Item) -> None:
        item.events.append(
            Event(
                event_id=f.need("event_id", _id),
                kind=f.need("kind", _one_of(EventKind)),
                at=f.need("at", _time),
                customer_id=f.get("customer_id", _id, None),
                product_id=f.get("product_id", _id, None),
                text=f.get("text", _words, None),
                data=f.get("data", _mapping, {}),
            )
        )

    def _policy(self, f: _Fields, item: Item) -> None:
        title = f.need("title", _line)
        item.policies.append(
            Policy(
                policy_id=f.get("policy_id", _id, None) or re.sub(r"[\s/\\.]+", "-", title.casefold()),
                title=title,
                text=f.need("text", _words),
                position=f.get("position", _whole, 0),
            )
        )


def _kind(values: Mapping[str, Any]) -> str:
    return str(values.get("record") or values.get("type", "")).casefold()


class _Missing(Exception):
    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class _Fields:
    """A record's fields, converted; what cannot be is refused with its reason."""

    def __init__(self, values: Mapping[str, Any], item: Item) -> None:
        self._values, self._item = dict(values), item
        self._used: set[str] = set()

    def get(self, name: str, convert: Convert, default: Any) -> Any:
        self._used.add(name)
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return convert(value)
        except NoValue:
            return default
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            why = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            reject = Reject.of_value(self._item.line, name, str(value), error)
            self._item.rejects.append(replace(reject, reason=why))
            return default

    def need(self, name: str, convert: Convert) -> Any:
        value = self.get(name, convert, None)
        if value is None or value in ("", ()):
            raise _Missing(name)
        return value

    def refuse_rest(self) -> None:
        """Say which fields nobody knows."""
        for name in sorted(set(self._values) - self._used):
            self._item.rejects.append(
                Reject(self._item.line, short(name), short(str(self._values[name])), "there is no such field")
            )


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{short(str(value))!r} is not a text")
    return str(value)


def _line(value: Any) -> str:
    return one_line(_text(value))


def _id(value: Any) -> str:
    text = _text(value).strip()
    if problem := id_problem(text):
        raise ValueError(problem)
    return one_line(text)


def _words(value: Any) -> str:
    return plain_text(_text(value))


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(text for part in sequence_of(value) if (text := _line(part)))


def _path(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_path(value, None)
    return unique(_line(part) for part in sequence_of(value))


def _facts(value: Any) -> dict[str, str]:
    return {one_line(str(name)): _line(fact) for name, fact in _mapping(value).items() if fact not in (None, "")}


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("it must be a JSON object")
    return {without_controls(str(name)): _clean(inner) for name, inner in value.items()}


def _clean(value: Any) -> Any:
    """JSON as it is, its texts without control characters."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return _mapping(value)
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not a whole number")
    return int(TRANSFORMS["integer"](str(value), {}))


def _rating(value: Any) -> float:
    return float(TRANSFORMS["rating"](_text(value), {}))


def _flag(value: Any) -> bool:
    return value if isinstance(value, bool) else bool(TRANSFORMS["boolean"](_text(value), {}))


def _time(value: Any) -> Any:
    return TRANSFORMS["date"](_text(value), {})


def _url(value: Any) -> str:
    return str(TRANSFORMS["first_url"](_text(value), {}))


def _currency(value: Any) -> str:
    code = _text(value).strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise ValueError(f"{code!r} is no currency code")
    return code


def _one_of(kinds: Any) -> Convert:
    known = get_args(kinds)

    def convert(value: Any) -> Any:
        if value not in known:
            raise ValueError(f"{short(str(value))!r} is none of {', '.join(known)}")
        return value

    return convert


def _address(value: Any) -> Address:
    parts = {name: _line(part) for name, part in _mapping(value).items() if part is not None}
    known = Address.__dataclass_fields__
    if extra := sorted(set(parts) - set(known)):
        raise ValueError(f"an address has no {', '.join(extra)}")
    return Address(**{"address1": "", **parts})


def _order_lines(value: Any, money: Convert) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            line_id=_line(line.get("line_id", str(number))),
            product_id=_line(line["product_id"]),
            title=_line(line.get("title", "")),
            quantity=_quantity(line.get("quantity", 1)),
            unit_price=money(line["unit_price"]),
            options=_facts(line.get("options", {})),
        )
        for number, line in enumerate(map(_mapping, sequence_of(value)), 1)
    )


def _quantity(value: Any) -> int:
    number = _whole(value)
    if number < 1:
        raise ValueError(f"a quantity of {number} is no line of an order")
    return number


def _payments(value: Any, money: Convert) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            kind=_payment_kind(part),
            amount=money(part["amount"]),
            method_id=_line(part.get("method_id", "unknown")),
            at=_time(part["at"]) if part.get("at") else None,
        )
        for part in map(_mapping, sequence_of(value))
    )


def _payment_kind(part: Mapping[str, Any]) -> Any:
    kind = part.get("kind", "payment")
    if kind not in ("payment", "refund"):
        raise ValueError(f"{short(str(kind))!r} is neither payment nor refund")
    return kind


def _fulfilments(value: Any) -> tuple[Fulfilment, ...]:
    return tuple(
        Fulfilment(
            tracking_ids=_lines(part.get("tracking_ids")),
            line_ids=_lines(part.get("line_ids")),
            carrier=_line(part["carrier"]) if part.get("carrier") else None,
            status=_line(part["status"]) if part.get("status") else None,
            **{name: _time(part[name]) for name in ("shipped_at", "delivered_at", "expected_at") if part.get(name)},
        )
        for part in map(_mapping, sequence_of(value))
    )
