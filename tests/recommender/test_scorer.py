from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ecreco.recommender.product_text import scorer_text
from ecreco.recommender.scorer import BertScorer
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from tests.recommender.samples import PRODUCTS, product

TEXTS = [scorer_text(p) for p in PRODUCTS]


def test_scores_keep_the_callers_order_whatever_the_batches(tiny_scorer: BertScorer) -> None:
    together = tiny_scorer.score("kettle", TEXTS * 3)
    alone = np.concatenate([tiny_scorer.score("kettle", [text]) for text in TEXTS * 3])
    assert together == pytest.approx(alone, abs=1e-3)


def test_nothing_to_score_gives_nothing(tiny_scorer: BertScorer) -> None:
    assert tiny_scorer.score("kettle", []).shape == (0,)


def test_a_very_long_query_is_cut_and_scored(tiny_scorer: BertScorer) -> None:
    assert np.isfinite(tiny_scorer.score("kettle " * 5_000, TEXTS[:2])).all()


def test_threads_do_not_mix_their_pairs(tiny_scorer: BertScorer) -> None:
    queries = ["kettle", "a very long question about a lamp for my desk", "shirt"] * 6
    expected = [tiny_scorer.score(q, TEXTS) for q in queries]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda q: tiny_scorer.score(q, TEXTS), queries))
    for one, other in zip(expected, found, strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def test_a_budget_buys_pairs_within_its_bounds(tiny_scorer: BertScorer) -> None:
    assert tiny_scorer.affordable(0, least=8, most=40) == 8
    assert tiny_scorer.affordable(1e9, least=8, most=40) == 40


def test_missing_and_broken_weights_are_said_in_one_sentence(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no scorer weights"):
        BertScorer.load(settings, tmp_path)
    (tmp_path / "adapter_model.safetensors").write_bytes(b"half")
    (tmp_path / "adapter_config.json").write_text("{")
    with pytest.raises(OperatorError, match="could not be read"):
        BertScorer.load(settings, tmp_path)


def test_shipped_weights_know_what_a_shopper_means(settings: Settings) -> None:
    scorer = BertScorer.load(settings)
    scores = dict(zip((p.product_id for p in PRODUCTS), scorer.score("electric kettle", TEXTS), strict=True))
    kettles = np.mean([scores["K1"], scores["K2"], scores["K3"]])
    others = np.mean([scores["L1"], scores["L2"], scores["S1"], scores["B1"]])
    assert kettles > others


def test_the_scorer_reads_category_title_options_and_first_details() -> None:
    text = scorer_text(PRODUCTS[8])
    assert text == "Shirts. Tarn Cotton Shirt. blue"
    long = scorer_text(product("X", "word " * 200, description="told " * 200))
    assert len(long) < 330
