from __future__ import annotations

from typing import Any

import pytest

from ecreco.recommender.rules import Rules
from ecreco.shop.errors import OperatorError
from tests.recommender.samples import PRODUCTS

KETTLE, LAMP = PRODUCTS[0], PRODUCTS[4]
SHIRT = PRODUCTS[8]


def test_boost_bury_and_exclude_meet_brand_category_product_and_family() -> None:
    rules = Rules.read(
        {"rules": [
            {"action": "boost", "brand": "heron", "weight": 0.2},
            {"action": "bury", "category": "Kettles", "weight": 0.05},
            {"action": "exclude", "product": "S"},
        ]}
    )  # fmt: skip
    assert rules.shift(KETTLE) == pytest.approx(0.15)
    assert rules.shift(LAMP) == 0.0
    assert rules.excludes(SHIRT)
    assert not rules.excludes(KETTLE)


def test_no_rules_change_nothing() -> None:
    assert len(Rules.read({})) == 0
    assert Rules.read({}).shift(KETTLE) == 0.0


@pytest.mark.parametrize(
    "rule",
    [
        "boost",
        {"action": "promote", "brand": "x"},
        {"action": "boost"},
        {"action": "boost", "brand": "x", "category": "y"},
        {"action": "boost", "brand": "x", "weight": 7},
        {"action": "boost", "brand": "x", "weight": True},
        {"action": "boost", "brand": "x", "until": "2026"},
    ],
)
def test_a_broken_rule_is_named_by_its_number(rule: Any) -> None:
    with pytest.raises(OperatorError, match="Rule 2"):
        Rules.read({"rules": [{"action": "boost", "brand": "x"}, rule]})


def test_rules_must_be_a_list() -> None:
    with pytest.raises(OperatorError, match="list"):
        Rules.read({"rules": {"action": "boost"}})
