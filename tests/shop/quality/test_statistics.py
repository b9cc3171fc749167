from __future__ import annotations

import pytest

from ecreco.shop.quality.statistics import concentration, modified_z, outlying, quantile


def test_modified_z_by_hand() -> None:
    # median 3, deviations 2 1 0 1 97, MAD 1
    assert modified_z([1, 2, 3, 4, 100]) == pytest.approx([-1.349, -0.6745, 0, 0.6745, 65.4265])


def test_without_a_deviation_there_is_no_outlier() -> None:
    assert modified_z([4, 4, 4]) == [0, 0, 0]
    assert outlying([4.0] * 20) == []


def test_where_most_are_alike_the_mean_deviation_serves() -> None:
    assert outlying([5.0] * 20 + [1.0]) == [20]


def test_prices_are_compared_as_logarithms() -> None:
    prices = [100, 120, 90, 110, 105, 95, 130, 85, 20000]
    assert outlying(prices, logarithmic=True) == [8]
    assert outlying([100, 200, 400, 800, 1600, 3200, 6400, 12800], logarithmic=True) == []


def test_small_groups_say_nothing() -> None:
    assert outlying([1, 1, 1, 1000]) == []


def test_quantile_and_concentration() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0, 0.5, 1)] == [1, 2.5, 4]
    assert concentration([5, 5]) == 0.5
    assert concentration([7]) == 1
    assert concentration([]) == 0
