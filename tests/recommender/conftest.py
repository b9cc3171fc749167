"""A small shop with the invented products, its search engine, and a scorer of a tiny random BERT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from ecreco.recommender.engine import Recommender
from ecreco.recommender.scorer import BertScorer
from ecreco.recommender.split_bert import SplitBert
from ecreco.recommender.words import words
from ecreco.retrieval.search import SearchEngine
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.recommender.samples import PRODUCTS, BagEncoder


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two narrow layers with the words of the invented products; weights are random."""
    folder = tmp_path_factory.mktemp("tiny-bert")
    known = sorted({w for p in PRODUCTS for w in words(p.text)} | set("abcdefghijklmnopqrstuvwxyz0123456789.,"))
    vocabulary = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *known,
        *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
    ]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=128, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture
def tiny_scorer(tiny_bert: Path) -> BertScorer:
    tokenizer = BertTokenizerFast.from_pretrained(tiny_bert)
    return BertScorer(SplitBert(tokenizer, BertForSequenceClassification.from_pretrained(tiny_bert).eval(), 1))


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """The shop with the invented products, selling in pounds."""
    shop.update_info(currency="GBP")
    shop.catalog.upsert(PRODUCTS)
    return shop


@pytest.fixture
def engine(stocked: Shop) -> Iterator[SearchEngine]:
    opened = SearchEngine.open(stocked, BagEncoder())  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def recommender(stocked: Shop, engine: SearchEngine, settings: Settings) -> Recommender:
    """Without a scorer: the other parts are known by construction."""
    return Recommender(stocked, engine, None)
