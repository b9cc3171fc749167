"""The rules as data: whole, and a shop's own laid over them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import ecreco.shop.aftersales as aftersales
from ecreco.shop.aftersales.policy_text import policy_words
from ecreco.shop.aftersales.rules import ACTIONS, OrderRules, Rule
from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Policy
from ecreco.shop.shop import Shop

SHIPPED = OrderRules.of({})
SOURCES = "".join(path.read_text() for path in Path(aftersales.__file__).parent.glob("*.py"))


def test_every_state_is_reached_by_what_leads_to_it() -> None:
    for name, state in SHIPPED.states.items():
        for action in state.actions:
            leads_to = SHIPPED.actions[action].leads_to
            assert leads_to is None or leads_to in state.next, (name, action)
    assert {action for state in SHIPPED.states.values() for action in state.actions} == {*ACTIONS} - {
        "change_customer_address"
    }


def test_every_rule_is_used_and_every_used_one_is_there() -> None:
    used = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', SOURCES))
    used |= {each.status_rule for each in SHIPPED.actions.values()}
    assert set(SHIPPED.rules) - used == set()


def test_a_shop_lays_its_own_over_them() -> None:
    own: dict[str, Any] = {
        "actions": {"cancel_order": {"reasons": ["too late"]}},
        "states": {"shipped": {"actions": []}},
    }
    rules = OrderRules.of({"order_rules": own})
    assert rules.actions["cancel_order"].reasons == ("too late",)
    assert rules.actions["cancel_order"].leads_to == "cancelled"
    assert SHIPPED.actions["cancel_order"].reasons != ("too late",)


@pytest.mark.parametrize(
    "own",
    [
        {"states": {"pending": {"actions": ["drop"]}}},
        {"states": {"pending": {"next": ["lost"]}}},
        {"states": {"lost": {"actions": [], "next": []}}},
        {"actions": {"cancel_order": {"leads_to": "lost"}}},
        {"actions": {"cancel_order": {"status_rule": "none"}}},
        {"actions": {"cancel_order": {"colour": "red"}}},
        {"rules": {"cancel_reason": 5}},
        [1],
    ],
)
def test_a_broken_setting_is_named(own: object) -> None:
    with pytest.raises(OperatorError, match="order_rules"):
        OrderRules.of({"order_rules": own})


def test_the_shops_own_sentence_is_quoted() -> None:
    rule = Rule("r", "Returns", "An order can only be returned if its status is delivered.")
    text = "Welcome. We wrap gifts.\n\nAn order can be returned only once its status is delivered. Ask us."
    other = Policy(
        policy_id="o", title="Other", text="An order can only be returned if its status is delivered, truly."
    )
    own = Policy(policy_id="r", title="returns", text=text)
    assert policy_words(rule, [other, own]) == "Returns: An order can be returned only once its status is delivered."
    assert policy_words(rule, [other]) == rule.says
    under = Policy(policy_id="u", title="All", text=f"Hello\n### Returns\n{text.splitlines()[2]}\n### More\nno")
    assert policy_words(rule, [under]) == "Returns: An order can be returned only once its status is delivered."


def test_every_rule_of_the_tau2_shop_finds_its_sentence(tau2_shop: Shop) -> None:
    policies = tau2_shop.policies.all()
    known = {"own_records", "complete_request", "customer_address"}  # of the preamble, which no heading carries
    known |= {"return_window", "exchange_window"}  # that shop has no windows
    whole = "\n".join(policy.text for policy in policies)
    for rule in SHIPPED.rules.values():
        if rule.rule_id not in known:
            sentence = policy_words(rule, policies).removeprefix(f"{rule.section}: ")
            assert sentence in whole, rule
