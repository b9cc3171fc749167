"""Check an action against the rules, or do it: exactly once, effect and receipt in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.orm import Session

from ecreco.shop.actions import Receipt
from ecreco.shop.aftersales.cancelling import plan_cancel
from ecreco.shop.aftersales.changing import plan_customer_address, plan_order_address, plan_payment
from ecreco.shop.aftersales.desk import Desk, Plan, find_order
from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.requests import ChangeCustomerAddress, Request, meaning, read_request, record_of
from ecreco.shop.aftersales.returning import plan_return
from ecreco.shop.aftersales.rules import ActionName, OrderRules
from ecreco.shop.aftersales.swapping import plan_change_items, plan_exchange
from ecreco.shop.shop import Shop

_PLANS: Mapping[str, Callable[[Desk, Any], Plan]] = {
    "cancel_order": plan_cancel,
    "change_order_items": plan_change_items,
    "change_order_address": plan_order_address,
    "change_order_payment": plan_payment,
    "change_customer_address": plan_customer_address,
    "return_items": plan_return,
    "exchange_items": plan_exchange,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say to an action, before anything is written.

    why: one sentence, with the reason of a refusal. rule: its name. policy: the policy's words it rests on; terms:
    more of them that the customer should hear before a yes. summary: lines to confirm. amounts: minor units of
    `currency` by name (`refund`, `charge`, `price_difference`). possible: what the order allows instead, the best
    first. key: hand it to `perform` to do exactly this once.
    """

    accepted: bool
    action: str
    why: str
    rule: str
    policy: str = ""
    terms: tuple[str, ...] = ()
    record_id: str = ""
    summary: tuple[str, ...] = ()
    amounts: Mapping[str, int] = field(default_factory=dict)
    currency: str = ""
    possible: tuple[ActionName, ...] = ()
    key: str = ""


class _AlreadyDone(Exception):
    """The effect would change nothing and the same was done before."""


def check(shop: Shop, action: str, arguments: Mapping[str, Any] | object, *, customer_id: str | None) -> Verdict:
    """The verdict on an action. Writes nothing and raises nothing for what a customer or a model can get wrong.

    arguments: as `read_request` reads them. customer_id: whose records these must be; None where identity
    counts as given (a replay).
    """
    try:
        request = read_request(action, arguments)
        name = cast(ActionName, action)
        desk = Desk(shop, name, OrderRules.of(shop.info.settings), customer_id)
        plan = _PLANS[action](desk, request)
    except Refusal as refusal:
        return Verdict(
            accepted=False,
            action=str(action),
            why=refusal.message,
            rule=refusal.rule,
            policy=refusal.policy,
            possible=refusal.possible,
        )
    return Verdict(
        accepted=True,
        action=action,
        why=plan.summary[0],
        rule=plan.rule,
        policy=desk.policy(plan.rule),
        terms=tuple(desk.policy(rule) for rule in plan.terms),
        record_id=plan.record_id,
        summary=plan.summary,
        amounts=plan.amounts,
        currency=plan.order.currency if plan.order else shop.info.currency,
        key=_next_key(shop, name, request),
    )


def perform(
    shop: Shop,
    action: str,
    arguments: Mapping[str, Any] | object,
    *,
    customer_id: str | None,
    conversation_id: str = "",
    key: str | None = None,
    agreed: Mapping[str, int] | None = None,
    action_id: str | None = None,
) -> Receipt:
    """Check again and do it, once. The receipt's data: `record_id`, `summary`, `amounts`, `policy`, `changes`.

    key: of the verdict that was confirmed; the same key never writes twice and returns the first receipt. Without
    it, a request that was just done is recognised by its meaning. agreed: the amounts the customer said yes to.
    action_id: the pending action this answers (`Actions.run`). customer_id: as in `check`.

    Raises Refusal, having written nothing: a rule forbids it, or (`changed_since`) the amounts are others now.
    """
    request = read_request(action, arguments)
    name = cast(ActionName, action)
    rules = OrderRules.of(shop.info.settings)
    _check_owner(Desk(shop, name, rules, customer_id), request)
    chosen = key or _next_key(shop, name, request)
    earlier = None if key else _receipt_before(shop, chosen)

    def effect(session: Session) -> Mapping[str, Any]:
        desk = Desk(shop, name, rules, customer_id, session)
        plan = _PLANS[action](desk, request)
        if agreed is not None and dict(agreed) != dict(plan.amounts):
            raise Refusal("The amounts have changed since they were confirmed.", rule="changed_since")
        if not _write(shop, plan, session) and earlier is not None:
            raise _AlreadyDone
        return {
            "record_id": plan.record_id,
            "summary": list(plan.summary),
            "amounts": dict(plan.amounts),
            "policy": desk.policy(plan.rule),
            "changes": dict(plan.changes),
        }

    try:
        return shop.actions.run(chosen, action, conversation_id, effect, action_id=action_id)
    except (Refusal, _AlreadyDone):
        if earlier is not None:
            return earlier
        raise


def allowed_actions(shop: Shop, order_id: str) -> tuple[ActionName, ...]:
    """What the order's state lets a customer do. Raises NotFound."""
    return OrderRules.of(shop.info.settings).allowed(shop.orders.get(order_id).status)


def _write(shop: Shop, plan: Plan, session: Session) -> bool:
    """Whether anything is different now."""
    orders = shop.orders.upsert([plan.order], session=session) if plan.order else None
    customers = shop.customers.upsert([plan.customer], session=session) if plan.customer else None
    return bool((orders and orders.any) or (customers and customers.any))


def _check_owner(desk: Desk, request: Request) -> None:
    """Before any receipt is looked up: what was done on another's record is not told."""
    if isinstance(request, ChangeCustomerAddress):
        desk.customer(request.customer_id)
    else:
        desk.own_order(request.order_id)


def _next_key(shop: Shop, action: ActionName, request: Request) -> str:
    """The business key: what is meant, and how often exactly that was done before.

    An address may go from A to B, back to A and to B again: three writes, though two of them mean the same.
    """
    record_id = record_of(request)
    order = None if action == "change_customer_address" else find_order(shop, record_id)
    stem = f"{action}:{order.order_id if order else record_id}:{meaning(action, request)}"
    done = 0
    while shop.actions.receipt(f"{stem}:{done}") is not None:
        done += 1
    return f"{stem}:{done}"


def _receipt_before(shop: Shop, key: str) -> Receipt | None:
    stem, _, number = key.rpartition(":")
    return shop.actions.receipt(f"{stem}:{int(number) - 1}") if int(number) else None
