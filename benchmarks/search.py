"""Quality and speed of `/v1/search`'s path (Recommender.find) on a shop, beside what 30 lines would give.

    ECRECO_HOME=var python -m benchmarks.search --shop electronics --cases ../shared/cases/search_electronics_dev.jsonl

The peer encodes the query, takes the 50 nearest by cosine and scores each pair with the same base BERT as a plain
cross-encoder in fp32, padded to the longest: the usual first version. Times are wall clock of one caller.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ecreco.recommender.engine import RankingOptions, Recommender
from ecreco.recommender.evaluation import evaluate_search, read_cases
from ecreco.recommender.product_text import scorer_text
from ecreco.recommender.scorer import BertScorer, base_path, new_model
from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.search import SearchEngine
from ecreco.shop.settings import load_settings
from ecreco.shop.shop import Shop


def timed(work: Callable[[str], Any], queries: list[str]) -> dict[str, float]:
    """p50 and p95 in ms over the queries, after one call to warm up."""
    work(queries[0])
    took = []
    for query in queries:
        started = time.perf_counter()
        work(query)
        took.append(1000 * (time.perf_counter() - started))
    return {"p50": round(float(np.percentile(took, 50)), 1), "p95": round(float(np.percentile(took, 95)), 1)}


def plain_peer(engine: SearchEngine, encoder: Encoder) -> Callable[[str], Any]:
    """Encode, 50 nearest, one padded batch through a cross-encoder."""
    import torch
    from transformers import AutoTokenizer

    path = base_path(load_settings())
    tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
    model = new_model(path).eval()
    products = engine.products.products
    vectors = engine.vector([p.product_id for p in products])

    def search(query: str) -> Any:
        near = np.argsort(-(vectors @ encoder.encode([query])[0]))[:50]
        texts = [f"{products[i].title} {products[i].text}" for i in near]
        tokens = tokenizer(
            [query] * len(texts), texts, padding=True, truncation=True, max_length=128, return_tensors="pt"
        )
        with torch.inference_mode():
            return near[np.argsort(-model(**tokens).logits.squeeze(-1).numpy())]

    return search


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="folder of scorer weights; unset: the shipped ones")
    parser.add_argument("--no-quality", action="store_true")
    arguments = parser.parse_args()
    settings = load_settings()
    encoder = Encoder.load(settings)
    scorer = BertScorer.load(settings, arguments.weights)
    queries = [c.query for c in read_cases(arguments.cases)]
    with Shop.open(arguments.shop, settings) as shop:
        engine = SearchEngine.open(shop, encoder)
        recommender = Recommender(shop, engine, scorer, RankingOptions(budget_ms=1e9))
        texts = [scorer_text(p) for p in engine.products.products[:40]]
        report: dict[str, Any] = {
            "find_ms": timed(lambda q: recommender.find(q), queries),
            "find_again_ms": timed(lambda q: recommender.find(q), queries),
            "retrieval_ms": timed(lambda q: engine.search(q, k=60), queries),
            "scorer_40_pairs_ms": timed(lambda q: scorer.score(q, texts), queries),
            "scorer_24_pairs_ms": timed(lambda q: scorer.score(q, texts[:24]), queries),
            "plain_peer_ms": timed(plain_peer(engine, encoder), queries[:10]),
            "recommend_ms": timed(lambda q: recommender.recommend(), queries[:20]),
        }
        if not arguments.no_quality:
            report["quality"] = evaluate_search(recommender, arguments.cases)
        engine.close()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
