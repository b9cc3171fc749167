"""What a question about a product asks for: clauses, each with its rule of `facts.toml` and its content words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ecreco.retrieval.terms import ASKING, STOPWORDS, fold, stem, words

_CLAUSE = re.compile(
    r"[?!;]+|\.(?:\s|$)|,?\s+(?:and|but|or)\s+(?=(?:how|what|which|where|who|when|is|are|does|do|can|could|will|has|have)\b)"
    r"|,\s+(?=(?:how|what|which|where|who|when)\b)"
)
# Words that carry a question but no matter of it.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """accord according actually also ask asking back better big both cheaper come comes coming cost customer
        dearer deep describe description detail details device devices does else even exactly far feature
        features fine first heavy hey high highest info information item itself kind know large last least left
        long loud made make maker makes manufacturer many maximum mean minimum model models more most much number
        ok okay one ones other people please possible product question rated really right say says seller small
        so sort spec specs still support supports take takes tall tell then thick thing think time two type use
        used using weigh whether wide without wondering work works would yes""",
    )
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of question is answered. value, about, prefer, skip: patterns of the answering sentence."""

    name: str
    ask: re.Pattern[str]
    value: re.Pattern[str] | None
    about: re.Pattern[str] | None
    prefer: re.Pattern[str] | None
    skip: re.Pattern[str] | None
    title_tells: bool
    subject: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked. terms: its stemmed content words, the product's own name left out."""

    text: str
    rule: Rule | None
    terms: tuple[str, ...]
    counted: tuple[str, ...]
    """What a "how many ..." counts, stemmed; empty for other questions."""


def clauses(question: str, *, named: Iterable[str] = (), always: Iterable[str] = ()) -> list[Clause]:
    """The clauses that ask for something.

    named: stems of the product's name; in a run of two or more they only name it ("the Veltro Glide mouse") and select
    no sentence. always: stems that only name it even alone, such as brand and kind.
    """
    own, sure = frozenset(named), frozenset(always)
    found: list[Clause] = []
    for part in _CLAUSE.split(fold(question)):
        text = part.strip(" ,.")
        rule = next((r for r in _rules() if r.ask.search(text)), None)
        said = words(text)
        stems = [stem(w) for w in said]
        naming = [t in sure or (t in own and _has_neighbour(stems, i, own)) for i, t in enumerate(stems)]
        pairs = zip(said, stems, naming, strict=True)
        kept = tuple(dict.fromkeys(t for word, t, names in pairs if _content(word) and not names))
        counted = _counted(text)
        if text == "how many" and found and found[-1].terms:  # "which does more functions, and how many?"
            before = found.pop()
            found.append(Clause(before.text, None, before.terms, before.terms[-1:]))
        elif rule or kept:
            found.append(Clause(text, rule, kept, counted))
    return found


@lru_cache(maxsize=50_000)
def alike(term: str) -> frozenset[str]:
    """The stems that mean the same as a stem, itself among them."""
    return _same().get(term, frozenset([term]))


def _has_neighbour(stems: list[str], i: int, own: frozenset[str]) -> bool:
    return (i > 0 and stems[i - 1] in own) or (i + 1 < len(stems) and stems[i + 1] in own)


def _content(word: str) -> bool:
    return word not in STOPWORDS and word not in ASKING and word not in _EMPTY and len(word) > 1


def _counted(text: str) -> tuple[str, ...]:
    match = re.search(r"\bhow many ((?:[\w-]+ ){0,2}[\w-]+)", text)
    if not match:
        return ()
    named = []
    for word in words(match[1]):
        if word in STOPWORDS or word in _EMPTY:
            break
        named.append(stem(word))
    return tuple(named)


@lru_cache(maxsize=1)
def _table() -> dict[str, object]:
    return tomllib.loads((files("ecreco.retrieval") / "facts.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _same() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for group in _table()["same"]:  # type: ignore[attr-defined]
        stems = frozenset(stem(w) for entry in group for w in words(entry))
        for one in stems:
            groups[one] = groups.get(one, frozenset()) | stems
    return groups


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    table = _table()
    values: dict[str, str] = table["values"]  # type: ignore[assignment]

    def pattern(text: str | None) -> re.Pattern[str] | None:
        return re.compile(text, re.IGNORECASE) if text else None

    return tuple(
        Rule(
            name=entry["name"],
            ask=re.compile(entry["ask"]),
            value=pattern("|".join(f"(?:{values[kind]})" for kind in entry.get("value", ()))),
            about=pattern(entry.get("about")),
            prefer=pattern(entry.get("prefer")),
            skip=pattern(entry.get("skip")),
            title_tells=entry.get("title_tells", False),
            subject=entry.get("subject", False),
        )
        for entry in table["rule"]  # type: ignore[attr-defined]
    )
