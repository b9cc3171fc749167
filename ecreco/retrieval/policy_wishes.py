"""What a question wishes to find said, word by word, in the many ways customers say it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ecreco.retrieval.terms import ASKING, STOPWORDS, fold, stem, words

_IDLE = frozenset(
    re.findall(
        r"\w+",
        """above actually ago already also amount anything arrive arrived ask below bought buy buying case could
        day days dollars else euros first got happen happens having help hour hours if inr item keep know last
        late let long looks mean month months one only order ordered orders pair policy possible pounds product
        rather really rs rules rupees say second shop simply something spend spent still store sure take takes
        tell three time today two week weeks while wondering yes yesterday yet""",
    )
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a passage grants with any of these stems."""

    stems: frozenset[str]


def wishes(question: str) -> list[Wish]:
    """The phrases of `policy_words.toml` in a question, then each word of content that is left."""
    rest = fold(question)
    found: list[Wish] = []
    for phrase in _phrases():
        if phrase.said.search(rest):
            found.append(Wish(phrase.means))
            rest = rest if phrase.keep else phrase.said.sub(" ", rest)
    seen: set[str] = set()
    for word in words(rest):
        if word in STOPWORDS or word in ASKING or word in _IDLE or len(word) < 2 or word[0].isdigit():
            continue
        if (term := stem(word)) not in seen:
            seen.add(term)
            found.append(Wish(frozenset([term])))
    return found


def spelled_out(text: str) -> str:
    """The text with the short forms written out that an encoder does not know."""
    short: dict[str, str] = _table()["short"]
    return re.sub(r"[A-Za-z]+", lambda m: short.get(m[0].casefold(), m[0]), text)


@dataclass(frozen=True, slots=True)
class _Phrase:
    said: re.Pattern[str]
    means: frozenset[str]
    keep: bool


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ecreco.retrieval") / "policy_words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(re.compile(e["said"]), frozenset(stem(w) for w in words(e["means"])), e.get("keep", False))
        for e in _table()["phrase"]
    )
