from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ecreco.recommender.next_item.data import (
    Assortment,
    Case,
    first_histories,
    read_assortment,
    read_cases,
    whole_sequences,
)
from ecreco.shop.errors import OperatorError
from tests.recommender.next_item.samples import assortment

CASES = [
    Case("anna", ("p1", "p2"), "p3"),
    Case("anna", ("p1", "p2", "p3"), "p4"),
    Case("ben", ("p9",), "p9"),
]


def test_first_histories_hold_no_target() -> None:
    assert [s.tolist() for s in first_histories(CASES, assortment()).sequences] == [[1, 2], [9]]


def test_whole_sequences_hold_every_target_once() -> None:
    assert [s.tolist() for s in whole_sequences(CASES, assortment()).sequences] == [[1, 2, 3, 4], [9, 9]]


def test_unknown_products_are_left_out() -> None:
    assert assortment().indices(["p3", "gone", "p1"]).tolist() == [3, 1]


def test_an_id_may_not_come_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        Assortment(("a", "a"), ("", ""), ("", ""), ("", ""))


def test_files_are_read(tmp_path: Path) -> None:
    _write(tmp_path / "items.gz", [{"product_id": 7, "title": "Pen", "description": None, "brand": " Bic "}])
    _write(tmp_path / "cases.gz", [{"customer_id": "a", "history": [7], "target": 7}])
    items = read_assortment(tmp_path / "items.gz")
    assert (items.ids, items.texts, items.brands) == (("7",), ("",), ("Bic",))
    assert read_cases(tmp_path / "cases.gz") == [Case("a", ("7",), "7")]


def test_broken_files_are_named(tmp_path: Path) -> None:
    _write(tmp_path / "wrong.gz", [{"sku": 1}])
    (tmp_path / "plain.gz").write_text("{}")
    for read in (read_assortment, read_cases):
        with pytest.raises(OperatorError, match="missing"):
            read(tmp_path / "missing.gz")
        for name in ("wrong.gz", "plain.gz"):
            with pytest.raises(OperatorError, match=name):
                read(tmp_path / name)


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
