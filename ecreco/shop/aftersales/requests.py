"""What a customer asks for, as typed records, read from the loose arguments of a tool call or a replayed line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.rules import ACTIONS, ActionName
from ecreco.shop.importers.cleaning import without_controls
from ecreco.shop.records import Address

_LONGEST = 200  # characters of one value
_MOST = 200  # items in one request
_ADDRESS = ("address1", "address2", "city", "state", "country", "zip")
_NEEDED = ("address1", "city", "zip")


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Cancel a whole order for a reason."""

    order_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class SwapItems:
    """Take new items for old ones, pairwise; an item that was bought twice may stand there twice."""

    order_id: str
    swaps: tuple[tuple[str, str], ...]
    payment_method_id: str


@dataclass(frozen=True, slots=True)
class ReturnItems:
    """Send items back; an item that was bought twice may stand there twice."""

    order_id: str
    item_ids: tuple[str, ...]
    payment_method_id: str


@dataclass(frozen=True, slots=True)
class ChangePayment:
    """Pay an order another way."""

    order_id: str
    payment_method_id: str


@dataclass(frozen=True, slots=True)
class ChangeOrderAddress:
    """Ship an order elsewhere."""

    order_id: str
    address: Address


@dataclass(frozen=True, slots=True)
class ChangeCustomerAddress:
    """Another default address."""

    customer_id: str
    address: Address


Request = CancelOrder | SwapItems | ReturnItems | ChangePayment | ChangeOrderAddress | ChangeCustomerAddress


def read_request(action: str, arguments: object) -> Request:
    """The typed request. Raises Refusal (`unknown_action`, `complete_request`) saying what is missing or wrong."""
    if action not in ACTIONS:
        raise Refusal(f"There is no action {str(action)[:80]!r}.", rule="unknown_action", status=422)
    if not isinstance(arguments, Mapping):
        raise _incomplete("The arguments must be an object of names and values.")
    reader = _Arguments(arguments)
    request = _READERS[action](reader)
    reader.done()
    return request


def meaning(action: ActionName, request: Request) -> str:
    """A digest that is the same for requests on one record that mean the same, whatever the order of their items."""
    values = {name: value for name, value in asdict(request).items() if name not in ("order_id", "customer_id")}
    for name in ("swaps", "item_ids"):
        if name in values:
            values[name] = sorted(values[name])
    text = json.dumps([action, values], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def record_of(request: Request) -> str:
    """The order (or customer) a request is about."""
    return request.customer_id if isinstance(request, ChangeCustomerAddress) else request.order_id


class _Arguments:
    """Reads values by name and remembers which ones were asked for."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self._values = values
        self._read: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        value = self._get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if default is not None:
                return default
            raise _incomplete(f"{name} is missing.")
        return _text(name, value)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        values = [value] if isinstance(value, str | int) and not isinstance(value, bool) else value
        if not isinstance(values, list | tuple) or not values:
            raise _incomplete(f"{name} must be a list of at least one id.")
        if len(values) > _MOST:
            raise _incomplete(f"{name} holds more than {_MOST} ids.")
        return tuple(_text(name, each) for each in values)

    def address(self) -> Address:
        missing = [name for name in _NEEDED if self.text(name, "") == ""]
        if missing:
            raise _incomplete(f"The address needs {', '.join(missing)}.")
        return Address(**{name: self.text(name, "") for name in _ADDRESS})

    def done(self) -> None:
        unknown = sorted(str(name)[:80] for name in self._values if name not in self._read)
        if unknown:
            raise _incomplete(f"There is no argument {', '.join(unknown[:5])} here.")

    def _get(self, name: str) -> Any:
        self._read.add(name)
        return self._values.get(name)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _incomplete(f"{name} must be text.")
    try:
        text = " ".join(without_controls(str(value)).split())
    except ValueError:  # an integer of thousands of digits
        text = ""
    if not text:
        raise _incomplete(f"{name} is empty.")
    if len(text) > _LONGEST:
        raise _incomplete(f"{name} is longer than {_LONGEST} characters.")
    return text


def _incomplete(message: str) -> Refusal:
    return Refusal(message, rule="complete_request", status=422)


def _cancel(read: _Arguments) -> CancelOrder:
    return CancelOrder(read.text("order_id"), read.text("reason").casefold().rstrip("."))


def _swap(read: _Arguments) -> SwapItems:
    order_id, old, new = read.text("order_id"), read.texts("item_ids"), read.texts("new_item_ids")
    if len(old) != len(new):
        raise _incomplete(f"There are {len(old)} items and {len(new)} new ones; each needs its own.")
    return SwapItems(order_id, tuple(zip(old, new, strict=True)), read.text("payment_method_id"))


_READERS: Mapping[str, Callable[[_Arguments], Request]] = {
    "cancel_order": _cancel,
    "change_order_items": _swap,
    "exchange_items": _swap,
    "return_items": lambda read: ReturnItems(
        read.text("order_id"), read.texts("item_ids"), read.text("payment_method_id")
    ),
    "change_order_payment": lambda read: ChangePayment(read.text("order_id"), read.text("payment_method_id")),
    "change_order_address": lambda read: ChangeOrderAddress(read.text("order_id"), read.address()),
    "change_customer_address": lambda read: ChangeCustomerAddress(read.text("customer_id"), read.address()),
}
