"""Reads a customer's text into constraints and what is left of it, the topic, for any shop's catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.reading.amounts import AmountReader
from ecreco.retrieval.reading.brands import BrandLexicon, BrandReader
from ecreco.retrieval.reading.categories import CategoryLexicon
from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.spelling import Speller
from ecreco.retrieval.reading.text import Rewritten, Template, fold, template
from ecreco.retrieval.reading.vocabulary import Vocabulary
from ecreco.retrieval.reading.wishes import WishReader
from ecreco.retrieval.reading.words import words
from ecreco.shop.money import to_major
from ecreco.shop.records import Product, ShopInfo

# Kinds whose words say nothing about what the product is; the others stay in the topic.
_NOT_TOPIC = {
    "price", "foreign_price", "rating", "stock", "order", "well_rated", "relative", "reference", "any_brand",
    "brand_not", "exclude",
}  # fmt: skip
_FILLER = re.compile(
    r"(?:\b(?:hi|hello|hey|please|pls|plz|thanks|thank\s+you|kindly|could\s+you|can\s+you|would\s+you|do\s+you\s+(?:have|sell|stock|carry)|have\s+you\s+got|show\s+me(?:\s+(?:some|all|the))?"
    r"|find\s+me|get\s+me|give\s+me|i\s*(?:am|'m)\s+(?:looking|searching|shopping|after)(?:\s+for)?|looking\s+for|looking\s+to|searching\s+for|i\s+(?:just\s+)?(?:need|want|would\s+like|wanna)(?:\s+to\s+buy)?|i'd\s+like(?:\s+to\s+buy)?"
    r"|what\s+should\s+i\s+buy|what\s+do\s+you\s+(?:have|suggest|recommend)|any\s+(?:suggestions|recommendations|ideas)|suggest(?:\s+me)?|recommend(?:\s+me)?|which\s+(?:one\s+)?(?:do\s+you\s+have)?"
    r"|mujhe|mujhko|chahiye|chahie|dikhao|batao|quiero|busco|necesito|hola|ich\s+suche|ich\s+brauche|je\s+cherche|bonjour|hallo)\b)"
)
_WEAK_WORD = rf"(?:{'|'.join(words('weak'))})(?![\w'-])"
_EDGES = re.compile(
    rf"^(?:[^\w\"'(]|\b(?!at\s+least\b|more\s+than\b){_WEAK_WORD})+|(?:[^\w\"')+]|(?<![\w'-]){_WEAK_WORD})+$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a constraint stands in the customer's own text: text[start:end]."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks for. topic: what is left for finding, spelling corrected. corrections: (from, to) words.

    flags: what the conversation must resolve: `not_that_brand`, `same_brand`, `total_budget`, `stock_question`,
    `start_over`,     `max_rating`, `currency:EUR` (a price in a currency this shop does not sell in; no bound was set).
    """

    text: str
    constraints: Constraints
    topic: str
    spans: tuple[Span, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    flags: frozenset[str] = frozenset()


class QueryReader:
    """Knows one catalog's words; `read` is deterministic, keeps no state and may be called from many threads."""

    def __init__(self, products: list[Product], info: ShopInfo) -> None:
        self.vocabulary = Vocabulary.from_products(products)
        self.brands = BrandLexicon.from_products(products, self.vocabulary)
        self.categories = CategoryLexicon(products)
        self.speller = Speller(self.vocabulary, self.brands.words())
        self._amounts = AmountReader(info.currency, _price_floor(products, info.currency), self._has_star_phrase)
        self._brand_reader = BrandReader(self.brands, self.vocabulary)
        self._wishes = WishReader(self.vocabulary)

    @classmethod
    def from_catalog(cls, products: Iterable[Product], info: ShopInfo) -> QueryReader:
        """Builds the vocabulary: about a second for some thousand products."""
        return cls(list(products), info)

    def read(self, text: str) -> Reading:
        """Read one message or query; the first 1,000 characters count."""
        folded = fold(text)
        corrected, changes = self.speller.correct(folded, text)
        plate = template(corrected)
        draft = Draft(plate.text)
        self._amounts.read(plate, draft)
        self._wishes.read_before_brands(plate.text, draft)
        self._brand_reader.read(plate.text, _cased(text, plate.rewritten), draft)
        self._wishes.read_after_brands(plate.text, draft)
        off_topic = [(s, e) for s, e, kind in draft.spans if kind in _NOT_TOPIC]
        if category := self.categories.read(plate.text, off_topic):
            draft.fields["categories"] = category.names
            draft.spans.append((category.start, category.end, "category"))
        constraints = _constraints(draft)
        return Reading(
            text=text,
            constraints=constraints,
            topic=_topic(plate, draft),
            spans=_spans(text, plate.rewritten, draft),
            corrections=tuple((old, new) for _, _, old, new in changes),
            flags=frozenset(draft.flags),
        )

    def _has_star_phrase(self, phrase: str) -> bool:
        return phrase in self.vocabulary.star_phrases


def _price_floor(products: list[Product], currency: str) -> float:
    """Half of the catalog's low end, in major units: below it a bare number is no price here."""
    prices = sorted(p.price for p in products if p.price)
    return float(to_major(prices[len(prices) // 100], currency)) / 2 if prices else 0.0


def _constraints(draft: Draft) -> Constraints:
    known = {f.name for f in fields(Constraints)}
    values: dict[str, Any] = {k: v for k, v in draft.fields.items() if k in known}
    return Constraints(**values, quantities=tuple(dict.fromkeys(draft.quantities)))


def _cased(text: str, rewritten: Rewritten) -> str:
    """The template's text with the customer's capitals where the two agree."""
    out = []
    for character, start in zip(rewritten.text, rewritten.starts, strict=True):
        original = text[start]
        out.append(original if original.lower() == character else character)
    return "".join(out)


def _spans(text: str, rewritten: Rewritten, draft: Draft) -> tuple[Span, ...]:
    spans = []
    for start, end, kind in sorted(draft.spans):
        if start < end:
            begin, finish = rewritten.original_span(start, end)
            spans.append(Span(begin, finish, kind, text[begin:finish]))
    return tuple(spans)


def _topic(plate: Template, draft: Draft) -> str:
    """The corrected text without prices, ratings and the like; brands go too where something else is left."""
    bare = _left_over(plate, draft, _NOT_TOPIC | {"brand"})
    return bare if re.search(r"[^\W\d_]{2,}", bare) else _left_over(plate, draft, _NOT_TOPIC)


def _left_over(plate: Template, draft: Draft, dropped: set[str]) -> str:
    keep = [True] * len(plate.text)
    brand = [False] * len(plate.text)
    for start, end, kind in draft.spans:
        if kind in dropped:
            keep[start:end] = [False] * (end - start)
            brand[start:end] = [kind == "brand"] * (end - start)
    pieces: list[str] = []
    for character, kept, plain in zip(plate.text, keep, brand, strict=True):
        if not kept:
            pieces.append(" " if plain else " , ")
        elif "\ue000" <= character <= "\uf8ff":
            pieces.append(plate.written(character))
        else:
            pieces.append(character)
    topic = _FILLER.sub(" ", "".join(pieces)).replace("all in one", "all-in-one")
    topic = re.sub(r"(?:\s*,\s*)+", ", ", topic)
    previous = None
    while previous != topic:
        previous, topic = topic, _EDGES.sub("", topic).strip()
    return re.sub(r"\s+", " ", topic)
