"""The recommender: one path for search, chat and "for you", from candidates to reasons.

candidates → hard constraints as a mask (in retrieval) → BERT score, profile match, popularity → additive fusion →
order and diversity → the merchant's rules → reasons.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ecreco.recommender.behaviour import Behaviour
from ecreco.recommender.fusion import Column, Signals, Weights, correction, kin_scores, total, words_signal
from ecreco.recommender.ordering import by_wish, one_per_family, spread
from ecreco.recommender.product_text import scorer_text
from ecreco.recommender.profiles import CustomerProfile, Vectors, affinity
from ecreco.recommender.reasons import reason
from ecreco.recommender.rules import Rules
from ecreco.recommender.scorer import BertScorer
from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.reading import Reading
from ecreco.retrieval.search import SearchEngine, SearchResult
from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Product
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A product with its score, the parts that sum to it, and a reason made of its own facts."""

    product: Product
    score: float
    parts: Mapping[str, float]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, best first. fits False: nothing really fits, the items are near alternatives."""

    items: tuple[Recommendation, ...]
    reading: Reading
    fits: bool
    relaxed: tuple[str, ...] = ()
    degraded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingOptions:
    """candidates: taken from retrieval. scored: most pairs the scorer reads, fewer when the latency budget
    (milliseconds) allows fewer, never under `least_scored`."""

    candidates: int = 60
    scored: int = 24
    least_scored: int = 8
    budget_ms: float = 120.0
    weights: Weights = field(default_factory=Weights)


class Recommender:
    """Ranks one shop's products; safe to share between threads. Open it with `Recommender.open`."""

    def __init__(
        self, shop: Shop, engine: SearchEngine, scorer: BertScorer | None, options: RankingOptions | None = None
    ) -> None:
        self.shop = shop
        self.engine = engine
        self.options = options or RankingOptions()
        self._scorer = scorer
        self._behaviour = Behaviour(shop)

    @classmethod
    def open(
        cls, shop: Shop, engine: SearchEngine, settings: Settings, options: RankingOptions | None = None
    ) -> Recommender:
        """Load the shipped scorer. Without one, ranking goes on by the other parts and the log says so."""
        Rules.read(shop.info.settings)  # a broken rule is said at the start, not in a customer's search
        try:
            scorer: BertScorer | None = BertScorer.load(settings)
        except OperatorError as error:
            log.warning("ranking goes on without the BERT scorer: %s", error.message)
            scorer = None
        return cls(shop, engine, scorer, options)

    def find(
        self,
        text: str,
        *,
        constraints: Constraints | None = None,
        customer_id: str | None = None,
        exclude: Collection[str] = (),
        k: int = 10,
    ) -> Found:
        """The k best products for a customer's words. constraints: replace those read from the text.

        exclude: product ids not to show again. Hard constraints have been met by every item unless `relaxed` names
        those that had to be dropped.
        """
        reading = self.engine.read(text)
        wanted = reading.constraints if constraints is None else constraints
        result = self.engine.search(
            text, constraints=wanted, reading=reading, k=max(self.options.candidates, k) + len(exclude)
        )
        rules = Rules.read(self.shop.info.settings)
        found = [(h, p) for h in result.hits if (p := self._showable(h.product_id, exclude, rules)) is not None]
        products = [p for _, p in found]
        profile = self._behaviour.profile(customer_id, self.engine)
        signals = self.signals(result, products, wanted, profile)
        parts = {**signals.parts(self.options.weights), "rules": _rule_column(rules, products)}
        scores = total(parts)
        order = [int(i) for i in np.argsort(-scores, kind="stable")]
        relevance = np.asarray(sum(parts[name] for name in self.options.weights.relevance))
        order = by_wish(order, products, relevance, wanted, self._behaviour.popularity(self.engine).mean_rating)
        order = one_per_family(order, products, k)
        items = [self._answered(products[i], float(scores[i]), _row(parts, i), reading, wanted, profile) for i in order]
        return Found(
            items=tuple(items), reading=reading, fits=result.fits, relaxed=result.relaxed, degraded=result.degraded
        )

    def recommend(
        self,
        *,
        customer_id: str | None = None,
        product_id: str | None = None,
        constraints: Constraints | None = None,
        exclude: Collection[str] = (),
        k: int = 10,
    ) -> list[Recommendation]:
        """Without a question: for a customer, beside a product, or for anybody (popular and varied).

        Raises NotFound for an unknown product. A customer without history gets what a guest gets.
        """
        rules = Rules.read(self.shop.info.settings)
        profile = self._behaviour.profile(customer_id, self.engine)
        anchor = self.shop.catalog.get(product_id) if product_id is not None else None
        hidden = {
            *exclude,
            *profile.disliked,
            *([product_id] if product_id else []),
            *(profile.bought if not anchor else ()),
        }
        related = dict(self._behaviour.related(anchor, profile))
        found = self._gather(anchor, profile, related, constraints, hidden, rules)
        if not found:
            return []
        vectors = self.engine.vector([p.product_id for p in found])
        popularity = self._behaviour.popularity(self.engine)
        near = _similarity(self.engine, anchor, vectors)
        parts = {
            "together": 0.5 * np.array([related.get(p.product_id, 0.0) for p in found]),
            "similar": 0.8 * near,
            "profile": 0.6 * affinity(profile, found, vectors),
            "popularity": 0.3 * np.array([popularity.of(p.product_id) for p in found]),
            "wishes": 0.3 * np.array([constraints.wishes(p) if constraints else 0.0 for p in found]),
            "rules": _rule_column(rules, found),
        }
        scores = total(parts)
        order = one_per_family([int(i) for i in np.argsort(-scores, kind="stable")], found, len(found))
        if constraints is not None:
            order = by_wish(order, found, np.ones(len(found)), constraints, popularity.mean_rating)
        order = order[:k] if anchor or (constraints and not constraints.empty) else spread(order, found, k)
        return [self._shown(found[i], float(scores[i]), _row(parts, i), anchor, profile, constraints) for i in order]

    def signals(
        self, result: SearchResult, products: Sequence[Product], wanted: Constraints, profile: CustomerProfile
    ) -> Signals:
        """The signals of the given products, which are hits of the result, in the hits' order."""
        hits = {h.product_id: h for h in result.hits}
        meaning = np.array([hits[p.product_id].dense for p in products], dtype=np.float64)
        words = words_signal(np.array([hits[p.product_id].lexical for p in products], dtype=np.float64))
        bert = self._bert(result.reading.topic, products)
        popularity = self._behaviour.popularity(self.engine)
        vectors = (
            self.engine.vector([p.product_id for p in products]) if not profile.cold else np.zeros((0, 1), np.float32)
        )
        weights = self.options.weights
        relevance = weights.meaning * meaning + weights.words * words + weights.bert * bert
        return Signals(
            meaning=meaning, words=words, bert=bert,
            kin=kin_scores([" > ".join(p.category) or p.product_id for p in products], relevance),
            wishes=np.array([wanted.wishes(p) for p in products], dtype=np.float64),
            popularity=np.array([popularity.of(p.product_id) for p in products], dtype=np.float64),
            profile=affinity(profile, products, vectors),
        )  # fmt: skip

    def _bert(self, topic: str, products: Sequence[Product]) -> Column:
        """Corrections by the scorer; candidates beyond its budget get the lowest of those it read."""
        if self._scorer is None or not topic.strip() or not products:
            return np.zeros(len(products))
        options = self.options
        count = self._scorer.affordable(options.budget_ms, least=options.least_scored, most=options.scored)
        logits = self._scorer.score(topic, [scorer_text(p) for p in products[:count]]).astype(np.float64)
        rest = np.full(max(0, len(products) - count), logits.min())
        return correction(np.concatenate([logits, rest]))

    def _answered(
        self,
        product: Product,
        score: float,
        parts: Mapping[str, float],
        reading: Reading,
        wanted: Constraints,
        profile: CustomerProfile,
    ) -> Recommendation:
        text = reason(product, parts=parts, asked=reading.topic, constraints=wanted, profile=profile)
        return Recommendation(product=product, score=score, parts=parts, reason=text)

    def _showable(self, product_id: str, exclude: Collection[str], rules: Rules) -> Product | None:
        product = self.engine.products.get(product_id)
        if product is None or product_id in exclude or rules.excludes(product):
            return None
        return product

    def _gather(
        self,
        anchor: Product | None,
        profile: CustomerProfile,
        related: Mapping[str, float],
        constraints: Constraints | None,
        hidden: Collection[str],
        rules: Rules,
    ) -> list[Product]:
        """Candidates: bought together, nearest to the product or to the customer's taste, popular."""
        count = self.options.candidates
        ids = list(related)
        snapshot = self.engine.products
        admitted = np.ones(len(snapshot), dtype=bool) if constraints is None else snapshot.mask(constraints)
        if anchor is not None:
            ids += [hit.product_id for hit in self.engine.similar(anchor.product_id, count)]
        elif profile.vector is not None:
            near = self.engine.vector(snapshot.ids) @ profile.vector
            ids += [snapshot.ids[i] for i in np.argsort(-np.where(admitted, near, -np.inf))[:count]]
        if anchor is None or constraints is not None:
            popularity = self._behaviour.popularity(self.engine)
            liked = np.array([popularity.of(i) for i in snapshot.ids])
            ids += [
                snapshot.ids[i] for i in np.argsort(-np.where(admitted, liked, -np.inf), kind="stable")[: 2 * count]
            ]
        found = [p for i in dict.fromkeys(ids) if (p := self._showable(i, hidden, rules)) is not None]
        family = anchor.family_id if anchor else None
        found = [p for p in found if family is None or p.family_id != family]
        return [p for p in found if constraints is None or constraints.admits(p)]

    def _shown(
        self,
        product: Product,
        score: float,
        parts: Mapping[str, float],
        anchor: Product | None,
        profile: CustomerProfile,
        constraints: Constraints | None,
    ) -> Recommendation:
        together = None
        if anchor is not None:
            together = (anchor.title, self._behaviour.shared_buyers(anchor.product_id, product.product_id))
            together = together if together[1] else None
        text = reason(
            product, parts=parts, constraints=constraints, profile=profile, together=together,
            like=anchor.title if anchor is not None and parts.get("similar", 0.0) > 0.3 else None,
        )  # fmt: skip
        if text == "close to what you asked for":  # nobody asked anything here
            text = "popular in this shop" if parts.get("popularity", 0.0) > 0.1 else "something different"
        return Recommendation(product=product, score=score, parts=parts, reason=text)


def _similarity(engine: SearchEngine, anchor: Product | None, vectors: Vectors) -> Column:
    if anchor is None:
        return np.zeros(len(vectors))
    own = engine.vector([anchor.product_id])[0]
    return np.asarray(np.maximum(0.0, vectors @ own), dtype=np.float64)


def _rule_column(rules: Rules, products: Sequence[Product]) -> Column:
    return np.array([rules.shift(p) for p in products], dtype=np.float64)


def _row(parts: Mapping[str, Column], i: int) -> dict[str, float]:
    return {name: round(float(column[i]), 6) for name, column in parts.items() if column[i]}
