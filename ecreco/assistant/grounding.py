"""Every figure and name of a reply is bound to a record of this turn before a customer sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from ecreco.assistant import plain

Kind = Literal["price", "rating", "percent", "stock", "date", "order", "product", "number", "markup"]

_CURRENCY = r"(?:₹|£|\$|€|¥|rs\.?|inr|usd|gbp|eur|chf)"
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_PRICE = re.compile(
    rf"{_CURRENCY}\s?(?P<a>{_FIGURE})|(?P<b>{_FIGURE})\s?(?:rupees?|rs\b|inr|dollars?|usd|pounds?|gbp|euros?|eur|€|/-)",
    re.IGNORECASE,
)
_RATING = re.compile(
    rf"(?P<a>{_FIGURE})\s?(?:★|-?stars?\b|out of (?:5|five)|/\s?5\b)|"
    r"\brat(?:ed|ing)(?: of| is|:)?\s(?P<b>\d(?:\.\d+)?)",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"(?P<a>{_FIGURE})\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_STOCK = re.compile(
    r"\b(?P<no>out of stock|sold out|unavailable at the moment)\b|"
    r"\b(?P<yes>in stock|available now|(?P<n>\d+) (?:left|in stock))\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b{_DAY} {_MONTH}(?: \d{{4}})?\b|\b{_MONTH} {_DAY}(?:,? \d{{4}})?\b", re.IGNORECASE
)
_ORDER = re.compile(r"#[A-Z]{0,3}-?\d{4,}\b|\b(?:ORD|ORDER|SO)-\d+(?:-\d+)*\b|\bW\d{7}\b", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![\w.]){_FIGURE}(?![\w]*\d)")
_MARKUP = re.compile(r"<\s*/?\s*[a-z!][^>]*>?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"(?:(?<=[.!?。！？])|(?<=[.!?。！？][\"”’»“]))\s+(?=[^\s\d,;a-zà-ÿ])")
SMALL = 12  # counts up to here ("2 ×", "number 1 in the queue") need no record of their own
SHINGLE = 4  # words of a title that make it this product's name


@dataclass(frozen=True, slots=True)
class Violation:
    """A sentence with something in it that no record of the turn holds."""

    kind: Kind
    value: str
    sentence: str


class Titles:
    """The shop's titles by their runs of words, to notice a product nobody looked up."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        self._runs: dict[tuple[str, ...], set[str]] = {}
        for product_id, title in titles:
            words = _words(plain.clean(title, 400))[:8]
            if len(words) >= SHINGLE:
                self._runs.setdefault(tuple(words[:SHINGLE]), set()).add(product_id)

    def named(self, sentence: str) -> list[tuple[str, set[str]]]:
        """Runs of title words in a sentence, with the products that start so."""
        words = _words(sentence)
        runs = (tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
        return [(" ".join(run), self._runs[run]) for run in runs if run in self._runs]


class Grounds:
    """What this turn's records allow a reply to say."""

    def __init__(
        self,
        evidence: Sequence[Mapping[str, Any]],
        products: Sequence[Mapping[str, Any]],
        said: Sequence[str],
        titles: Titles | None = None,
    ) -> None:
        self._titles = titles
        self._runs: list[str] | None = None
        self._ids = {str(e["record"]) for e in evidence} | {str(p["product_id"]) for p in products}
        values = [e["value"] for e in evidence] + [p[k] for p in products for k in ("title", "price", "rating")]
        self._texts = [str(v).casefold() for v in values if isinstance(v, str)]
        self._said = " ".join(said).casefold()
        self._figures = {round(float(v), 2) for v in values if isinstance(v, int | float) and not isinstance(v, bool)}
        written = {n for text in self._texts for n in _figures(text)}
        money = _money(evidence, products)
        self._money = money | _sums(money) | written | set(_figures(self._said)) | self._figures
        self._numbers = self._money | self._figures
        self._stock = {bool(e["value"]) for e in evidence if e["field"] == "in_stock"}
        self._stock |= {bool(p["in_stock"]) for p in products}

    def violations(self, sentence: str) -> list[Violation]:
        """What in a sentence no record holds."""
        found = [Violation("markup", m[0], sentence) for m in _MARKUP.finditer(sentence)]
        found += self._unbound("price", _PRICE, self._money, sentence)
        found += self._unbound("rating", _RATING, self._numbers, sentence)
        found += self._unbound("percent", _PERCENT, self._numbers, sentence)
        found += [Violation("stock", m[0], sentence) for m in _STOCK.finditer(sentence) if not self._has_stock(m)]
        found += [Violation("date", m[0], sentence) for m in _DATE.finditer(sentence) if not self._stands(m[0])]
        found += [Violation("order", m[0], sentence) for m in _ORDER.finditer(sentence) if not self._stands(m[0])]
        if self._titles is not None:
            found += [
                Violation("product", run, sentence)
                for run, ids in self._titles.named(sentence)
                if not ids & self._ids and not self._told(run)
            ]
        for match in _NUMBER.finditer(sentence):
            value = _float(match[0])
            if value > SMALL and value not in self._numbers and not self._stands(match[0]):
                found.append(Violation("number", match[0], sentence))
        return found

    def _unbound(self, kind: Kind, pattern: re.Pattern[str], allowed: set[float], sentence: str) -> list[Violation]:
        found = []
        for match in pattern.finditer(sentence):
            figure = next(g for g in match.groups() if g)
            if _float(figure) not in allowed:
                found.append(Violation(kind, match[0], sentence))
        return found

    def _has_stock(self, match: re.Match[str]) -> bool:
        if match["n"]:
            return _float(match["n"]) in self._figures
        return (not match["no"]) in self._stock or self._stands(match[0])

    def _told(self, run: str) -> bool:
        """Whether these words stand one after the other in a record or a message, whatever marks are between them."""
        if self._runs is None:
            self._runs = [f" {' '.join(_words(text))} " for text in (*self._texts, self._said)]
        return any(f" {run} " in known for known in self._runs)

    def _stands(self, text: str) -> bool:
        lowered = text.casefold()
        return lowered in self._said or any(lowered in known for known in self._texts)


def ground(reply: str, grounds: Grounds) -> tuple[str, list[Violation]]:
    """The reply without its ungrounded sentences, and what was wrong with them."""
    violations: list[Violation] = []
    lines: list[str] = []
    for text in reply.split("\n"):
        kept = []
        for sentence in sentences(text):
            found = grounds.violations(sentence)
            violations += found
            if not found:
                kept.append(sentence)
        if kept or not text.strip():
            lines.append(" ".join(kept))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), violations


def sentences(line: str) -> list[str]:
    """A line in its sentences; a quotation is never cut."""
    out: list[str] = []
    for piece in _SPLIT.split(line):
        open_quote = out and sum(out[-1].count(q) for q in "“„«") > sum(out[-1].count(q) for q in "”»") + (
            1 if "„" in out[-1] and out[-1].count("“") else 0
        )
        if open_quote:
            out[-1] += " " + piece
        else:
            out.append(piece)
    return [piece for piece in out if piece.strip()]


def pieces(reply: str) -> list[str]:
    """The reply as it is streamed: a sentence or a list line at a time; joined they are the reply."""
    out: list[str] = []
    lines = reply.split("\n")
    for number, text in enumerate(lines):
        parts = sentences(text)
        for place, part in enumerate(parts):
            out.append(part + (" " if place + 1 < len(parts) else ""))
        if number + 1 < len(lines):
            if out:
                out[-1] += "\n"
            else:
                out.append("\n")
    return out


def _money(evidence: Sequence[Mapping[str, Any]], products: Sequence[Mapping[str, Any]]) -> set[float]:
    fields = {"price", "list_price", "amount", "total", "unit_price"}
    money = {round(float(e["value"]), 2) for e in evidence if e["field"] in fields and not isinstance(e["value"], str)}
    return money | {round(float(p["price"]), 2) for p in products if p["price"] is not None}


def _sums(money: set[float]) -> set[float]:
    pairs = list(combinations(sorted(money)[:40], 2))
    return {round(a + b, 2) for a, b in pairs} | {round(abs(a - b), 2) for a, b in pairs}


def _figures(text: str) -> list[float]:
    return [_float(m) for m in re.findall(_FIGURE, text)]


def _float(figure: str) -> float:
    return round(float(figure.replace(",", "").rstrip(".")), 2)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
