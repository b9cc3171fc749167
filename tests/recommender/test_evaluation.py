from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from ecreco.recommender.engine import Recommender
from ecreco.recommender.evaluation import baseline_rankers, bootstrap, evaluate_search, read_cases
from ecreco.shop.errors import OperatorError
from tests.recommender.samples import BagEncoder


def case_file(folder: Path, *cases: dict[str, Any]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(c) for c in cases) + "\n")
    return path


KETTLES = {
    "id": "1",
    "query": "kettle",
    "type": "a",
    "constraints": {},
    "judgments": {"K1": 3, "K2": 3, "K3": 3, "L1": 0},
}
NOTHING = {"id": "2", "query": "kayak", "type": "f", "constraints": {}, "judgments": {"K1": 0}}


def test_metrics_by_the_contract(recommender: Recommender, tmp_path: Path) -> None:
    result = evaluate_search(recommender, case_file(tmp_path, KETTLES, NOTHING), baselines=False)
    assert result["cases"] == 2
    assert result["ndcg@10"] == pytest.approx(1.0)
    assert result["recall@50"] == 1.0
    assert result["p@5"] == pytest.approx(0.6)
    assert result["ndcg@10_queries"] == 1  # a query without anything right has no ideal order
    assert result["by_type"]["f"] == {"cases": 1, "ndcg@10": None, "recall@50": None, "p@5": None}
    json.dumps(result, allow_nan=False)


def test_the_system_never_sees_the_files_constraints(recommender: Recommender, tmp_path: Path) -> None:
    told = {**KETTLES, "constraints": {"max_price": 1}}
    assert evaluate_search(recommender, case_file(tmp_path, told), baselines=False)["recall@50"] == 1.0


def test_baselines_rank_the_whole_catalog(recommender: Recommender) -> None:
    rankers = baseline_rankers(recommender, BagEncoder())  # type: ignore[arg-type]
    assert set(rankers) == {"popularity", "bm25", "minilm", "fusion"}
    assert rankers["bm25"]("toaster")[0] == rankers["fusion"]("toaster")[0] == "T1"
    assert rankers["popularity"]("anything")[0] == "L1"
    assert all(len(ranker("zzz")) == 10 for ranker in rankers.values())


@pytest.mark.parametrize("line", ["{", '{"id": "1"}', '{"id": "1", "query": "x", "judgments": [1]}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(KETTLES) + "\n" + line)
    with pytest.raises(OperatorError, match="line 2"):
        read_cases(path)


def test_missing_binary_and_empty_files_are_said(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("absent", "empty", "binary"):
        with pytest.raises(OperatorError):
            read_cases(tmp_path / name)


def test_the_interval_holds_the_mean_and_needs_two_queries() -> None:
    found = bootstrap([0.0, 1.0, 0.5, 0.5])
    assert found is not None
    assert found[0] <= 0.5 <= found[1]
    assert bootstrap([1.0]) is None
    assert not math.isnan(found[0])
