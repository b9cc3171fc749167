"""`ecreco replay` as a user runs it: a line a verdict, the changed records last, no stack trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import AWAY, CARD, everything, fill
from tests.ui.conftest import ecreco

ADDRESS = {**AWAY, "state": "HB"}
WRITES: list[tuple[str, bool]] = [
    (json.dumps({"name": name, "arguments": arguments}), accepted)
    for name, arguments, accepted in (
        ("cancel_pending_order", {"order_id": "#P2", "reason": "no longer needed"}, True),
        ("cancel_pending_order", {"order_id": "#P2", "reason": "no longer needed"}, False),
        ("modify_pending_order_payment", {"order_id": "#P1", "payment_method_id": "paypal_1"}, True),
        ("modify_pending_order_address", {"order_id": "#P1", **ADDRESS}, True),
        ("modify_pending_order_items",
         {"order_id": "#P1", "item_ids": ["L-B"], "new_item_ids": ["L-G"], "payment_method_id": CARD}, True),
        ("modify_pending_order_address", {"order_id": "#P1", **ADDRESS}, False),
        ("exchange_delivered_order_items",
         {"order_id": "#D1", "item_ids": ["L-B"], "new_item_ids": ["C-R"], "payment_method_id": CARD}, False),
        ("return_delivered_order_items", {"order_id": "#D1", "item_ids": ["L-B"], "payment_method_id": CARD}, True),
        ("modify_user_address", {"user_id": "ben", **ADDRESS}, True),
        ("modify_user_address", {"user_id": "nobody", **ADDRESS}, False),
        ("get_order_details", {"order_id": "#P1"}, False),
        ("drop_tables", {}, False),
        ("cancel_pending_order", ["#P1"], False),
        ("cancel_pending_order", None, False),
    )
]  # fmt: skip
BAD = [("no json", False), ("[1]", False), ('{"name": 5}', False), ('"\\ud800"', False), ("[" * 5000, False)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the small shop in it."""
    home = tmp_path / "home"
    with Shop.open("small", Settings(home=home, database_url=None, chroma_url=None), create=True) as shop:
        fill(shop)
    return home


def replay(home: Path, *more: str, lines: list[tuple[str, bool]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    file = home / "actions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\n\n".join(line for line, _ in lines).encode() + b"\n\xff\xfe\n")
    done = ecreco(home, "replay", str(file), "--shop", "small", *more)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    *verdicts, changed = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(each) == {"accepted", "why"} and each["why"] for each in verdicts)
    assert [each["accepted"] for each in verdicts] == [*(accepted for _, accepted in lines), False]
    return verdicts, changed


def state(home: Path) -> tuple[dict[str, str], dict[str, str]]:
    with Shop.open("small", Settings(home=home, database_url=None, chroma_url=None)) as shop:
        return everything(shop)


def test_a_dry_run_tells_all_and_writes_nothing(home: Path) -> None:
    before = state(home)
    verdicts, changed = replay(home, "--dry-run", lines=WRITES + BAD)
    assert state(home) == before
    assert "only be cancelled if its status is pending" in verdicts[1]["why"]
    assert "changes no record" in verdicts[10]["why"]
    assert set(changed) == {"orders", "customers"}
    assert set(changed["orders"]) == {"#P1", "#P2", "#D1"}
    assert set(changed["customers"]) == {"ada", "ben"}
    assert changed["orders"]["#P2"]["cancel_reason"] == "no longer needed"
    assert changed["orders"]["#P1"]["address"] == ADDRESS
    assert changed["customers"]["ben"]["address"] == ADDRESS


def test_a_replay_writes_and_a_second_one_finds_it_done(home: Path) -> None:
    before = state(home)
    _, changed = replay(home, lines=WRITES[:1])
    assert list(changed["orders"]) == ["#P2"]
    assert state(home) != before
    _, changed = replay(home, lines=WRITES[1:2])
    assert changed == {"orders": {}, "customers": {}}


@pytest.mark.parametrize(("file", "shop", "status"), [("none.jsonl", "small", 2), ("a.jsonl", "other", 1)])
def test_what_is_not_there_is_named_in_one_line(home: Path, file: str, shop: str, status: int) -> None:
    (home / "a.jsonl").write_text("")
    done = ecreco(home, "replay", str(home / file), "--shop", shop)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
