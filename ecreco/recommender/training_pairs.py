"""Graded (query, product) groups for the scorer, fixed before training.

Products are split first, by title family, then queries are made for each part. Negatives are mined from our own
retrieval (word search and encoder together) plus a random one, and every product of a group is graded by what the
query was made from, so that another product that fits as well is never taught as wrong.
"""

from __future__ import annotations

import hashlib
import logging
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.product_text import scorer_text
from ecreco.recommender.query_generator import SHARES, GeneratedQuery, QueryGenerator, Style, review_sentences
from ecreco.recommender.words import split_camel, stem_set, stems, words
from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.lexical import LexicalIndex
from ecreco.retrieval.profiles import profile
from ecreco.shop.records import Product, Review

Part = Literal["train", "valid", "test"]
log = logging.getLogger(__name__)

_POOL = 40  # mined candidates a query; the group is drawn from these
_BROAD_CATEGORY = 0.08  # a narrowest category with more of the catalog than this says too little about a need
_TWIN = 0.92  # cosine from which two products are the same thing in another colour


@dataclass(frozen=True, slots=True)
class TrainingShop:
    """A catalog to learn from."""

    name: str
    products: Sequence[Product]
    reviews: Sequence[Review] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One query with its graded products. grades: 0..3 as in the case files' scale; texts: what the scorer reads."""

    shop: str
    query: GeneratedQuery
    texts: tuple[str, ...]
    grades: tuple[int, ...]
    dense: tuple[float, ...]
    lexical: tuple[float, ...]


@dataclass(slots=True)
class PairSet:
    """The groups of the three parts."""

    parts: dict[Part, list[Group]] = field(default_factory=lambda: {"train": [], "valid": [], "test": []})


def part_of(product: Product, seed: int) -> Part:
    """80 / 10 / 10 by a hash of the title's first words, so that variants of one product stay in one part."""
    family = " ".join(words(product.title)[:4]) or product.product_id
    bucket = int.from_bytes(hashlib.sha256(f"{seed}:{family}".encode()).digest()[:4], "big") % 10
    return "valid" if bucket == 8 else "test" if bucket == 9 else "train"


class Grader:
    """Grades products of one shop against what a generated query was made from."""

    def __init__(self, products: Sequence[Product], vectors: NDArray[np.float32]) -> None:
        self._products = products
        self._row = {p.product_id: i for i, p in enumerate(products)}
        self._vectors = vectors
        facts = [(*p.options.values(), *p.attributes.values()) for p in products]
        self._named = [
            stem_set((p.title, p.brand or "", *(split_camel(c) for c in p.category), *f))
            for p, f in zip(products, facts, strict=True)
        ]
        self._body = [stem_set((*p.about, p.description)) for p in products]
        seen = Counter(s for named in self._named for s in named)
        self._idf = {s: math.log(1 + len(products) / n) for s, n in seen.items()}
        sizes = Counter(p.category for p in products)
        self._broad = {c for c, n in sizes.items() if not c or n > max(3, _BROAD_CATEGORY * len(products))}

    def grade(self, query: GeneratedQuery, row: int) -> int | None:
        """0..3, or None where it cannot be told (the product is then left out of the group)."""
        own = self._row[query.product_id]
        if row == own:
            return 3
        if not query.facets:
            return self._grade_need(own, row)
        named, body = self._named[row], self._body[row]
        weights = {f: self._idf.get(f, math.log(1 + len(self._products))) for f in query.facets}
        have = sum(w * (1.0 if f in named else 0.6 if f in body else 0.0) for f, w in weights.items())
        coverage = have / sum(weights.values())
        figures = all(f in named for f in query.facets if any(c.isdigit() for c in f))
        kind = all(f in named for f in query.type_stems)
        if coverage > 0.995:
            return 3
        if coverage >= 0.8 and kind and figures:
            return 2
        return 1 if kind and coverage >= 0.35 else 0

    def _grade_need(self, own: int, row: int) -> int | None:
        mine, other = self._products[own].category, self._products[row].category
        if float(self._vectors[own] @ self._vectors[row]) > _TWIN:
            return 3
        if mine == other and mine not in self._broad:
            return 2
        return None if mine[-2:-1] == other[-2:-1] and mine[:-1] else 0


def build(shops: Sequence[TrainingShop], encoder: Encoder, *, seed: int, per_shop: int, group_size: int = 8) -> PairSet:
    """About `per_shop` queries of every shop, each with `group_size` graded products."""
    pairs = PairSet()
    for shop in shops:
        _build_shop(shop, encoder, pairs, random.Random(f"{seed}:{shop.name}"), seed, per_shop, group_size)
        log.info("%s: %s", shop.name, {part: len(groups) for part, groups in pairs.parts.items()})
    return pairs


def _build_shop(
    shop: TrainingShop, encoder: Encoder, pairs: PairSet, rng: random.Random, seed: int, count: int, size: int
) -> None:
    products = [p for p in shop.products if p.title.strip()]
    profiles = [profile(p) for p in products]
    vectors = encoder.encode([p.encoded for p in profiles])
    lexical = LexicalIndex(profiles)
    parts = [part_of(p, seed) for p in products]
    told = review_sentences(shop.reviews)
    queries = _queries(products, _telling(told, products, vectors, encoder, rng), rng, count)
    asked = encoder.encode([q.text for _, q in queries])
    grader = Grader(products, vectors)
    texts = [scorer_text(p) for p in products]
    in_train = np.array([part == "train" for part in parts])
    for (row, query), vector in zip(queries, asked, strict=True):
        dense = vectors @ vector
        word = lexical.scores(lexical.query_terms(query.text))
        # A training group never shows a held-out product; a held-out query meets the whole catalog, as in use.
        allowed = in_train if parts[row] == "train" else np.ones(len(products), dtype=bool)
        rows = _draw(grader, query, row, mined(dense, word, allowed), np.flatnonzero(allowed), rng, size)
        if rows:
            pairs.parts[parts[row]].append(
                Group(
                    shop=shop.name, query=query, texts=tuple(texts[r] for r, _ in rows),
                    grades=tuple(g for _, g in rows), dense=tuple(float(dense[r]) for r, _ in rows),
                    lexical=tuple(float(word[r]) for r, _ in rows),
                )
            )  # fmt: skip


def mined(dense: NDArray[np.float32], word: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    """Rows our retrieval would show first: both scores, each scaled to its best, summed."""
    both = dense / max(float(dense.max()), 1e-6) + word / max(float(word.max()), 1e-6)
    both = np.where(allowed, both, -np.inf)
    top = np.argpartition(-both, min(_POOL, len(both) - 1))[:_POOL]
    return [int(r) for r in top[np.argsort(-both[top])] if allowed[r]]


def _queries(
    products: Sequence[Product], told: dict[str, list[str]], rng: random.Random, count: int
) -> list[tuple[int, GeneratedQuery]]:
    generator = QueryGenerator(rng, told)
    styles: list[Style] = list(SHARES)
    weights = list(SHARES.values())
    found: dict[str, tuple[int, GeneratedQuery]] = {}
    for _ in range(count * 4):
        if len(found) >= count:
            break
        row = rng.randrange(len(products))
        query = generator.make(products[row], rng.choices(styles, weights)[0])
        if query and 3 <= len(query.text) <= 160 and (query.facets or len(stems(query.text)) >= 3):
            found.setdefault(query.text, (row, query))
    return list(found.values())


def _telling(
    told: dict[str, list[str]],
    products: Sequence[Product],
    vectors: NDArray[np.float32],
    encoder: Encoder,
    rng: random.Random,
) -> dict[str, list[str]]:
    """Review sentences that say something about their product: nearer to it than to nine in ten others."""
    row = {p.product_id: i for i, p in enumerate(products)}
    flat = [(i, s) for i, found in told.items() if i in row for s in found]
    rng.shuffle(flat)
    flat = flat[:2500]
    if not flat:
        return {}
    scores = encoder.encode([s for _, s in flat]) @ vectors.T
    own = scores[np.arange(len(flat)), [row[i] for i, _ in flat]]
    rank = (scores > own[:, None]).mean(axis=1)
    kept: dict[str, list[str]] = {}
    for (i, sentence), share in zip(flat, rank, strict=True):
        if share < 0.1:
            kept.setdefault(i, []).append(sentence)
    return kept


def _draw(
    grader: Grader,
    query: GeneratedQuery,
    own: int,
    pool: Sequence[int],
    everything: NDArray[np.intp],
    rng: random.Random,
    size: int,
) -> list[tuple[int, int]]:
    """Own product, up to two more that fit, up to two that half fit, then near misses and one random product."""
    graded = [(r, g) for r in pool if r != own and (g := grader.grade(query, r)) is not None]
    right = [x for x in graded if x[1] >= 2]
    half = [x for x in graded if x[1] == 1]
    wrong = [x for x in graded if x[1] == 0]
    chosen = [(own, 3), *rng.sample(right, min(2, len(right))), *rng.sample(half, min(2, len(half)))]
    for _ in range(20):
        stranger = int(rng.choice(everything))
        if stranger not in pool and stranger != own and grader.grade(query, stranger) == 0:
            chosen.append((stranger, 0))
            break
    chosen += wrong[: max(0, size - len(chosen))]
    for _ in range(60):
        if len(chosen) >= size:
            break
        stranger = int(rng.choice(everything))
        if grader.grade(query, stranger) == 0 and all(stranger != r for r, _ in chosen):
            chosen.append((stranger, 0))
    if len(chosen) < size or all(g for _, g in chosen):
        return []
    chosen = chosen[:size]
    rng.shuffle(chosen)
    return chosen
