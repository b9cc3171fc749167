"""What a policy question is about: its topic, and the kind of goods it names (`policy_topics.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.terms import fold, stem
from ecreco.shop.records import Product

_TO_GO_WITH = re.compile(r"\b(?:for|of|with|from) (?:an? |the |my |your |our )?$")
_NEVER = "(?!)"
_AMOUNT = re.compile(r"(?:(?:[₹£€$]|\b(?:rs|inr)\.?)\s?)?\b\d[\d,.]*k?\b(?:\s?(?:rupees|pounds|euros|dollars|[₹£€$]))?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[&,_/]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of question. says: pattern of the answering sentence; section: of the section it stands in."""

    name: str
    says: re.Pattern[str]
    section: re.Pattern[str] | None
    closed: bool
    """Where no sentence says it, the policy does not cover it."""
    windows: bool
    """Asks for return periods, which hold by kind of goods."""
    whole: bool
    """All sentences that say it belong to the answer."""
    strict: bool
    """No policy speaks of it as a rule: what is found anyway must be very near."""
    leads: re.Pattern[str] | None
    """The general rule, which comes first unless a sentence tells of the goods in question."""
    sums: bool
    """Asks for an amount: the one told of the goods in question comes first."""
    delivers: bool
    """Holds within the delivery area only."""


@dataclass(frozen=True, slots=True)
class _Asked:
    ask: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    entry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    goods: re.Pattern[str]
    says: re.Pattern[str]


def topic_of(question: str) -> Topic | None:
    """The first topic of the table that the question asks for."""
    flat = " ".join(fold(question).split())
    for asked in _asked():
        match = asked.ask.search(flat) if asked.ask else None
        if match and not (asked.unless and asked.unless.search(flat)):
            said = next((v for v in match.groupdict().values() if v), "") if match.groupdict() else ""
            return _topic(asked.entry, stem(said) if said.isalpha() else said)
    return None


@lru_cache(maxsize=1)
def area_topic() -> Topic:
    """The topic of where parcels go, which bounds those that hold within the delivery area."""
    return next(_topic(entry, "") for entry in _table()["topic"] if entry["name"] == "where we deliver")


class TopicExamples:
    """Example questions of the topics as vectors, for questions that no pattern knows."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        pairs = list(_examples())
        self._entries = [entry for entry, _ in pairs]
        self._vectors = encoder.encode([plainly(text) for _, text in pairs])

    def nearest(self, question: str) -> tuple[Topic, float]:
        """The topic of the nearest example, and its cosine."""
        cosines = self._vectors @ self._encoder.encode_query(plainly(question))
        best = int(cosines.argmax())
        return _topic(self._entries[best], ""), float(cosines[best])


@lru_cache(maxsize=2)
def topic_examples(encoder: Encoder) -> TopicExamples:
    """The examples for an encoder, encoded when first needed and shared by its shops."""
    return TopicExamples(encoder)


def plainly(question: str) -> str:
    """A question with its goods written as "product" and its amounts as "100": what it asks, not of what."""
    text = fold(question)
    for start, end, _ in sorted(_goods(text), reverse=True):
        text = f"{text[:start]}product{text[end:]}"
    return _AMOUNT.sub("100", text)


def goods_kinds(text: str) -> tuple[str, ...]:
    """Kinds of the goods that a text names, narrow first; of "a charger for my phone" only the charger's."""
    flat = fold(text)
    return tuple(dict.fromkeys(name for _, _, name in _goods(flat)))


def without_goods(text: str) -> str:
    """The folded text without the goods of the known kinds, those that only tell what another is for among them."""
    flat = fold(text)
    for kind in _kinds():
        flat = kind.goods.sub(" ", flat)
    return flat


def product_kinds(product: Product) -> tuple[str, ...]:
    """Kinds of a product, by the narrowest category that tells, else by its title."""
    levels = [_CAMEL.sub(" ", level) for level in reversed(product.category)]
    return next((kinds for text in [*levels, product.title[:60]] if (kinds := goods_kinds(text))), ())


def wider_kinds(kinds: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The kinds themselves, then step by step the wider ones."""
    wider: dict[str, list[str]] = _table()["wider"]
    steps = [kinds] if kinds else []
    for i in range(max((len(wider.get(kind, ())) for kind in kinds), default=0)):
        steps.append(tuple(wider[kind][i] for kind in kinds if len(wider.get(kind, ())) > i))
    return steps


@lru_cache(maxsize=4096)
def kinds_told(text: str) -> frozenset[str]:
    """The kinds of goods that a sentence of a policy names."""
    flat = fold(text)
    return frozenset(kind.name for kind in _kinds() if kind.says.search(flat))


def tells_of_all(text: str) -> bool:
    """Whether a sentence holds for everything that has no rule of its own."""
    return bool(_default().search(fold(text)))


def _goods(flat: str) -> list[tuple[int, int, str]]:
    """Start, end and kind of the goods named in a folded text, narrow kinds first."""
    spans = [(m.start(), m.end(), kind.name) for kind in _kinds() for m in kind.goods.finditer(flat)]
    return [s for s in spans if not any(_names_for(flat, s, other) for other in spans)]


def _examples() -> Iterator[tuple[dict[str, Any], str]]:
    for entry in _table()["topic"]:
        for text in entry.get("examples", ()):
            yield entry, text


def _names_for(flat: str, span: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether a span only tells what the other is for ("phone" in "phone charger", "charger for my phone")."""
    start, end, _ = span
    if (start, end) == other[:2]:
        return False
    if other[0] <= start and end <= other[1]:
        return True
    before = end <= other[0] and not flat[end : other[0]].strip(" -")
    return before or (other[1] <= start and bool(_TO_GO_WITH.search(flat[other[1] : start])))


def _topic(entry: dict[str, Any], said: str) -> Topic:
    says = entry["says"].replace("{said}", re.escape(said) or _NEVER)
    section, leads = entry.get("section"), entry.get("leads")
    return Topic(
        name=entry["name"],
        says=re.compile(says, re.IGNORECASE),
        section=re.compile(section, re.IGNORECASE) if section else None,
        closed=entry.get("closed", False),
        windows=entry.get("windows", False),
        whole=entry.get("whole", False),
        strict=entry.get("strict", False),
        leads=re.compile(leads.replace("{said}", re.escape(said) or _NEVER), re.IGNORECASE) if leads else None,
        sums=entry.get("sums", False),
        delivers=entry.get("delivers", False),
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ecreco.retrieval") / "policy_topics.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _asked() -> tuple[_Asked, ...]:
    return tuple(
        _Asked(re.compile(e["ask"]) if "ask" in e else None, re.compile(e["unless"]) if "unless" in e else None, e)
        for e in _table()["topic"]
    )


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(e["name"], re.compile(rf"\b(?:{e['goods']})\b"), re.compile(e["says"])) for e in _table()["kind"]
    )


@lru_cache(maxsize=1)
def _default() -> re.Pattern[str]:
    return re.compile(_table()["default"]["says"])
