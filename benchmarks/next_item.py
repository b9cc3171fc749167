"""Next purchase, full-catalog ranking: the product's own recommender and the baselines, side by side.

    python -m benchmarks.next_item --data ../shared/data/next_item --name office --json

Trains on DIR/NAME_items.jsonl.gz and DIR/NAME_valid.jsonl.gz, tests on DIR/NAME_test.jsonl.gz. Test rows are questions
only: their histories are what a customer is known by when asked about, and nothing is fitted on them or their targets.
Valid targets are used by default (they lie before the test period); `--histories-only` leaves them out.
`--split valid` asks the valid cases instead, after training on each customer's first valid history alone: the split on
which options were chosen.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecreco.recommender.next_item.content import TextProfile
from ecreco.recommender.next_item.data import (
    Assortment,
    Case,
    Purchases,
    first_histories,
    read_assortment,
    read_cases,
    whole_sequences,
)
from ecreco.recommender.next_item.ease import Ease
from ecreco.recommender.next_item.evaluation import evaluate
from ecreco.recommender.next_item.factors import Als
from ecreco.recommender.next_item.fused import AdditiveNextItem, FusedNextItem
from ecreco.recommender.next_item.model import NextItemModel
from ecreco.recommender.next_item.neighbours import ItemKnn
from ecreco.recommender.next_item.popularity import Popularity
from ecreco.recommender.next_item.sessions import SessionKnn
from ecreco.recommender.next_item.transitions import Transitions
from ecreco.shop.errors import OperatorError


def baselines() -> list[NextItemModel]:
    """What the recommender is measured against, each with its default options."""
    return [Popularity(), TextProfile(), Transitions(), ItemKnn(), SessionKnn(), Ease(), Als(), AdditiveNextItem()]


def training_and_cases(folder: Path, name: str, split: str, *, targets: bool) -> tuple[Purchases, list[Case]]:
    """What may be learned from and what is asked. OperatorError when a file is missing."""
    assortment: Assortment = read_assortment(folder / f"{name}_items.jsonl.gz")
    valid = read_cases(folder / f"{name}_valid.jsonl.gz")
    if split == "valid":
        return first_histories(valid, assortment), valid
    cases = read_cases(folder / f"{name}_test.jsonl.gz")
    return (whole_sequences if targets else first_histories)(valid, assortment), cases


def measure(model: NextItemModel, training: Purchases, cases: Sequence[Case]) -> dict[str, Any]:
    """Metrics of one model with the seconds that fitting and answering took."""
    started = time.perf_counter()
    model.fit(training)
    fitted = time.perf_counter()
    metrics = evaluate(model, cases, training)
    took = time.perf_counter() - fitted
    return metrics | {
        "fit_seconds": round(fitted - started, 1),
        "ms_per_case": round(1000 * took / max(len(cases), 1), 2),
    }


def report(folder: Path, name: str, split: str, *, targets: bool) -> dict[str, Any]:
    """The printed object: the product's own recommender at the top level, the baselines under `systems`."""
    training, cases = training_and_cases(folder, name, split, targets=targets)
    own = measure(FusedNextItem(), training, cases)
    return {
        **own,
        "name": name,
        "split": split,
        "cases": len(cases),
        "training_sequences": len(training.sequences),
        "training_purchases": sum(len(sequence) for sequence in training.sequences),
        "valid_targets_used": targets and split == "test",
        "test_rows_used_for_training": 0,
        "systems": {model.name: measure(model, training, cases) for model in baselines()},
    }


def table(result: dict[str, Any]) -> str:
    """The report as a Markdown table."""
    used = "valid targets used for training" if result["valid_targets_used"] else "valid targets not used for training"
    lines = [
        f"{result['name']}, {result['split']}: {result['cases']} cases, {used}, no test row used for training",
        "",
        "| system | HR@10 [95%] | NDCG@10 [95%] | coverage | diversity | novelty | cold customers | cold items "
        "| long tail |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in {"ecreco (fused)": result, **result["systems"]}.items():
        low, high = row["hr@10_interval"]
        low_n, high_n = row["ndcg@10_interval"]
        groups = " | ".join(f"{row['groups'][g]['hr@10']:.4f}" for g in ("cold_customer", "cold_item", "long_tail"))
        lines.append(
            f"| {name} | {row['hr@10']:.4f} [{low:.4f}, {high:.4f}] | {row['ndcg@10']:.4f} [{low_n:.4f}, {high_n:.4f}] "
            f"| {row['coverage@10']:.3f} | {row['diversity@10']:.3f} | {row['novelty@10']:.2f} | {groups} |"
        )
    sizes = {name: group["cases"] for name, group in result["groups"].items()}
    lines += [
        "",
        f"Last three columns: HR@10 of customers with at most two purchases ({sizes['cold_customer']} cases), of "
        f"targets never sold in training ({sizes['cold_item']}), and of sold ones outside the best-selling fifth "
        f"({sizes['long_tail']}).",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the NAME_*.jsonl.gz files")
    parser.add_argument("--name", required=True, help="office, industrial or another set of such files")
    parser.add_argument("--split", choices=("test", "valid"), default="test")
    parser.add_argument("--histories-only", action="store_true", help="do not learn from valid targets")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    chosen = parser.parse_args(arguments)
    try:
        result = report(chosen.data, chosen.name, chosen.split, targets=not chosen.histories_only)
    except OperatorError as error:
        print(f"{error} (`--split valid` needs no test file.)", file=sys.stderr)
        return 1
    print(json.dumps(result) if chosen.json else table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
