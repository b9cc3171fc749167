"""Case files run from fresh copies, judged by the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.evaluation import evaluate_conversations
from ecreco.shop.errors import OperatorError

CASES = [
    {"id": "good", "tags": ["search"], "customer": None, "turns": [
        {"say": "show me kettles below 1500", "expect": {"products_min": 2, "products_all": {"max_price": 1500}}},
        {"say": "Add the Borrel Steel Kettle to my cart", "expect": {"confirmation": "add_to_cart", "unchanged": True}},
        {"say": "yes", "expect": {"receipt": "add_to_cart"}}]},
    {"id": "fresh", "tags": ["cart", "search"], "customer": "C1", "turns": [
        {"say": "what is in my cart?", "expect": {"reply_any": ["empty"], "unchanged": True}}]},
    {"id": "bad", "tags": ["cart"], "customer": None, "turns": [{"say": "hello", "expect": {"products_min": 9}}]},
]  # fmt: skip


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_figures_and_transcripts(assistant: Assistant, tmp_path: Path) -> None:
    transcripts = tmp_path / "transcripts.jsonl"
    seen: list[tuple[str, int, int | None]] = []
    report = evaluate_conversations(
        assistant,
        write(tmp_path / "cases.jsonl", *CASES),
        transcripts=transcripts,
        progress=lambda *step: seen.append(step),
    )
    assert (report["passed"], report["total"], report["grounded_violations"]) == (2, 3, 0)
    assert report["by_tag"]["cart"] == {"passed": 1, "total": 2, "pass_rate": 0.5}
    assert list(report["failed"]) == ["bad"]
    assert report["baselines"]["plain_search"]["total"] == 3
    assert seen[-1] == ("conversations", 3, 3)
    lines = [json.loads(line) for line in transcripts.read_text(encoding="utf-8").splitlines()]
    assert [(line["case"], line["turn"]) for line in lines] == [
        ("good", 1),
        ("good", 2),
        ("good", 3),
        ("fresh", 1),
        ("bad", 1),
    ]
    assert list(lines[2]["changed"]["carts"].values()) == [[{"product_id": "K1", "quantity": 1}]]
    assert list(assistant.shop.carts.all()) == [], "the shop itself is never touched"


def test_a_bad_case_file_names_its_line(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a", "turns": []}\n{oops\n', encoding="utf-8")
    with pytest.raises(OperatorError, match="line 2"):
        evaluate_conversations(assistant, path)
    with pytest.raises(OperatorError):
        evaluate_conversations(assistant, tmp_path / "absent.jsonl")
