from __future__ import annotations

import numpy as np
import pytest

from ecreco.recommender.next_item.data import Case
from ecreco.recommender.next_item.evaluation import Groups, brand_diversity, evaluate, interval, list_gains
from ecreco.recommender.next_item.transitions import Transitions
from tests.recommender.next_item.samples import assortment, purchases


def test_gain_falls_with_the_place() -> None:
    lists = np.array([[4, 5, 6], [4, 5, 6], [4, 5, 6]])
    np.testing.assert_allclose(list_gains(lists, np.array([4, 6, 9])), [1, 0.5, 0])


def test_a_target_outside_the_assortment_is_a_miss() -> None:
    cases = [Case("a", ("p6",), "p7"), Case("b", ("p6",), "gone")]
    result = evaluate(Transitions().fit(purchases()), cases, purchases(), k=2)
    assert result["hr@2"] == result["ndcg@2"] == 0.5
    assert result["coverage@2"] == round(2 / 24, 4)


def test_groups_know_what_is_hard() -> None:
    cases = [Case("a", ("p6",), "p0"), Case("b", ("p6", "p7", "p8"), "p23"), Case("c", ("p6", "p7", "p8"), "gone")]
    groups = Groups.of(cases, purchases().only(range(60)))
    assert groups.cold_customer.tolist() == [True, False, False]
    assert groups.cold_item.tolist() == [False, True, True]
    assert groups.long_tail.tolist() == [False, False, False]


def test_the_interval_holds_the_mean_and_resamples_customers() -> None:
    values = np.array([0.0, 1.0] * 200)
    low, high = interval(values, [str(i) for i in range(400)])
    assert low < 0.5 < high
    assert high - low < 0.15
    few_low, few_high = interval(values, [str(i % 8) for i in range(400)])
    assert few_high - few_low > high - low


def test_diversity_counts_brands() -> None:
    assert brand_diversity(np.array([[0, 1, 2]]), assortment()) == 0
    assert brand_diversity(np.array([[0, 3, 6]]), assortment()) == 1
    assert brand_diversity(np.array([[0, 1, 6]]), assortment()) == pytest.approx(2 / 3, abs=1e-4)
