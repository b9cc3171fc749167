from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import next_item
from tests.recommender.next_item.samples import assortment, purchases


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small shop's files: customers of the valid period, and one question of the test period."""
    items = assortment()
    _write(
        tmp_path / "tiny_items.jsonl.gz",
        [{"product_id": i, "title": t} for i, t in zip(items.ids, items.titles, strict=True)],
    )
    valid = [
        {"customer_id": f"c{row}", "history": [f"p{i}" for i in s[:-1]], "target": f"p{s[-1]}"}
        for row, s in enumerate(purchases(2).sequences)
    ]
    _write(tmp_path / "tiny_valid.jsonl.gz", valid)
    return tmp_path


def test_without_a_test_file_it_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert next_item.main(["--data", str(folder), "--name", "tiny", "--json"]) == 1
    captured = capsys.readouterr()
    assert "tiny_test.jsonl.gz" in captured.err
    assert captured.out == ""


def test_json_has_the_metrics_and_the_systems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(folder / "tiny_test.jsonl.gz", [{"customer_id": "x", "history": ["p6"], "target": "p7"}])
    assert next_item.main(["--data", str(folder), "--name", "tiny", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert {"hr@10", "ndcg@10", "coverage@10"} <= set(result)
    assert result["valid_targets_used"] is True
    assert result["training_purchases"] == sum(len(s) for s in purchases(2).sequences)
    assert set(result["systems"]) == {
        "popularity",
        "content",
        "transitions",
        "item_knn",
        "session_knn",
        "ease",
        "als",
        "additive",
    }
    assert all(0 <= row["hr@10"] <= 1 for row in result["systems"].values())


def test_the_table_says_what_was_learned_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert next_item.main(["--data", str(folder), "--name", "tiny", "--split", "valid"]) == 0
    printed = capsys.readouterr().out
    assert "valid targets not used" in printed
    assert "| transitions |" in printed


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
