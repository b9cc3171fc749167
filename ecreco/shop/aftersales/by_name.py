"""One function an action. `how`: what `perform` takes beside the arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Required, TypedDict, Unpack

from ecreco.shop.actions import Receipt
from ecreco.shop.aftersales.service import perform
from ecreco.shop.records import Address
from ecreco.shop.shop import Shop


class How(TypedDict, total=False):
    """In which conversation, and which confirmed verdict this carries out."""

    conversation_id: str
    key: str | None
    agreed: Mapping[str, int] | None
    action_id: str | None


class HowFor(How, total=False):
    """The same, and whose order it must be."""

    customer_id: Required[str | None]


def cancel_order(shop: Shop, order_id: str, reason: str, **how: Unpack[HowFor]) -> Receipt:
    """Cancel a pending order and refund it. Raises Refusal."""
    return perform(shop, "cancel_order", {"order_id": order_id, "reason": reason}, **how)


def change_order_items(
    shop: Shop,
    order_id: str,
    item_ids: Sequence[str],
    new_item_ids: Sequence[str],
    payment_method_id: str,
    **how: Unpack[HowFor],
) -> Receipt:
    """Take other options of the same products in a pending order, once. Raises Refusal."""
    return perform(shop, "change_order_items", _swap(order_id, item_ids, new_item_ids, payment_method_id), **how)


def exchange_items(
    shop: Shop,
    order_id: str,
    item_ids: Sequence[str],
    new_item_ids: Sequence[str],
    payment_method_id: str,
    **how: Unpack[HowFor],
) -> Receipt:
    """Ask to exchange delivered items for other options of the same products. Raises Refusal."""
    return perform(shop, "exchange_items", _swap(order_id, item_ids, new_item_ids, payment_method_id), **how)


def return_items(
    shop: Shop, order_id: str, item_ids: Sequence[str], payment_method_id: str, **how: Unpack[HowFor]
) -> Receipt:
    """Ask to return delivered items. Raises Refusal."""
    arguments = {"order_id": order_id, "item_ids": list(item_ids), "payment_method_id": payment_method_id}
    return perform(shop, "return_items", arguments, **how)


def change_order_payment(shop: Shop, order_id: str, payment_method_id: str, **how: Unpack[HowFor]) -> Receipt:
    """Pay a pending order with another method, once. Raises Refusal."""
    arguments = {"order_id": order_id, "payment_method_id": payment_method_id}
    return perform(shop, "change_order_payment", arguments, **how)


def change_order_address(shop: Shop, order_id: str, address: Address, **how: Unpack[HowFor]) -> Receipt:
    """Ship a pending order elsewhere. Raises Refusal."""
    return perform(shop, "change_order_address", {"order_id": order_id, **asdict(address)}, **how)


def change_customer_address(shop: Shop, customer_id: str, address: Address, **how: Unpack[How]) -> Receipt:
    """Another default address. Raises Refusal."""
    arguments = {"customer_id": customer_id, **asdict(address)}
    return perform(shop, "change_customer_address", arguments, customer_id=customer_id, **how)


def _swap(order_id: str, old: Sequence[str], new: Sequence[str], method_id: str) -> dict[str, object]:
    return {
        "order_id": order_id,
        "item_ids": list(old),
        "new_item_ids": list(new),
        "payment_method_id": method_id,
    }
