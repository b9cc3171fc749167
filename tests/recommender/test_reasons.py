from __future__ import annotations

from ecreco.recommender.profiles import CustomerProfile
from ecreco.recommender.reasons import reason
from ecreco.retrieval.constraints import Constraints
from tests.recommender.samples import PRODUCTS, product

KETTLE = PRODUCTS[0]


def test_every_figure_is_the_records_own() -> None:
    text = reason(KETTLE, parts={}, asked="electric kettle", constraints=Constraints(max_price=3_000))
    assert text == "£24.99, within your £30.00; matches “electric”, “kettle”; 4.6★ from 900 ratings"


def test_a_limit_that_is_not_met_is_not_claimed() -> None:
    assert "within" not in reason(KETTLE, parts={}, constraints=Constraints(max_price=1_000))


def test_personal_grounds_need_the_deed() -> None:
    buyer = CustomerProfile(customer_id="C1", bought=frozenset({"K3"}), bought_brands=frozenset({"Heron"}))
    assert "you bought from Heron" in reason(KETTLE, parts={}, profile=buyer)
    assert "you bought" not in reason(PRODUCTS[4], parts={}, profile=buyer)


def test_shared_buyers_are_counted_in_words() -> None:
    assert reason(KETTLE, parts={}, together=("Toaster", 1)).startswith("1 customer also ordered it with Toaster")
    assert reason(KETTLE, parts={}, together=("Toaster", 1_234)).startswith("1,234 customers")


def test_low_or_missing_ratings_are_no_reason() -> None:
    poor = product("X", "Plain", rating=3.1)
    assert reason(poor, parts={}) == "close to what you asked for"
    assert "★" not in reason(product("Y", "Plain", rating=None, rating_count=None), parts={})
