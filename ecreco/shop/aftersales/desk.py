"""Where a request is judged: the records it is about, the rules, and the way to refuse it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ecreco.shop.aftersales.payment_methods import balance_of, is_gift_card, shown_method
from ecreco.shop.aftersales.policy_text import policy_words
from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.rules import ActionName, ActionRules, OrderRules
from ecreco.shop.columns import now
from ecreco.shop.money import format_money
from ecreco.shop.records import Customer, Order, Payment, Product
from ecreco.shop.shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an action would write: the records after it. Nothing is written yet.

    payments: what is booked on the order now. amounts: minor units by name. summary: lines for the customer.
    rule: the main rule that allows it; terms: rules the customer should hear before the yes. changes: what the
    receipt keeps, field → [before, after].
    """

    record_id: str
    rule: str
    summary: tuple[str, ...]
    terms: tuple[str, ...] = ()
    order: Order | None = None
    customer: Customer | None = None
    payments: tuple[Payment, ...] = ()
    amounts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """One judgement. customer_id: whose records may be touched, None where identity counts as given.

    session: the transaction the action runs in; None for a check. With it, records are locked as they are read.
    """

    shop: Shop
    action: ActionName
    rules: OrderRules
    customer_id: str | None = None
    session: Session | None = None
    at: datetime = field(default_factory=now)

    @property
    def own(self) -> ActionRules:
        """The rules of this action."""
        return self.rules.actions[self.action]

    def order(self, order_id: str) -> Order:
        """The order, however its number is spelled, in a state that allows the action. Refuses."""
        found = self.own_order(order_id)
        self._check_state(found)
        return found

    def own_order(self, order_id: str) -> Order:
        """The order in whatever state. A foreign one and a missing one look alike."""
        found = find_order(self.shop, order_id, session=self.session)
        if found is None or self.customer_id not in (None, found.customer_id):
            raise self.refuse(
                "own_records", f"There is no order {order_id[:40]} among the customer's orders.", status=404
            )
        return found

    def customer(self, customer_id: str) -> Customer:
        """The customer. A foreign one and a missing one look alike."""
        found = None
        if self.customer_id in (None, customer_id):
            found = self.shop.customers.find(customer_id, session=self.session, lock=self.session is not None)
        if found is None:
            raise self.refuse("own_records", "There is no such customer profile.", status=404)
        return found

    def product(self, product_id: str) -> Product | None:
        """A product as it is sold now."""
        return self.shop.catalog.find(product_id, session=self.session)

    def method(self, customer: Customer, method_id: str, rule: str) -> Mapping[str, Any]:
        """One of the customer's own payment methods. Refuses."""
        method = customer.payment_methods.get(method_id)
        if method is None:
            known = ", ".join(shown_method(name, each) for name, each in customer.payment_methods.items())
            raise self.refuse(
                rule, f"The profile has no payment method {method_id[:60]}; it has {known or 'none'}.", status=422
            )
        return method

    def covers(self, method: Mapping[str, Any], amount: int, currency: str, rule: str) -> None:
        """Refuse a gift card whose balance is less than the amount to pay."""
        if is_gift_card(method) and balance_of(method, currency) < amount:
            held, due = (format_money(each, currency) for each in (balance_of(method, currency), amount))
            raise self.refuse(rule, f"The gift card holds {held}, and {due} is to be paid.")

    def refuse(self, rule: str, why: str, *, status: int = 409, possible: tuple[ActionName, ...] = ()) -> Refusal:
        """The refusal, with the policy's words."""
        return Refusal(why, rule=rule, policy=self.policy(rule), possible=possible, status=status)

    def policy(self, rule: str) -> str:
        """The policy's words for a rule."""
        return policy_words(self.rules.rule(rule), self.shop.policies.all())

    def _check_state(self, order: Order) -> None:
        allowed = self.rules.allowed(order.status)
        if self.action in allowed:
            return
        possible = tuple(name for name in self.own.instead if name in allowed)
        rest = tuple(name for name in allowed if name not in possible)
        why = f"Order {order.order_id} is {order.status}, so it is not possible to {self.own.name}."
        state = self.rules.states.get(order.status)
        rule = (state and state.because) or self.own.status_rule
        raise self.refuse(rule, why, possible=possible + rest)


def find_order(shop: Shop, order_id: str, *, session: Session | None = None) -> Order | None:
    """The order as its number is given, or else without spaces, in capitals and with its `#`.

    session: the transaction that will write it; the record is locked in it.
    """
    compact = re.sub(r"[\s#]+", "", order_id).upper()
    for spelling in dict.fromkeys((order_id, f"#{compact}", compact)):
        found = shop.orders.find(spelling, session=session, lock=session is not None)
        if found is not None:
            return found
    return None
