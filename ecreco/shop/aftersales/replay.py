"""Replaying writes under tau2's tool names through the shop's own rules: one verdict a line, then what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.rules import ActionName
from ecreco.shop.aftersales.service import check, perform
from ecreco.shop.aftersales.tau2_form import changed_records, fingerprints
from ecreco.shop.errors import CustomerError
from ecreco.shop.shop import Shop

WRITES: dict[str, ActionName] = {
    "cancel_pending_order": "cancel_order",
    "modify_pending_order_items": "change_order_items",
    "modify_pending_order_address": "change_order_address",
    "modify_pending_order_payment": "change_order_payment",
    "modify_user_address": "change_customer_address",
    "return_delivered_order_items": "return_items",
    "exchange_delivered_order_items": "exchange_items",
}
READS = frozenset(
    {
        "find_user_id_by_email", "find_user_id_by_name_zip", "get_user_details", "get_order_details",
        "get_product_details", "get_item_details", "list_all_product_types", "calculate", "think",
        "transfer_to_human_agents",
    }
)  # fmt: skip
_LONGEST = 1_000_000  # characters of one line


def replay(shop: Shop, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """`{"accepted", "why"}` for each line that is not blank, then `{"orders": {}, "customers": {}}`.

    The last has every record that changed, in the source's form. Identity and confirmation count as given. A line
    that cannot be read gets a verdict like any other.
    """
    before = fingerprints(shop)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _verdict(shop, line, number)
    yield changed_records(shop, before)


def _verdict(shop: Shop, line: str, number: int) -> dict[str, Any]:
    try:
        name, arguments = _read(line)
    except ValueError as error:
        return _refused(f"Line {number} cannot be read: {error}.")
    if name in READS:
        return _refused(f"{name} changes no record; only writes are replayed.")
    if name not in WRITES:
        return _refused(f"There is no tool {name[:80]!r}; the writes are {', '.join(WRITES)}.")
    if name == "modify_user_address" and isinstance(arguments, dict) and "user_id" in arguments:
        arguments = {**{k: v for k, v in arguments.items() if k != "user_id"}, "customer_id": arguments["user_id"]}
    return _replayed(shop, WRITES[name], arguments)


def _replayed(shop: Shop, action: ActionName, arguments: object) -> dict[str, Any]:
    verdict = check(shop, action, arguments, customer_id=None)
    if not verdict.accepted:
        return _refused(" ".join(part for part in (verdict.why, verdict.policy and f"[{verdict.policy}]") if part))
    try:
        perform(
            shop,
            action,
            arguments,
            customer_id=None,
            conversation_id="replay",
            key=verdict.key,
            agreed=verdict.amounts,
        )
    except Refusal as refusal:
        return _refused(f"{refusal.message} [{refusal.policy}]" if refusal.policy else refusal.message)
    except CustomerError as error:
        return _refused(error.message)
    return {"accepted": True, "why": f"{' '.join(verdict.summary)} [{verdict.policy}]"}


def _refused(why: str) -> dict[str, Any]:
    return {"accepted": False, "why": why}


def _read(line: str) -> tuple[str, object]:
    if len(line) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST:,} characters")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON ({str(error).splitlines()[0][:100]})") from error
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise ValueError('it is no object with a "name" and "arguments"')
    return value["name"], value.get("arguments", {})
