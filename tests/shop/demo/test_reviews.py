from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from datetime import timedelta
from statistics import mean

from ecreco.shop.demo import REFERENCE_DAY, DemoData, hidden_qualities
from ecreco.shop.demo.catalog import sold
from ecreco.shop.demo.kinds import load_types
from ecreco.shop.demo.qualities import COMMON_ASPECTS, disputed_aspect, overall
from ecreco.shop.demo.reviews import REVIEW_COUNT
from ecreco.shop.demo.wording import Wording


def _ranks(values: list[float]) -> list[float]:
    """Mean ranks, ties shared."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for i in order[start : end + 1]:
            ranks[i] = (start + end) / 2
        start = end + 1
    return ranks


def _rank_correlation(a: list[float], b: list[float]) -> float:
    """Spearman's rho."""
    x, y = _ranks(a), _ranks(b)
    mx, my = mean(x), mean(y)
    covariance = sum((p - mx) * (q - my) for p, q in zip(x, y, strict=True))
    return float(covariance / (sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5)


def test_there_are_three_thousand_over_eighteen_months(demo: DemoData) -> None:
    assert len(demo.reviews) == REVIEW_COUNT == 3000
    dates = [review.at for review in demo.reviews if review.at is not None]
    assert len(dates) == 3000
    assert max(dates) < REFERENCE_DAY
    assert timedelta(days=500) < max(dates) - min(dates) <= timedelta(days=545)


def test_each_belongs_to_a_product_that_can_be_bought_and_a_known_customer(demo: DemoData) -> None:
    products = {product.product_id for product in demo.products if product.kind != "family"}
    customers = {customer.customer_id for customer in demo.customers}
    assert {review.product_id for review in demo.reviews} <= products
    assert {review.customer_id for review in demo.reviews if review.customer_id} <= customers
    assert sum(review.customer_id is not None for review in demo.reviews) >= 200


def test_a_buyer_reviews_after_delivery(demo: DemoData) -> None:
    delivered = defaultdict(list)
    for order in demo.orders:
        for line in order.lines:
            if order.fulfilments and order.fulfilments[0].delivered_at:
                delivered[(order.customer_id, line.product_id)].append(order.fulfilments[0].delivered_at)
    for review in demo.reviews:
        if review.customer_id:
            assert review.at is not None
            assert review.at > min(delivered[(review.customer_id, review.product_id)])


def test_mean_stars_follow_the_hidden_qualities(demo: DemoData) -> None:
    stars = defaultdict(list)
    for review in demo.reviews:
        stars[review.product_id].append(review.rating or 0.0)
    qualities = hidden_qualities()
    products = [product_id for product_id, given in stars.items() if len(given) >= 5]
    rho = _rank_correlation(
        [mean(stars[product_id]) for product_id in products],
        [overall(qualities[product_id]) for product_id in products],
    )
    assert len(products) > 100
    assert rho >= 0.6


def test_sentences_about_an_aspect_follow_its_hidden_level(demo: DemoData) -> None:
    """Praise and complaint of a type's own aspects, counted in the texts, against the hidden numbers."""
    types = {made.product.product_id: made.type for made in sold(7)}
    qualities = hidden_qualities()
    praised: list[float] = []
    blamed: list[float] = []
    for review in demo.reviews:
        kind = types[review.product_id]
        for aspect in kind.aspects:
            level = qualities[review.product_id][aspect]
            praised += [level for sentence in kind.praise[aspect] if sentence in review.text]
            blamed += [level for sentence in kind.complaint[aspect] if sentence in review.text]
    assert len(praised) > 300
    assert len(blamed) > 100
    assert mean(praised) - mean(blamed) > 0.25


def test_stars_spread_over_all_five(demo: DemoData) -> None:
    counts = Counter(review.rating for review in demo.reviews)
    assert set(counts) == {1.0, 2.0, 3.0, 4.0, 5.0}
    assert counts[5.0] < 1500
    assert counts[1.0] + counts[2.0] > 250


def test_texts_vary(demo: DemoData) -> None:
    texts = Counter(review.text for review in demo.reviews)
    long_ones = {text: count for text, count in texts.items() if len(text) > 60}
    assert max(long_ones.values()) <= 3
    assert sum(len(text) < 40 for text in texts.elements()) > 150
    assert not any("{" in text or "}" in text for text in texts)


def test_ratings_of_products_are_the_means_of_their_reviews(demo: DemoData) -> None:
    for product in demo.products:
        given = [r.rating or 0.0 for r in demo.reviews if r.product_id == product.product_id]
        if product.kind == "family":
            continue
        assert product.rating_count == (len(given) or None)
        assert product.rating == (round(mean(given), 1) if given else None)


def test_every_type_has_its_own_aspects_with_both_sides() -> None:
    for kind in load_types():
        assert len(kind.aspects) >= 2
        assert not set(kind.aspects) & set(COMMON_ASPECTS)
        assert all(len(kind.praise[aspect]) >= 2 <= len(kind.complaint[aspect]) for aspect in kind.aspects)


def test_hidden_qualities_are_levels_for_every_product_and_stay_hidden(demo: DemoData) -> None:
    qualities = hidden_qualities()
    assert set(qualities) == {product.product_id for product in demo.products if product.kind != "family"}
    assert all(0 <= level <= 1 for aspects in qualities.values() for level in aspects.values())
    for product in demo.products:
        assert "quality" not in {name.lower() for name in product.attributes}


def test_shared_sentences_serve_aspects_that_exist_and_read_well_for_every_type() -> None:
    aspects = {aspect.replace(" ", "_") for kind in load_types() for aspect in kind.aspects}
    wording = Wording.load()
    assert set(wording.aspects) - {"any"} <= aspects
    rng = random.Random(1)
    for kind in load_types():
        for level in (0.05, 0.5, 0.95):
            seen = dict.fromkeys((*COMMON_ASPECTS, *kind.aspects), level)
            for _ in range(8):
                text = wording.text(rng, kind, seen, 1 + round(4 * level), None)
                assert not re.search(
                    r"[\[\]{}|]|  |\b(?:about|beat|of|like|with) they\b|\bthey (?:is|was|has)\b", text
                ), text


def test_a_disputed_aspect_is_praised_and_blamed(demo: DemoData) -> None:
    made = {m.product.product_id: m for m in sold(7)}
    sides: dict[str, set[str]] = defaultdict(set)
    for review in demo.reviews:
        kind, aspect = made[review.product_id].type, disputed_aspect(made[review.product_id], 7)
        if aspect is None:
            continue
        family = made[review.product_id].product.family_id or review.product_id
        sides[family] |= {"praise" for sentence in kind.praise[aspect] if sentence in review.text}
        sides[family] |= {"blame" for sentence in kind.complaint[aspect] if sentence in review.text}
    assert sum(len(found) == 2 for found in sides.values()) >= 5
