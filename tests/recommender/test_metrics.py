from __future__ import annotations

import math

import pytest

from ecreco.recommender.metrics import dcg, ndcg, precision, recall


def test_dcg_weighs_gains_by_place() -> None:
    assert dcg([3, 0, 1], 10) == pytest.approx(7 + 1 / math.log2(4))


def test_ideal_order_scores_one_and_ideal_comes_from_all_judgments() -> None:
    assert ndcg([3, 2, 0], [0, 2, 3], 10) == pytest.approx(1.0)
    assert ndcg([2, 0], [3, 2, 0], 10) < 0.5  # the best product was not found at all


def test_a_query_without_anything_right_has_no_score() -> None:
    assert math.isnan(ndcg([0, 0], [0, 0], 10))
    assert math.isnan(recall(["a"], frozenset(), 50))


def test_recall_and_precision() -> None:
    right = frozenset({"a", "b"})
    assert recall(["a", "x", "b"], right, 2) == 0.5
    assert precision(["a"], right, 5) == 0.2  # four empty places are misses
