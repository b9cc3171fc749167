"""The order rules as data: states, actions, and the policy section that each rule comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from ecreco.shop.errors import OperatorError
from ecreco.shop.records import OrderStatus

ActionName = Literal[
    "cancel_order", "change_order_items", "change_order_address", "change_order_payment",
    "change_customer_address", "return_items", "exchange_items",
]  # fmt: skip
ACTIONS: tuple[ActionName, ...] = get_args(ActionName)
SETTING = "order_rules"  # the key of a shop's settings that is laid over the shipped rules
_FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. section: heading of the policy it comes from; says: the rule in our words."""

    rule_id: str
    section: str
    says: str


@dataclass(frozen=True, slots=True)
class State:
    """One state of an order: what a customer may do in it, and which states can follow.

    because: the rule that forbids everything else in it; None where that is the action's own.
    """

    actions: tuple[ActionName, ...]
    next: tuple[str, ...]
    because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRules:
    """What holds for one action.

    leads_to: the order's state after it, None where it stays. once: at most once per order though the state stays.
    reasons: the only ones accepted. refund_to: `original` and `gift_card`, or empty for any method.
    window_days: days after delivery, None for no window; by narrowest matching category where that says otherwise.
    """

    name: str
    status_rule: str
    leads_to: OrderStatus | None = None
    once: bool = False
    reasons: tuple[str, ...] = ()
    refund_to: tuple[str, ...] = ()
    instead: tuple[ActionName, ...] = ()
    window_days: int | None = None
    window_days_by_category: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderRules:
    """All rules of one shop."""

    states: Mapping[str, State]
    actions: Mapping[str, ActionRules]
    rules: Mapping[str, Rule]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> OrderRules:
        """The shipped rules with a shop's own (`settings["order_rules"]`) laid over them. Raises OperatorError."""
        own = settings.get(SETTING)
        if not own:
            return _shipped()
        try:
            return _build(_laid_over(_read(), own))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OperatorError(f"The shop's {SETTING} cannot be used: {error}.", code="bad_order_rules") from error

    def allowed(self, status: str) -> tuple[ActionName, ...]:
        """What a customer may do with an order in this state."""
        state = self.states.get(status)
        return state.actions if state else ()

    def rule(self, rule_id: str) -> Rule:
        """One rule by its name."""
        return self.rules[rule_id]


@lru_cache(maxsize=1)
def _shipped() -> OrderRules:
    return _build(_read())


def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _laid_over(merged[key], value) if both else value
    return merged


def _build(data: Mapping[str, Any]) -> OrderRules:
    states = {
        name: State(_actions(value["actions"]), tuple(value["next"]), value.get("because"))
        for name, value in data["states"].items()
    }
    if strange := set(states) - set(get_args(OrderStatus)):
        raise ValueError(f"orders have no states {sorted(strange)}")
    for name, state in states.items():
        if unknown := set(state.next) - set(states):
            raise ValueError(f"the state {name!r} leads to unknown states {sorted(unknown)}")
    actions: dict[str, ActionRules] = {_action(name): _action_rules(value) for name, value in data["actions"].items()}
    if missing := set(ACTIONS) - set(actions):
        raise ValueError(f"there are no rules for {sorted(missing)}")
    rules = {name: Rule(name, value["section"], value["says"]) for name, value in data["rules"].items()}
    named = {state.because for state in states.values()} | {each.status_rule for each in actions.values()}
    if unknown := {name for name in named if name} - set(rules):
        raise ValueError(f"there are no rules {sorted(unknown)}")
    for each in actions.values():
        if each.leads_to is not None and each.leads_to not in states:
            raise ValueError(f"there is no state {each.leads_to!r}")
    return OrderRules(states, actions, rules)


def _action_rules(value: Mapping[str, Any]) -> ActionRules:
    lists = {name: tuple(value[name]) for name in ("reasons", "refund_to") if name in value}
    values: dict[str, Any] = {**value, **lists, "instead": _actions(value.get("instead", ()))}
    return ActionRules(**values)


def _actions(names: Any) -> tuple[ActionName, ...]:
    return tuple(_action(name) for name in names)


def _action(name: str) -> ActionName:
    if name not in ACTIONS:
        raise ValueError(f"there is no action {name!r}")
    return name
