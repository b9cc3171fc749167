from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ecreco.recommender.profiles import CustomerProfile, affinity, build_profile, deeds, match
from ecreco.shop.records import Product, Review
from tests.recommender.samples import NOW, PRODUCTS, BagEncoder, event, order

BY_ID = {p.product_id: p for p in PRODUCTS}


def vectors(ids: Sequence[str]) -> NDArray[np.float32]:
    return BagEncoder().encode([BY_ID[i].text if i in BY_ID else "" for i in ids])


def find(product_id: str) -> Product | None:
    return BY_ID.get(product_id)


def profile_of(*signs: str) -> CustomerProfile:
    made = deeds([event(n, "like", i) for n, i in enumerate(signs)], [], [], NOW)
    return build_profile("C1", made, find, vectors)


def test_a_customer_without_deeds_is_cold_and_nothing_is_called_personal() -> None:
    cold = profile_of()
    assert cold.cold
    assert affinity(cold, PRODUCTS, vectors([p.product_id for p in PRODUCTS])).tolist() == [0.0] * len(PRODUCTS)
    assert match(cold, vectors(["K1", "L1"])) == pytest.approx([0.5, 0.5])


def test_match_is_a_distribution_that_prefers_what_is_like_the_past() -> None:
    r = match(profile_of("K1", "K2"), vectors(["K3", "L1", "S1"]))
    assert r.sum() == pytest.approx(1.0)
    assert r.argmax() == 0


def test_brand_and_category_add_to_the_match() -> None:
    liked = profile_of("K1")
    scores = affinity(liked, [BY_ID["K3"], BY_ID["L2"]], vectors(["K3", "L2"]))
    assert 1 >= scores[0] > scores[1] >= 0


def test_an_order_and_its_purchase_event_count_once() -> None:
    once = deeds([event(1, "purchase", "K1")], [order(1, "C1", "K1")], [], NOW)
    assert [d.product_id for d in once] == ["K1"]
    profile = build_profile("C1", once, find, vectors)
    assert profile.bought == {"K1"}
    assert profile.bought_brands == {"Heron"}


def test_a_bad_review_or_dislike_is_remembered_as_such() -> None:
    review = Review(review_id="r", product_id="L1", text="no", rating=1.0, at=NOW)
    made = deeds([event(1, "dislike", "K2")], [], [review], NOW)
    profile = build_profile("C1", made, find, vectors)
    assert profile.disliked == {"K2", "L1"}
    assert profile.cold


def test_deeds_on_products_that_are_gone_leave_no_trace_in_the_vector() -> None:
    assert profile_of("gone").cold
