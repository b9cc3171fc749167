"""What reviewers say of one product: themes with counts and quotes, and sentences that bear on a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.evidence import Passage, SentenceVectors
from ecreco.retrieval.opinion import OVERALL, Opinion, Polarity, mentioned, opinions
from ecreco.retrieval.product_facts import Products
from ecreco.retrieval.profiles import plain_text
from ecreco.retrieval.questions import alike
from ecreco.retrieval.sentences import clip, sentences
from ecreco.retrieval.terms import ASKING, STOPWORDS, fold, stem, terms, words
from ecreco.shop.records import Review

_FEW = 5  # fewer reviews than these are called few
_READ = 500  # newest reviews read for a summary
_QUOTES = 2
_QUOTE_LENGTH = 220
_THEMES = 5
_NEAR, _NEAR_ALONE = 0.30, 0.55
_BLAME = re.compile(
    r"complain\w*|gripe\w*|problem\w*|issue\w*|negative\w*|cons\b|downside\w*|drawback\w*|dislike\w*|hate\w*|bad\b|wrong"
    r"|fault\w*|weak\w*|criticis\w*|critici[sz]e\w*|unhappy|annoy\w*|disappoint\w*|worst|fail\w*"
)
_PRAISE = re.compile(
    r"\blikes?\b(?! to)|\bliked\b|praise\w*|\bloves?\b|\bloved\b|positive\w*|\bpros\b"
    r"|\bgood (?:about|points|things|sides?)\b|\bbest\b|strength\w*|happy|enjoy\w*|appreciat\w*"
)
_REVIEW_WORDS = frozenset(
    stem(w)
    for w in re.findall(
        r"\w+",
        """review reviews reviewer reviewers people buyer buyers customer customers user users owner owners say
        says said think mention mentions mentioned opinion opinions feedback experience main product others
        anyone anybody everyone someone somebody about does""",
    )
)


class Reviews(Protocol):
    """Where reviews come from."""

    def of(self, product_id: str, limit: int | None = None) -> Sequence[Review]:
        """Reviews of a product."""
        ...


@dataclass(frozen=True, slots=True)
class Theme:
    """What several reviewers, or one, say. count: reviews that say it. quotes: (review_id, sentence), at most two."""

    name: str
    count: int
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """count: reviews read ("3 of 8" is a theme's count of this). mean: of their stars, None where they have none."""

    product_id: str
    count: int
    mean: float | None
    praise: tuple[Theme, ...]
    complaints: tuple[Theme, ...]
    few: bool


@dataclass(slots=True)
class _Gathered:
    reviews: set[str] = field(default_factory=set)
    plain: int = 0
    quotes: list[tuple[float, str, str]] = field(default_factory=list)


class ReviewTexts:
    """Reviews of the shop as text; safe to share between threads."""

    def __init__(self, reviews: Reviews, encoder: Encoder, products: Products | None = None) -> None:
        """products: lets a question name the product without its name being searched for."""
        self._reviews = reviews
        self._products = products
        self._vectors = SentenceVectors(encoder)

    def summary(self, product_id: str) -> ReviewSummary:
        """Themes of praise and complaint, the most often said first; without reviews both are empty."""
        reviews = self._read(product_id)
        gathered: dict[tuple[str, Polarity], _Gathered] = {}
        for review in reviews:
            for _, text in _sentences(review):
                for opinion in opinions(text, stars=review.rating):
                    theme = gathered.setdefault((opinion.aspect, opinion.polarity), _Gathered())
                    theme.reviews.add(review.review_id)
                    theme.plain += opinion.plain
                    theme.quotes.append(
                        (_worth(text, opinion), review.review_id, clip(text, opinion.at, limit=_QUOTE_LENGTH))
                    )
        stars = [r.rating for r in reviews if r.rating is not None]
        return ReviewSummary(
            product_id=product_id,
            count=len(reviews),
            mean=sum(stars) / len(stars) if stars else None,
            praise=_themes(gathered, "good"),
            complaints=_themes(gathered, "bad"),
            few=len(reviews) < _FEW,
        )

    def about(self, product_id: str, question: str, *, k: int = 3) -> list[Passage]:
        """Up to k sentences of reviews that bear on the question, best first; empty where no reviewer speaks of it.

        A question for complaints or for praise alone gives sentences of that kind. Passage.record is the review's id.
        """
        folded = fold(question)
        wanted: Polarity | None = "bad" if _BLAME.search(folded) else "good" if _PRAISE.search(folded) else None
        named = self._named(product_id)
        matter = [t for t in _matter(_BLAME.sub(" ", _PRAISE.sub(" ", folded))) if t not in named]
        asked = set(mentioned(" ".join(w for w in folded.split() if stem(w.strip(",.?!")) in matter)))
        lines = [(review, place, text) for review in self._read(product_id) for place, text in _sentences(review)]
        if not lines:
            return []
        near = self._vectors.cosines(question, [text for _, _, text in lines])
        found = []
        for (review, place, text), cosine in zip(lines, (float(c) for c in near), strict=True):
            said = opinions(text, stars=review.rating)
            if wanted and not any(o.polarity == wanted and (o.aspect != OVERALL or not matter) for o in said):
                continue
            stems = frozenset(terms(text))
            shared = sum(not alike(t).isdisjoint(stems) for t in matter) / len(matter) if matter else 0.0
            on_topic = bool(asked & set(mentioned(text))) if asked else False
            general = wanted is not None and not matter and not asked
            if general or cosine >= _NEAR_ALONE or (cosine >= _NEAR and (shared >= 0.5 or on_topic)):
                worth = max((_worth(text, o) for o in said), default=0.0)
                score = cosine + 0.4 * shared + 0.3 * on_topic + 0.1 * worth
                found.append(Passage(record=review.review_id, field=place, text=clip(text), score=score))
        found.sort(key=lambda p: -p.score)
        return found[:k]

    def _named(self, product_id: str) -> set[str]:
        product = self._products.find(product_id) if self._products else None
        return {stem(w) for w in words(f"{product.brand or ''} {product.title}")} if product else set()

    def _read(self, product_id: str) -> list[Review]:
        """The product's reviews, each text once: sources repeat them."""
        seen: set[str] = set()
        kept = []
        for review in self._reviews.of(product_id, limit=_READ):
            key = f"{review.title}\n{review.text}".strip().casefold()
            if not plain_text(key) or (key in seen and len(key) > 40):
                continue
            seen.add(key)
            kept.append(review)
        return kept


def _sentences(review: Review) -> Iterator[tuple[str, str]]:
    title = plain_text(review.title)
    if title and not plain_text(review.text).startswith(title):
        yield "title", title
    for text in sentences(review.text, specifications=False, glued=True):
        yield "text", text


def _matter(folded: str) -> list[str]:
    found = [stem(w) for w in words(folded) if w not in STOPWORDS and w not in ASKING and len(w) > 2]
    return list(dict.fromkeys(t for t in found if t not in _REVIEW_WORDS))


def _worth(text: str, opinion: Opinion) -> float:
    """How well a sentence serves as a quote: judged in words of its own, neither a shout nor a page."""
    length = len(text)
    size = 1.0 if 20 <= length <= 140 else 0.6 if length <= _QUOTE_LENGTH else 0.3
    return size + 0.5 * opinion.plain


def _themes(gathered: dict[tuple[str, Polarity], _Gathered], polarity: Polarity) -> tuple[Theme, ...]:
    """The themes of one polarity: concrete ones first by count, the mere verdict last."""
    of_kind = [(name, theme) for (name, p), theme in gathered.items() if p == polarity]
    of_kind.sort(key=lambda item: (item[0] == OVERALL, -len(item[1].reviews), -item[1].plain, item[0]))
    return tuple(Theme(name, len(theme.reviews), _best_quotes(theme)) for name, theme in of_kind[:_THEMES])


def _best_quotes(theme: _Gathered) -> tuple[tuple[str, str], ...]:
    """The best sentences, from different reviews."""
    chosen: dict[str, str] = {}
    for _, review_id, text in sorted(theme.quotes, key=lambda q: -q[0]):
        if review_id not in chosen and text not in chosen.values():
            chosen[review_id] = text
        if len(chosen) == _QUOTES:
            break
    return tuple(chosen.items())
