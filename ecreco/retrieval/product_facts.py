"""Answers to questions about one product from its own text; nothing where the text does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.evidence import Passage, SentenceVectors
from ecreco.retrieval.profiles import category_words
from ecreco.retrieval.questions import Clause, alike, clauses
from ecreco.retrieval.sentences import clip, sentences
from ecreco.retrieval.terms import fold, stem, terms, words
from ecreco.shop.records import Product

# A clause is answered by a sentence that has what its rule wants; without a rule, by one that shares enough of its
# words or, failing words, is very near in meaning. Chosen on questions written for products of three catalogs.
_MOST_WORDS, _NEAR_WITH_MOST = 0.6, 0.25
_HALF_THE_WORDS, _NEAR_WITH_HALF = 0.5, 0.38
_NEAR_ALONE = 0.62
_ALSO = 0.15  # a second sentence this near to the best one's score is told too
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dual|triple)"


class Products(Protocol):
    """Where product records come from."""

    def find(self, product_id: str) -> Product | None:
        """The record, or None."""
        ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    field: str
    text: str
    stems: frozenset[str]
    folded: str


class ProductFacts:
    """Question answering over single products; safe to share between threads."""

    def __init__(self, products: Products, encoder: Encoder) -> None:
        self._products = products
        self._vectors = SentenceVectors(encoder)

    def about(self, product_id: str, question: str, *, k: int = 3) -> list[Passage]:
        """Up to k sentences of the product's text that answer the question, best first; empty where it does not say."""
        product = self._products.find(product_id)
        if product is None:
            return []
        candidates = list(_candidates(product))
        named, always = _name_stems(product)
        found: list[Passage] = []
        for clause in clauses(question, named=named, always=always):
            if clause.rule and clause.rule.name == "stock":
                answers = _stock(product)
            else:
                answers = self._answers(product, clause, candidates)
            found += [a for a in answers if a.text not in {p.text for p in found}]
        return found[:k]

    def _answers(self, product: Product, clause: Clause, candidates: list[_Candidate]) -> list[Passage]:
        fit = [c for c in candidates if _may_answer(product, clause, c)]
        if not fit:
            return []
        near = self._vectors.cosines(clause.text, [c.text for c in fit])
        scored = []
        for candidate, cosine in zip(fit, (float(c) for c in near), strict=True):
            shared = _shared(clause, candidate)
            if _answers_it(clause, shared, cosine):
                preferred = bool(clause.rule and clause.rule.prefer and clause.rule.prefer.search(candidate.folded))
                score = cosine + 0.5 * shared + 0.25 * preferred - 0.05 * (candidate.field == "title")
                text = clip(candidate.text, _position(clause, candidate))
                scored.append(Passage(record=product.product_id, field=candidate.field, text=text, score=score))
        scored.sort(key=lambda p: -p.score)
        return [p for p in scored[:2] if p.score >= scored[0].score - _ALSO]


def _may_answer(product: Product, clause: Clause, candidate: _Candidate) -> bool:
    """Whether the sentence has what kind of thing is asked for."""
    rule = clause.rule
    if rule is not None:
        if rule.skip and rule.skip.search(candidate.folded):
            return False
        if rule.value and not rule.value.search(candidate.folded):
            return False
        if rule.subject and clause.terms:
            return True
        if rule.about and not rule.about.search(candidate.folded):
            return rule.title_tells and candidate.field == "title" and bool(rule.about.search(fold(product.title)))
        return True
    return not clause.counted or _counts(clause.counted, candidate)


def _answers_it(clause: Clause, shared: float, cosine: float) -> bool:
    if clause.rule is not None:
        return not (clause.rule.subject and clause.terms) or shared > 0
    if clause.counted:
        return True
    return (
        (shared >= _MOST_WORDS and cosine >= _NEAR_WITH_MOST)
        or (shared >= _HALF_THE_WORDS and cosine >= _NEAR_WITH_HALF)
        or cosine >= _NEAR_ALONE
    )


def _position(clause: Clause, candidate: _Candidate) -> int:
    """Where in the sentence the answer stands, as far as the rule or the words tell."""
    rule = clause.rule
    patterns = [p for p in (rule.about, rule.prefer, rule.value) if p] if rule else []
    patterns += [re.compile(rf"\b{re.escape(t)}") for t in clause.terms]
    return next((m.start() for p in patterns if (m := p.search(candidate.folded))), 0)


def _shared(clause: Clause, candidate: _Candidate) -> float:
    """The share of the clause's content words that the sentence has, in these or like words."""
    if not clause.terms:
        return 0.0
    return sum(not alike(t).isdisjoint(candidate.stems) for t in clause.terms) / len(clause.terms)


def _counts(counted: tuple[str, ...], candidate: _Candidate) -> bool:
    """Whether a number stands near what is counted: `417 Functions`, `switches rated for 50 million keypresses`."""
    head = alike(counted[-1])
    tokens = re.findall(rf"{_NUMBER}|[a-z][a-z'-]*", candidate.folded)
    at = [i for i, token in enumerate(tokens) if stem(token) in head or token in head]
    numbers = [i for i, token in enumerate(tokens) if re.fullmatch(_NUMBER, token)]
    return any(-3 <= n - a <= 3 for a in at for n in numbers)


def _candidates(product: Product) -> Iterator[_Candidate]:
    def made(field: str, text: str) -> _Candidate:
        return _Candidate(field, text, frozenset(terms(text)), fold(text).replace("’", "'"))

    seen: set[str] = set()
    texts = [("title", [product.title])]
    texts += [(f"about[{i}]", sentences(text)) for i, text in enumerate(product.about)]
    texts += [("description", sentences(product.description))]
    texts += [(name, [f"{name}: {value}"]) for name, value in {**product.attributes, **product.options}.items()]
    for field, found in texts:
        for text in found:
            if text and text not in seen:
                seen.add(text)
                yield made(field, text)


def _name_stems(product: Product) -> tuple[set[str], set[str]]:
    """Stems by which customers name the product, and those that do so even alone: brand, kind and model numbers."""
    head = re.split(r"\s[-|–(]|[,|(\[]|\bwith\b|\bfor\b", product.title, maxsplit=1)[0]
    named = {stem(w) for w in words(head)}
    always = {stem(w) for w in words(product.brand or "")} | {s for s in named if any(c.isdigit() for c in s)}
    for name in product.category[-1:]:
        always |= {stem(w) for w in words(category_words(name))}
    return named | always, always


def _stock(product: Product) -> list[Passage]:
    """Pieces in stock, a record's own number; nothing where the shop keeps none."""
    if product.stock is None:
        return []
    return [Passage(record=product.product_id, field="stock", text=f"{product.stock} in stock", score=1.0)]
