from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecreco.recommender import scorer as scorer_module
from ecreco.recommender import train_scorer
from ecreco.recommender.scorer import BertScorer
from ecreco.recommender.train_scorer import TrainingOptions, train, train_on
from ecreco.recommender.training_pairs import TrainingShop
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.recommender.samples import PRODUCTS, BagEncoder
from tests.recommender.test_training_pairs import catalog

TINY = TrainingOptions(
    queries_per_shop=120, group_size=6, epochs=1, batch_groups=8, rank=2, frozen_layers=1, validations=2, seed=1
)


@pytest.fixture
def on_tiny_bert(tiny_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_scorer, "base_path", lambda settings: tiny_bert)
    monkeypatch.setattr(scorer_module, "base_path", lambda settings: tiny_bert)
    monkeypatch.setattr(train_scorer.Encoder, "load", lambda settings: BagEncoder())


@pytest.mark.usefixtures("on_tiny_bert")
def test_one_run_writes_an_adapter_that_loads_and_a_report(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    report = train_on([TrainingShop("s", catalog())], settings, tmp_path / "out", TINY, said.append)
    assert {"before", "after", "baselines", "by_style", "options"} <= set(report)
    assert set(report["baselines"]) == {"minilm", "bm25", "fusion"}
    assert any(line.startswith("after") for line in said)
    saved = json.loads((tmp_path / "out" / "training_report.json").read_text())
    assert saved["options"]["seed"] == 1
    card = (tmp_path / "out" / "README.md").read_text()
    assert f"| **scorer** | **{report['after']['ndcg@10']:.4f}** |" in card
    assert "- s: 144 products, 0 reviews" in card
    scorer = BertScorer.load(settings, tmp_path / "out")
    assert scorer.score("kettle", ["Kettles. Heron Kettle"]).shape == (1,)


@pytest.mark.usefixtures("on_tiny_bert")
def test_too_little_data_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="too few products"):
        train_on([TrainingShop("s", PRODUCTS[:4])], settings, tmp_path / "out", TINY)


def test_an_unknown_shop_is_said_before_anything_is_trained(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no shop"):
        train(settings, ["nowhere"], tmp_path / "out", TINY)


@pytest.mark.usefixtures("on_tiny_bert")
def test_shops_are_read_from_the_database(shop: Shop, settings: Settings, tmp_path: Path) -> None:
    shop.catalog.upsert(catalog())
    report = train(settings, ["test"], tmp_path / "out", TINY)
    assert report["shops"]["test"]["products"] == len(catalog())
