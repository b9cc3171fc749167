"""Killing the process while an action runs, at any instant, alone or with the same submit from a second tab.

Run the long form with `python -m tests.shop.aftersales.crashes --points 1000`: prints what was lost and done twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from ecreco.shop.aftersales import Verdict
from ecreco.shop.aftersales.payment_methods import balance_of
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import CARD, GIFT, PRODUCTS, check, customer, order, perform

Die = Callable[[], None]
KINDS = ("return_items", "cancel_order", "change_order_items", "change_order_payment")


@dataclass(frozen=True)
class Wish:
    """An action that was confirmed, the arguments, and what it moves on the gift card."""

    action: str
    arguments: dict[str, Any]
    verdict: Verdict
    moves: int


def open_shop(home: Path) -> Shop:
    """Ada with no orders and a well filled gift card."""
    shop = Shop.open("crash", Settings(home=home, database_url=None, chroma_url=None), create=True)
    shop.catalog.upsert(PRODUCTS)
    rich = {GIFT: {"source": "gift_card", "id": GIFT, "balance": 1e6}, CARD: {"source": "credit_card", "id": CARD}}
    shop.customers.upsert([customer(payment_methods=rich)])
    return shop


def wish(shop: Shop, kind: str, number: int) -> Wish:
    """An order of its own, and a confirmed wish about it."""
    order_id = f"#K{number}"
    delivered = kind == "return_items"
    paid_with = CARD if kind == "change_order_payment" else GIFT
    shop.orders.upsert([order(order_id, "delivered" if delivered else "pending", paid_with)])
    more: dict[str, dict[str, Any]] = {
        "return_items": {"item_ids": ["L-R", "L-B"], "payment_method_id": GIFT},
        "cancel_order": {"reason": "no longer needed"},
        "change_order_items": {"item_ids": ["L-R"], "new_item_ids": ["L-B"], "payment_method_id": GIFT},
        "change_order_payment": {"payment_method_id": GIFT},
    }
    arguments = {"order_id": order_id, **more[kind]}
    verdict = check(shop, kind, arguments)
    assert verdict.accepted, verdict.why
    moves = {"return_items": 0, "cancel_order": 6550, "change_order_items": -550, "change_order_payment": -6550}
    return Wish(kind, arguments, verdict, moves[kind])


def submit(shop: Shop, wanted: Wish) -> None:
    """What a door does after the yes."""
    perform(shop, wanted.action, wanted.arguments, key=wanted.verdict.key, agreed=wanted.verdict.amounts)


def in_a_process(shop: Shop, wanted: Wish, arm: Callable[[Shop], None]) -> int:
    """Submit in a child process that `arm` has set to die; its process id. No connection crosses the fork."""
    shop.close()
    child = os.fork()
    if child == 0:
        try:
            arm(shop)
            submit(shop, wanted)
        finally:
            os._exit(0)
    return child


def at_step(step: int) -> Callable[[Shop], None]:
    """Die at the nth thing the database is told: before or after a statement, before or after a commit."""

    def arm(shop: Shop) -> None:
        seen = 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == step:
                os._exit(9)

        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(shop.database.engine, name, count)

    return arm


def within(seconds: float) -> Callable[[Shop], None]:
    """Die after so long, wherever that is, in C code too: an alarm nobody handles ends a process."""

    def arm(_: Shop) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return arm


def settle(shop: Shop, wanted: Wish, children: list[int], before: int) -> Counter[str]:
    """Wait for the children, look at what stands, submit again as a customer would, and count."""
    died = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    order_id = wanted.arguments["order_id"]
    written = "requested" in shop.orders.get(order_id).status or len(shop.orders.get(order_id).payments) > 1
    receipt = shop.actions.receipt(wanted.verdict.key) is not None
    found = Counter(died=died, points=1, done_before_the_crash=int(receipt))
    found["half"] = int(written != receipt)
    submit(shop, wanted)
    now = gift(shop)
    after = shop.orders.get(order_id)
    entries = {"return_items": 1, "cancel_order": 2, "change_order_items": 2, "change_order_payment": 3}
    found["lost"] = int(after.status == "delivered" or len(after.payments) < entries[wanted.action])
    found["twice"] = int(len(after.payments) > entries[wanted.action])
    found["money_wrong"] = int(now - before != wanted.moves)
    return found


def gift(shop: Shop) -> int:
    return balance_of(shop.customers.get("ada").payment_methods[GIFT], "EUR")


def every_step(shop: Shop, kind: str) -> Counter[str]:
    """Die at each step in turn, until the action ends by itself."""
    total: Counter[str] = Counter()
    for step in range(1, 500):
        wanted, before = wish(shop, kind, step), gift(shop)
        found = settle(shop, wanted, [in_a_process(shop, wanted, at_step(step))], before)
        total += found
        if not found["died"]:
            break
    return total


def random_points(shop: Shop, points: int, rng: random.Random) -> Counter[str]:
    """Die at random instants; every third time two tabs submit at once."""
    total: Counter[str] = Counter()
    started = time.perf_counter()
    submit(shop, wish(shop, "cancel_order", 900_000))
    longest = 3 * (time.perf_counter() - started)
    for number in range(points):
        wanted, before = wish(shop, rng.choice(KINDS), 1_000_000 + number), gift(shop)
        tabs = 2 if number % 3 == 0 else 1
        children = [in_a_process(shop, wanted, within(rng.uniform(1e-4, longest))) for _ in range(tabs)]
        total += settle(shop, wanted, children, before)
    return total


def told_all(found: Counter[str]) -> dict[str, int]:
    """Zeros too."""
    names = ("points", "died", "done_before_the_crash", "half", "lost", "twice", "money_wrong")
    return {name: found[name] for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_shop(Path(folder)) as shop:
        steps = {kind: every_step(shop, kind) for kind in KINDS}
        found = random_points(shop, told.points, random.Random(told.seed))
        print(
            json.dumps({**{kind: told_all(each) for kind, each in steps.items()}, "random": told_all(found)}, indent=1)
        )


if __name__ == "__main__":
    main()
