from __future__ import annotations

import pytest

from ecreco.recommender.popularity import HALF_LIFE_DAYS, Popularity, shrunk_rating
from tests.recommender.samples import NOW, event, product


def test_few_ratings_are_pulled_to_the_mean_and_many_are_not() -> None:
    lone = product("A", "A", rating=5.0, rating_count=1)
    known = product("B", "B", rating=4.6, rating_count=5_000)
    assert shrunk_rating(lone, 4.0) < shrunk_rating(known, 4.0)
    assert shrunk_rating(product("C", "C", rating=None), 4.0) == 4.0


def test_old_deeds_count_less_and_impressions_nothing() -> None:
    products = [product(i, i) for i in "ABC"]
    events = [
        event(1, "purchase", "A"),
        event(2, "purchase", "B", days=2 * HALF_LIFE_DAYS),
        *(event(n, "impression", "C") for n in range(3, 30)),
    ]
    popularity = Popularity.measure(products, events, NOW)
    assert popularity.demand["A"] == pytest.approx(1.0)
    assert popularity.demand["A"] > popularity.demand["B"] > popularity.demand["C"] == 0.0


def test_without_behaviour_the_number_of_ratings_stands_in() -> None:
    products = [product("A", "A", rating_count=10), product("B", "B", rating_count=1_000)]
    popularity = Popularity.measure(products, [], NOW)
    assert popularity.of("B") > popularity.of("A") > 0
    assert popularity.of("unknown") < popularity.of("A")


def test_an_empty_shop_has_no_popularity_and_no_error() -> None:
    assert Popularity.measure([], [], NOW).of("X") >= 0
