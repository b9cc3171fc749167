"""Choose the fusion weights on judged dev queries of several shops, and say what they score on queries not used.

    python -m benchmarks.tune_fusion --case electronics=../shared/cases/search_electronics_dev.jsonl \
        --case toys=../shared/cases/search_toys_dev.jsonl

Coordinate search over small grids, the objective being the mean of the shops' NDCG@10 less a little for weights away
from the start. The cross-validated figure refits the weights without each fold of queries and scores that fold.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ecreco.recommender.engine import RankingOptions, Recommender
from ecreco.recommender.evaluation import read_cases
from ecreco.recommender.fusion import Signals, Weights, kin_scores, total
from ecreco.recommender.metrics import ndcg
from ecreco.recommender.profiles import CustomerProfile
from ecreco.recommender.scorer import BertScorer
from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.search import SearchEngine
from ecreco.shop.settings import load_settings
from ecreco.shop.shop import Shop

GRIDS = {
    "words": (0.2, 0.35, 0.5, 0.7, 1.0),
    "bert": (0.0, 0.25, 0.5, 0.75, 1.0),
    "kin": (0.0, 0.15, 0.3, 0.5),
    "wishes": (0.05, 0.1, 0.2, 0.3),
    "popularity": (0.0, 0.05, 0.1),
}
_FOLDS = 7


@dataclass(frozen=True, slots=True)
class Query:
    """One judged query with the signals of its candidates."""

    shop: str
    signals: Signals
    groups: tuple[str, ...]
    grades: tuple[int, ...]
    judged: tuple[int, ...]

    def score(self, weights: Weights) -> float:
        """NDCG@10 under these weights."""
        s = self.signals
        relevance = weights.meaning * s.meaning + weights.words * s.words + weights.bert * s.bert
        s = replace(s, kin=kin_scores(self.groups, relevance)) if self.groups else s
        order = np.argsort(-total(s.parts(weights)), kind="stable") if self.groups else []
        return ndcg([self.grades[i] for i in order], self.judged, 10)


def collect(name: str, path: Path, encoder: Encoder, scorer: BertScorer | None) -> list[Query]:
    """The judged queries of one shop that have an ideal order."""
    settings = load_settings()
    found = []
    with Shop.open(name, settings) as shop:
        engine = SearchEngine.open(shop, encoder)
        options = RankingOptions(scored=60, budget_ms=1e9)
        recommender = Recommender(shop, engine, scorer, options)
        for case in read_cases(path):
            if not any(case.judgments.values()):
                continue
            result = engine.search(case.query, k=options.candidates)
            products = [p for h in result.hits if (p := engine.products.get(h.product_id))]
            signals = recommender.signals(result, products, result.reading.constraints, CustomerProfile(customer_id=""))
            found.append(
                Query(
                    name,
                    signals,
                    tuple(" > ".join(p.category) or p.product_id for p in products),
                    tuple(case.judgments.get(p.product_id, 0) for p in products),
                    tuple(case.judgments.values()),
                )
            )
        engine.close()
    return found


def mean(queries: list[Query], weights: Weights) -> dict[str, float]:
    """Mean NDCG@10 by shop."""
    shops = sorted({q.shop for q in queries})
    return {s: float(np.mean([q.score(weights) for q in queries if q.shop == s])) for s in shops}


def fit(queries: list[Query], start: Weights) -> Weights:
    """Coordinate search; a change must win .001 a step from the start, so that few weights leave it by luck."""
    best, best_value = start, float(np.mean(list(mean(queries, start).values())))
    for _ in range(3):
        before = best
        for name, grid in GRIDS.items():
            for value in grid:
                trial = replace(best, **{name: value})
                got = float(np.mean(list(mean(queries, trial).values())))
                if got > best_value + 0.001:
                    best, best_value = trial, got
        if best == before:
            break
    return best


def cross_validated(queries: list[Query], start: Weights) -> dict[str, float]:
    """NDCG@10 by shop, each query scored by weights fitted without its fold."""
    order = np.random.default_rng(0).permutation(len(queries))
    values: dict[str, list[float]] = {}
    for fold in range(_FOLDS):
        out = [queries[i] for i in order[fold::_FOLDS]]
        rest = [q for q in queries if all(q is not o for o in out)]
        weights = fit(rest, start)
        for q in out:
            values.setdefault(q.shop, []).append(q.score(weights))
    return {shop: float(np.mean(v)) for shop, v in sorted(values.items())}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", action="append", required=True, metavar="SHOP=FILE")
    parser.add_argument("--weights", type=Path, help="folder of scorer weights; unset: the shipped ones")
    parser.add_argument("--no-scorer", action="store_true")
    arguments = parser.parse_args()
    settings = load_settings()
    encoder = Encoder.load(settings)
    scorer = None if arguments.no_scorer else BertScorer.load(settings, arguments.weights)
    queries = [
        q for pair in arguments.case for q in collect(pair.split("=")[0], Path(pair.split("=")[1]), encoder, scorer)
    ]
    start = Weights()
    best = fit(queries, start)
    report: dict[str, Any] = {
        "shipped": {"weights": asdict(start), "ndcg@10": mean(queries, start)},
        "best": {"weights": asdict(best), "ndcg@10": mean(queries, best)},
        "cross_validated": cross_validated(queries, start),
        "without": {n: mean(queries, replace(start, **{n: 0.0})) for n in GRIDS},
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
