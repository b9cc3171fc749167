"""`ecreco evaluate search`: the shop's own search on judged queries, the simple baselines beside it in the same run.

Unjudged products count as grade 0. A query for which nothing judged is above grade 0 has no ideal order, so it is left
out of NDCG (as in trec_eval, whose topics without relevant documents are not in the average); one without a product of
grade 2 and up is left out of recall and of p@5. How many queries each figure rests on is printed beside it, and `fits`
says how often the search itself called those hopeless queries unanswerable.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from ecreco.recommender.engine import Recommender
from ecreco.recommender.metrics import ndcg, precision, recall
from ecreco.recommender.words import stems
from ecreco.retrieval.encoder import Encoder
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings, load_settings

DEPTH = 50
_METRICS = ("ndcg@10", "recall@50", "p@5")
_RESAMPLES = 2000
Ranker = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class SearchCase:
    """One judged query. The system sees `query` alone; the constraints of the file are never read."""

    case_id: str
    query: str
    kind: str
    judgments: Mapping[str, int]

    @property
    def relevant(self) -> frozenset[str]:
        """Products of grade 2 and up."""
        return frozenset(i for i, grade in self.judgments.items() if grade >= 2)


def read_cases(path: Path) -> list[SearchCase]:
    """Read a case file. Raises OperatorError with the line at fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"The case file {path} could not be read: {error}", code="bad_cases") from error
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            grades = {str(i): int(g) for i, g in row["judgments"].items()}
            cases.append(SearchCase(str(row["id"]), str(row["query"]), str(row.get("type", "")), grades))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OperatorError(f"{path}, line {number}: not a search case ({error!r}).", code="bad_cases") from error
    if not cases:
        raise OperatorError(f"The case file {path} holds no cases.", code="bad_cases")
    return cases


def evaluate_search(
    recommender: Recommender, cases_path: Path, baselines: bool = True, settings: Settings | None = None
) -> dict[str, Any]:
    """Metrics of the whole search by name, with 95% bootstrap intervals, by type of query, and latency.

    baselines: popularity, BM25, plain MiniLM and their fusion on the same queries, under `systems`.
    """
    cases = read_cases(cases_path)
    seconds: list[float] = []
    fits: dict[str, bool] = {}

    def own(query: str) -> list[str]:
        started = time.perf_counter()
        found = recommender.find(query, k=DEPTH)
        seconds.append(time.perf_counter() - started)
        fits[query] = found.fits
        return [item.product.product_id for item in found.items]

    own(cases[0].query)  # the first call pays for counting behaviour
    seconds.clear()
    rows = _judge(cases, own)
    result: dict[str, Any] = {"cases": len(cases), **_summary(rows)}
    result["by_type"] = _by_type(cases, rows)
    hopeless = [c for c in cases if not c.relevant]
    answerable = [c for c in cases if c.relevant]
    result["fits"] = {
        "unanswerable_recognised": _share(not fits[c.query] for c in hopeless),
        "answerable_recognised": _share(fits[c.query] for c in answerable),
    }
    result["latency_ms"] = {
        "p50": round(1000 * float(np.percentile(seconds, 50)), 1),
        "p95": round(1000 * float(np.percentile(seconds, 95)), 1),
    }
    if baselines:
        rankers = baseline_rankers(recommender, Encoder.load(settings or load_settings()))
        result["systems"] = {name: _summary(_judge(cases, ranker)) for name, ranker in rankers.items()}
    return result


def baseline_rankers(recommender: Recommender, encoder: Encoder) -> dict[str, Ranker]:
    """What a shop would have without us, over the full catalog, on the query as typed."""
    products = recommender.engine.products.products
    ids = [p.product_id for p in products]
    vectors = recommender.engine.vector(ids)
    index = bm25s.BM25()
    index.index([stems(f"{p.text} {' '.join(p.category)}") or [""] for p in products], show_progress=False)
    ratings = np.array([(p.rating or 0.0) * math.log1p(p.rating_count or 0) for p in products])

    def word(query: str) -> Any:
        known = [s for s in stems(query) if s in index.vocab_dict]
        return index.get_scores(known) if known else np.zeros(len(ids))

    def best(scores: Any) -> list[str]:
        return [ids[i] for i in np.argsort(-scores, kind="stable")[:DEPTH]]

    def fused(query: str) -> Any:
        dense, words = vectors @ encoder.encode_query(query), word(query)
        return dense / max(float(dense.max()), 1e-6) + words / max(float(words.max()), 1e-6)

    return {
        "popularity": lambda query: best(ratings),
        "bm25": lambda query: best(word(query)),
        "minilm": lambda query: best(vectors @ encoder.encode_query(query)),
        "fusion": lambda query: best(fused(query)),
    }


def _judge(cases: Sequence[SearchCase], ranker: Ranker) -> dict[str, list[float]]:
    rows: dict[str, list[float]] = {name: [] for name in _METRICS}
    for case in cases:
        ranked = ranker(case.query)
        grades = [case.judgments.get(i, 0) for i in ranked]
        rows["ndcg@10"].append(ndcg(grades, list(case.judgments.values()), 10))
        rows["recall@50"].append(recall(ranked, case.relevant, DEPTH))
        rows["p@5"].append(precision(ranked, case.relevant, 5) if case.relevant else math.nan)
    return rows


def _summary(rows: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, values in rows.items():
        known = np.array([v for v in values if not math.isnan(v)])
        out[name] = round(float(known.mean()), 4) if len(known) else None
        out[f"{name}_interval"] = bootstrap(known)
        out[f"{name}_queries"] = len(known)
    return out


def bootstrap(values: Any, *, seed: int = 0) -> list[float] | None:
    """95% percentile interval of the mean over resampled queries; None for fewer than two."""
    if len(values) < 2:
        return None
    rng = np.random.default_rng(seed)
    means = rng.choice(values, size=(_RESAMPLES, len(values))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def _by_type(cases: Sequence[SearchCase], rows: Mapping[str, Sequence[float]]) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for kind in sorted({c.kind for c in cases}):
        at = [i for i, c in enumerate(cases) if c.kind == kind]
        table[kind] = {"cases": len(at)}
        for name in _METRICS:
            known = [rows[name][i] for i in at if not math.isnan(rows[name][i])]
            table[kind][name] = round(float(np.mean(known)), 4) if known else None
    return table


def _share(flags: Iterable[bool]) -> float | None:
    found = list(flags)
    return round(sum(found) / len(found), 4) if found else None
