from __future__ import annotations

import numpy as np

from ecreco.recommender.ordering import by_wish, one_per_family, spread
from ecreco.retrieval.constraints import Constraints
from tests.recommender.samples import PRODUCTS

ROW = {p.product_id: i for i, p in enumerate(PRODUCTS)}


def ids(order: list[int]) -> list[str]:
    return [PRODUCTS[i].product_id for i in order]


def test_the_cheapest_is_the_cheapest_of_what_answers() -> None:
    relevance = np.array([{"K1": 0.9, "K2": 0.85, "K3": 0.8}.get(p.product_id, 0.1) for p in PRODUCTS])
    order = [int(i) for i in np.argsort(-relevance, kind="stable")]
    cheapest = by_wish(order, PRODUCTS, relevance, Constraints(price_order="cheapest"), 4.0)
    assert ids(cheapest[:3]) == ["K3", "K2", "K1"]
    dearest = by_wish(order, PRODUCTS, relevance, Constraints(price_order="dearest"), 4.0)
    assert ids(dearest[:3]) == ["K1", "K2", "K3"]
    best = by_wish(order, PRODUCTS, relevance, Constraints(rating_order="best"), 4.0)
    assert ids(best[:3]) == ["K1", "K2", "K3"]


def test_without_an_order_nothing_moves() -> None:
    order = [3, 1, 2]
    assert by_wish(order, PRODUCTS, np.ones(len(PRODUCTS)), Constraints(), 4.0) == order


def test_a_second_variant_waits_until_the_list_would_stay_short() -> None:
    order = [ROW["S1"], ROW["S2"], ROW["K1"]]
    assert ids(one_per_family(order, PRODUCTS, 2)) == ["S1", "K1"]
    assert ids(one_per_family(order, PRODUCTS, 3)) == ["S1", "K1", "S2"]


def test_a_list_for_anybody_is_varied() -> None:
    order = [ROW[i] for i in ("K1", "K2", "K3", "L1", "B1")]
    assert ids(spread(order, PRODUCTS, 4)) == ["K1", "K2", "L1", "B1"]
    assert len(spread(order, PRODUCTS, 5)) == 5
