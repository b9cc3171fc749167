"""Everything the assistant reads from and never writes to: finding, ranking, texts, and the message reader.

One Knowledge serves many conversations and, in evaluation, many copies of the same shop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ecreco.assistant.grounding import Titles
from ecreco.assistant.reading import MessageReading, ReadingContext
from ecreco.retrieval.constraints import Constraints
from ecreco.shop.records import Product
from ecreco.shop.settings import Settings

if TYPE_CHECKING:
    from ecreco.shop.shop import Shop


class ReadsMessages(Protocol):
    def read(self, text: str, context: ReadingContext | None = None) -> MessageReading: ...


class ReadsQueries(Protocol):
    def read(self, text: str) -> Any: ...  # retrieval.reading.Reading: constraints, topic, spans


class NamesProducts(Protocol):
    def find(self, text: str) -> Sequence[Any]: ...


class Finds(Protocol):
    def find(
        self,
        text: str,
        *,
        constraints: Constraints | None = None,
        customer_id: str | None = None,
        exclude: Sequence[str] = (),
        k: int = 10,
    ) -> Any: ...

    def recommend(
        self,
        *,
        customer_id: str | None = None,
        product_id: str | None = None,
        constraints: Constraints | None = None,
        exclude: Sequence[str] = (),
        k: int = 10,
    ) -> Sequence[Any]: ...


class ProductTexts(Protocol):
    def about(self, product_id: str, question: str) -> Sequence[Any]: ...  # retrieval.passages.Passage


class PolicyTexts(Protocol):
    def answer(self, question: str, k: int = 2, *, about: Product | None = None) -> Sequence[Any]: ...


class ReviewsTexts(Protocol):
    def about(self, product_id: str, question: str) -> Sequence[Any]: ...

    def summary(self, product_id: str) -> Any: ...


class WordsIntros(Protocol):
    def intro(self, context: Any, what: str, count: int) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The rooms below, as the assistant needs them."""

    messages: ReadsMessages
    queries: ReadsQueries
    names: NamesProducts
    recommender: Finds
    facts: ProductTexts
    policies: PolicyTexts
    reviews: ReviewsTexts
    departments: tuple[str, ...] = ()  # the broad categories, largest first, as customers read them
    kinds: frozenset[str] = frozenset()  # words that name kinds of products here: charger, phone, kettle
    words: frozenset[str] = frozenset()  # words that several titles hold
    wording: WordsIntros | None = None
    tells_stock: bool = False  # whether any record of this shop speaks of stock
    titles: Titles | None = None  # to notice products a reply names without having looked them up


def departments(products: Sequence[Product], limit: int = 8) -> tuple[str, ...]:
    """The widest category names that still tell something (five or more of them), largest first."""
    best: tuple[str, ...] = ()
    for level in range(3):
        counts = Counter(spaced(product.category[level]) for product in products if len(product.category) > level)
        best = tuple(name for name, _ in counts.most_common(limit)) or best
        if len(counts) >= 5:
            break
    return best


def kind_words(products: Sequence[Product]) -> frozenset[str]:
    """The words of narrow category names, singular, lower case."""
    names = {spaced(product.category[-1]) for product in products if product.category}
    return frozenset(word for name in names for word in singular_words(name) if len(word) > 2)


def title_words(products: Sequence[Product], least: int = 3) -> frozenset[str]:
    """Words that at least so many titles hold, singular, lower case."""
    counts = Counter(word for product in products for word in singular_words(product.title))
    return frozenset(word for word, count in counts.items() if count >= least)


def singular_words(text: str) -> set[str]:
    """The words of a text, lower case, without a plural s."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    return {word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words}


def spaced(name: str) -> str:
    """`Kettles&HotWaterDispensers` as people write it: `Kettles & Hot Water Dispensers`."""
    out: list[str] = []
    for previous, char in zip(" " + name, name, strict=False):
        if (char.isupper() and previous.islower()) or (char == "&") or previous in "&,":
            out.append(" ")
        out.append(char)
    return " ".join("".join(out).split())


def open_knowledge(shop: Shop, settings: Settings) -> Knowledge:
    """Load indexes and models of one shop. Raises OperatorError with what is missing."""
    from ecreco.assistant.reading import MessageReader
    from ecreco.assistant.reading.products import NamedProducts
    from ecreco.recommender.engine import Recommender
    from ecreco.retrieval.encoder import Encoder
    from ecreco.retrieval.passages import PolicyIndex, ProductFacts, ReviewTexts
    from ecreco.retrieval.search import SearchEngine

    wording = None
    if settings.wording == "llm":
        from ecreco.assistant.wording import load_wording

        wording = load_wording(settings.threads or 1)
    encoder = Encoder.load(settings)
    engine = SearchEngine.open(shop, encoder, chroma_url=settings.chroma_url)
    products = list(shop.catalog.all())
    return Knowledge(
        messages=MessageReader.load(),
        queries=engine,
        names=NamedProducts.from_catalog(products),
        recommender=Recommender.open(shop, engine, settings),
        facts=ProductFacts(shop.catalog, encoder),
        policies=PolicyIndex.from_policies(shop.policies.all(), encoder),
        reviews=ReviewTexts(shop.reviews, encoder, shop.catalog),
        departments=departments(products),
        wording=wording,
        kinds=kind_words(products),
        words=title_words(products),
        tells_stock=any(product.stock is not None or not product.in_stock for product in products),
        titles=Titles((product.product_id, product.title) for product in products),
    )
