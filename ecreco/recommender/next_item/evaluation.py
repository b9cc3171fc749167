"""Full-catalog ranking metrics of next-item models, with intervals and the hard cases apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.next_item.data import Assortment, Case, Indices, Purchases
from ecreco.recommender.next_item.model import NextItemModel

_CHUNK = 512  # histories scored at a time: memory is chunk x catalog
_RESAMPLES = 1000
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Groups:
    """Cases that are hard for a known reason; shape (n_cases,) each.

    cold_customer: at most two purchases known. cold_item: the target was never bought in training.
    long_tail: the target was bought, but is not among the fifth of the products that sells most.
    """

    cold_customer: Flags
    cold_item: Flags
    long_tail: Flags

    @classmethod
    def of(cls, cases: Sequence[Case], training: Purchases) -> Groups:
        assortment = training.assortment
        empty = np.empty(0, dtype=np.int64)
        sold = np.bincount(np.concatenate([empty, *training.sequences]), minlength=len(assortment))
        head = np.zeros(len(assortment), dtype=bool)
        head[np.argsort(-sold, kind="stable")[: len(assortment) // 5]] = True
        targets = [assortment.places.get(case.target) for case in cases]
        return cls(
            np.array([len(case.history) <= 2 for case in cases], dtype=bool),
            np.array([t is None or sold[t] == 0 for t in targets], dtype=bool),
            np.array([t is not None and sold[t] > 0 and not head[t] for t in targets], dtype=bool),
        )

    def named(self) -> dict[str, Flags]:
        return {"cold_customer": self.cold_customer, "cold_item": self.cold_item, "long_tail": self.long_tail}


def evaluate(model: NextItemModel, cases: Sequence[Case], training: Purchases, k: int = 10) -> dict[str, Any]:
    """`hr@k`, `ndcg@k` (each with a 95% bootstrap interval), `coverage@k`, `groups` and list properties, for one model.

    A target that is not in the assortment counts as a miss. coverage: share of the assortment in any list.
    diversity: share of pairs in a list that are of different brands. novelty: mean -log2 of the sales share of what is
    listed (Castells et al. 2015), one sale added to each product.
    """
    assortment = training.assortment
    lists = ranked_lists(model.recommend, [assortment.indices(case.history) for case in cases], k)
    targets = np.array([assortment.places.get(case.target, -1) for case in cases], dtype=np.int64)
    gains = list_gains(lists, targets)
    hits = (gains > 0).astype(np.float64)
    customers = [case.customer_id for case in cases]
    groups = {
        name: {
            "cases": int(flags.sum()),
            f"hr@{k}": _mean(hits[flags]),
            f"ndcg@{k}": _mean(gains[flags]),
        }
        for name, flags in Groups.of(cases, training).named().items()
    }
    return {
        f"hr@{k}": _mean(hits),
        f"ndcg@{k}": _mean(gains),
        f"coverage@{k}": round(len(np.unique(lists)) / len(assortment), 4),
        f"hr@{k}_interval": interval(hits, customers),
        f"ndcg@{k}_interval": interval(gains, customers),
        f"diversity@{k}": brand_diversity(lists, assortment),
        f"novelty@{k}": novelty(lists, training),
        "groups": groups,
    }


def ranked_lists(recommend: Callable[[Sequence[Indices], int], Any], histories: Sequence[Indices], k: int) -> Indices:
    """The k best of every history, shape (len(histories), k), scored in chunks."""
    parts = [recommend(histories[start : start + _CHUNK], k).items for start in range(0, len(histories), _CHUNK)]
    return np.concatenate(parts) if parts else np.empty((0, k), dtype=np.int64)


def list_gains(lists: Indices, targets: Indices) -> NDArray[np.float64]:
    """1 / log2(place + 1) of the target in its list, 0 where it is absent; with one target this is the NDCG."""
    places = lists == targets[:, None]
    discounts = 1 / np.log2(np.arange(lists.shape[1]) + 2)
    return np.asarray(places @ discounts, dtype=np.float64)


def interval(values: NDArray[np.float64], customers: Sequence[str], seed: int = 0) -> list[float]:
    """95% bootstrap interval of the mean. Customers are resampled, not cases: the cases of one are not independent."""
    if not len(values):
        return [float("nan"), float("nan")]
    _, groups = np.unique(np.asarray(customers), return_inverse=True)
    sums, sizes = np.bincount(groups, values), np.bincount(groups)
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=_RESAMPLES)
    low, high = np.percentile(drawn @ sums / (drawn @ sizes), [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def brand_diversity(lists: Indices, assortment: Assortment) -> float:
    """Mean share of pairs of one list that are of different brands; 1 where no brand comes twice."""
    _, brands = np.unique(np.asarray(assortment.brands), return_inverse=True)
    of_list = brands[lists]
    k = lists.shape[1]
    same = (of_list[:, :, None] == of_list[:, None, :]).sum(axis=(1, 2)) - k
    return _mean(1 - same / max(k * (k - 1), 1))


def novelty(lists: Indices, training: Purchases) -> float:
    """Mean self-information in bits of the listed products."""
    empty = np.empty(0, dtype=np.int64)
    sold = np.bincount(np.concatenate([empty, *training.sequences]), minlength=len(training.assortment)) + 1
    return _mean(-np.log2(sold / sold.sum())[lists])


def _mean(values: NDArray[Any]) -> float:
    return round(float(np.mean(values)), 4) if values.size else float("nan")
