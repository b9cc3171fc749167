from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ecreco.recommender import engine as engine_module
from ecreco.recommender.engine import RankingOptions, Recommender
from ecreco.recommender.scorer import BertScorer
from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.search import SearchEngine
from ecreco.shop.errors import NotFound, OperatorError
from ecreco.shop.records import Customer
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.recommender.samples import PRODUCTS, event, order


def ids(items: object) -> list[str]:
    return [item.product.product_id for item in items]  # type: ignore[attr-defined]


def test_the_question_decides_and_the_parts_sum_to_the_score(recommender: Recommender) -> None:
    found = recommender.find("kettle", k=3)
    assert set(ids(found.items)) == {"K1", "K2", "K3"}
    assert found.fits
    for item in found.items:
        assert sum(item.parts.values()) == pytest.approx(item.score, abs=1e-4)
        assert "kettle" in item.reason


def test_a_limit_is_never_broken_by_a_good_match(recommender: Recommender) -> None:
    found = recommender.find("electric kettle under £20", k=10)
    assert "K1" not in ids(found.items)
    assert all(item.product.price is not None and item.product.price <= 2_000 for item in found.items)


def test_given_constraints_replace_those_in_the_words(recommender: Recommender) -> None:
    found = recommender.find("kettle", constraints=Constraints(brands_in=("Brim",)))
    assert ids(found.items) == ["K2"]


def test_what_was_shown_can_be_left_out(recommender: Recommender) -> None:
    assert "K1" not in ids(recommender.find("kettle", exclude=("K1",)).items)


def test_cheapest_sorts_what_answers(recommender: Recommender) -> None:
    assert ids(recommender.find("cheapest kettle", k=3).items)[0] == "K3"


def test_one_variant_of_a_family_leads(recommender: Recommender) -> None:
    shown = ids(recommender.find("cotton shirt", k=2).items)
    assert len({"S1", "S2"} & set(shown)) == 1


def test_a_customers_past_breaks_a_tie(recommender: Recommender, stocked: Shop) -> None:
    stocked.customers.upsert([Customer(customer_id="C1")])
    stocked.events.append([event(n, "like", "L2") for n in range(3)])
    guest = recommender.find("lamp", k=2)
    known = recommender.find("lamp", customer_id="C1", k=2)
    assert all("profile" not in item.parts for item in guest.items)
    part = {item.product.product_id: item.parts.get("profile", 0.0) for item in known.items}
    assert part["L2"] > part["L1"] > 0


def test_merchant_rules_move_and_hide(recommender: Recommender, stocked: Shop) -> None:
    stocked.update_info(settings={"rules": [{"action": "boost", "product": "K2", "weight": 1.0}]})
    assert ids(recommender.find("kettle").items)[0] == "K2"
    stocked.update_info(settings={"rules": [{"action": "exclude", "brand": "Brim"}]})
    assert "K2" not in ids(recommender.find("kettle").items)
    assert "K2" not in ids(recommender.recommend(product_id="K1"))


def test_a_broken_rule_is_said_when_the_shop_opens(stocked: Shop, engine: SearchEngine, settings: Settings) -> None:
    stocked.update_info(settings={"rules": [{"action": "hype", "brand": "x"}]})
    with pytest.raises(OperatorError, match="Rule 1"):
        Recommender.open(stocked, engine, settings)


def test_without_weights_ranking_goes_on(
    stocked: Shop, engine: SearchEngine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(settings: Settings) -> BertScorer:
        raise OperatorError("none", code="scorer_missing")

    monkeypatch.setattr(engine_module.BertScorer, "load", missing)
    assert ids(Recommender.open(stocked, engine, settings).find("toaster", k=1).items) == ["T1"]


def test_a_guest_gets_popular_and_varied_products(recommender: Recommender) -> None:
    shown = recommender.recommend(k=6)
    assert ids(shown)[0] == "L1"  # 4.7 stars from 1,200 ratings
    kinds = [item.product.category for item in shown]
    assert max(kinds.count(kind) for kind in kinds) <= 2
    assert all(item.reason for item in shown)


def test_an_unknown_customer_is_a_guest(recommender: Recommender) -> None:
    assert ids(recommender.recommend(customer_id="nobody")) == ids(recommender.recommend())


def test_a_known_customer_gets_their_taste_without_what_they_own(recommender: Recommender, stocked: Shop) -> None:
    stocked.orders.upsert([order(1, "C1", "K1")])
    shown = recommender.recommend(customer_id="C1", k=4)
    assert "K1" not in ids(shown)
    assert ids(shown)[0] in ("K2", "K3")
    heron = [item for item in shown if item.product.brand == "Heron"]
    assert all("you bought from Heron" in item.reason for item in heron)


def test_beside_a_product_come_its_like_and_its_companions(recommender: Recommender, stocked: Shop) -> None:
    stocked.orders.upsert([order(n, f"C{n}", "K1", "B1") for n in range(8)])
    shown = recommender.recommend(product_id="K1", k=4)
    assert "K1" not in ids(shown)
    reasons = {item.product.product_id: item.reason for item in shown}
    assert "8 customers also ordered it" in reasons["B1"]
    assert {"K2", "K3"} & set(reasons)


def test_recommendations_meet_given_constraints(recommender: Recommender) -> None:
    shown = recommender.recommend(constraints=Constraints(max_price=1_700))
    assert shown
    assert all(item.product.price is not None and item.product.price <= 1_700 for item in shown)
    assert recommender.recommend(constraints=Constraints(max_price=1)) == []


def test_an_unknown_product_is_not_found(recommender: Recommender) -> None:
    with pytest.raises(NotFound):
        recommender.recommend(product_id="nope")


def test_the_scorer_is_asked_within_its_budget(
    stocked: Shop, engine: SearchEngine, tiny_scorer: BertScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    score = tiny_scorer.score
    monkeypatch.setattr(tiny_scorer, "score", lambda q, texts: asked.append(len(texts)) or score(q, texts))
    options = RankingOptions(scored=4, least_scored=2, budget_ms=10_000)
    found = Recommender(stocked, engine, tiny_scorer, options).find("kettle", k=len(PRODUCTS))
    assert asked == [4]
    assert len(found.items) == len(PRODUCTS)


def test_many_callers_get_the_same_answer(stocked: Shop, engine: SearchEngine, tiny_scorer: BertScorer) -> None:
    recommender = Recommender(stocked, engine, tiny_scorer)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: tuple(ids(recommender.find("desk lamp", k=3).items)), range(16)))
    assert len(set(answers)) == 1
