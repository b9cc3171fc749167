"""The short form of the crash test: each step once, and some random instants. `crashes.py` has the long form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.shop.aftersales.crashes import KINDS, every_step, open_shop, random_points

WRONG = ("half", "lost", "twice", "money_wrong")


@pytest.mark.parametrize("kind", KINDS)
def test_death_at_any_step_loses_nothing_and_doubles_nothing(tmp_path: Path, kind: str) -> None:
    with open_shop(tmp_path) as shop:
        found = every_step(shop, kind)
    assert {name: found[name] for name in WRONG} == dict.fromkeys(WRONG, 0)
    assert found["died"] == found["points"] - 1 > 15
    assert 0 < found["done_before_the_crash"] < found["points"]


def test_death_at_random_instants_and_double_submits(tmp_path: Path) -> None:
    with open_shop(tmp_path) as shop:
        found = random_points(shop, 60, random.Random(1))
    assert {name: found[name] for name in WRONG} == dict.fromkeys(WRONG, 0)
    assert found["died"] > 10
