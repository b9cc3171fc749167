"""Every gold write of the tau2 training tasks, task by task on fresh copies, against the small reference."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ecreco.shop.aftersales import export_tau2, replay
from ecreco.shop.aftersales.replay import WRITES
from ecreco.shop.shop import Shop
from tests.shop.aftersales import reference

Write = dict[str, Any]
FREE = {"address1", "address2", "city", "state", "country"}  # arguments that hold any words


def gold(tasks: list[dict[str, Any]]) -> Iterator[tuple[str, list[Write]]]:
    for task in tasks:
        actions = task["evaluation_criteria"]["actions"] or []
        writes = [{"name": a["name"], "arguments": a["arguments"]} for a in actions if a["name"] in WRITES]
        if writes:
            yield task["id"], writes


def expected(source: dict[str, Any], writes: list[Write]) -> tuple[list[bool], dict[str, Any]]:
    """The reference's verdicts and the records it changed."""
    db = {"products": source["products"], **{k: copy.copy(source[k]) for k in ("users", "orders")}}
    ids = {each["arguments"].get("order_id") for each in writes} & set(db["orders"])
    users = {db["orders"][each]["user_id"] for each in ids} | {each["arguments"].get("user_id") for each in writes}
    for kind, some in (("orders", ids), ("users", users & set(db["users"]))):
        db[kind].update({each: copy.deepcopy(db[kind][each]) for each in some})
    verdicts = []
    for write in writes:
        try:
            reference.apply(db, write["name"], write["arguments"])
            verdicts.append(True)
        except reference.Refused:
            verdicts.append(False)
    changed = {
        name: {key: record for key, record in db[kind].items() if record != source[kind][key]}
        for name, kind in (("orders", "orders"), ("customers", "users"))
    }
    return verdicts, changed


@contextmanager
def fresh(shop: Shop, folder: Path) -> Iterator[Shop]:
    with shop.copy_to(folder) as copied:
        yield copied


def replayed(shop: Shop, writes: list[Write], folder: Path) -> tuple[list[bool], dict[str, Any]]:
    with fresh(shop, folder) as copied:
        *verdicts, changed = replay(copied, [json.dumps(write) for write in writes])
    assert all(set(each) == {"accepted", "why"} and each["why"] for each in verdicts)
    return [each["accepted"] for each in verdicts], changed


def test_gold_writes_give_the_reference_verdicts_and_records(
    tau2_shop: Shop, tau2_source: dict[str, Any], tau2_tasks: list[dict[str, Any]], tmp_path: Path
) -> None:
    seen = []
    for task_id, writes in gold(tau2_tasks):
        want = expected(tau2_source, writes)
        got = replayed(tau2_shop, writes, tmp_path / task_id)
        assert got == want, f"task {task_id}"
        seen += got[0]
    assert (len(seen), sum(seen)) == (120, 119)  # in one, the gift card holds $17.00 and the difference is $21.10


def test_writes_that_were_bent_get_the_reference_verdicts_and_records(
    tau2_shop: Shop, tau2_source: dict[str, Any], tau2_tasks: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Every write, in one of its arguments another value of this shop: many against the policy, some within it."""
    rng = random.Random(7)
    seen = []
    with fresh(tau2_shop, tmp_path) as shop:
        writes = [_bent(each, tau2_source, rng) for _, some in gold(tau2_tasks) for each in some for _ in range(3)]
        want, records = expected(tau2_source, writes)
        *verdicts, changed = replay(shop, [json.dumps(write) for write in writes])
        seen = [each["accepted"] for each in verdicts]
        assert seen == want, [w for w, a, b in zip(writes, seen, want, strict=True) if a != b][:3]
        assert changed == records
        whole = export_tau2(shop)
    assert min(sum(seen), len(seen) - sum(seen)) > 40
    untouched = {key: record for key, record in tau2_source["orders"].items() if key not in changed["orders"]}
    assert untouched.items() <= whole["orders"].items()


def _bent(write: Write, source: dict[str, Any], rng: random.Random) -> Write:
    arguments = dict(write["arguments"])
    name = rng.choice([key for key in arguments if key not in FREE] or ["zip"])
    order = source["orders"].get(arguments.get("order_id"), {})
    methods = source["users"][order["user_id"]]["payment_methods"] if order else {}
    items = [item["item_id"] for item in order.get("items", [])]
    variants = [v for item in order.get("items", []) for v in source["products"][item["product_id"]]["variants"]]
    choices: dict[str, list[Any]] = {
        "order_id": [rng.choice(list(source["orders"])), "#W0000000"],
        "payment_method_id": [*methods, "gift_card_0000000"],
        "reason": ["no longer needed", "ordered by mistake", "found it cheaper"],
        "item_ids": [rng.choices(items, k=len(arguments.get("item_ids", [1]))) if items else []],
        "new_item_ids": [rng.choices(variants, k=len(arguments.get("item_ids", [1]))) if variants else []],
        "user_id": [rng.choice(list(source["users"])), "nobody_1"],
        "zip": ["00001"],
    }
    arguments[name] = rng.choice(choices[name])
    return {"name": write["name"], "arguments": arguments}
