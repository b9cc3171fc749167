"""Which place a question of delivery names, and whether it lies outside the area of a policy (`policy_places.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ecreco.retrieval.terms import fold

_ABROAD = "abroad"


def destinations(question: str) -> frozenset[str]:
    """Countries that a question names or whose cities it names; "abroad" of any; "" where no country knows it."""
    flat = " ".join(fold(question).split())
    places = _places()
    if places.abroad.search(flat):
        return frozenset([_ABROAD])
    return _named(flat) or frozenset([""] if places.anywhere.search(flat) else [])


def outside(wanted: frozenset[str], area: Sequence[str]) -> bool:
    """Whether the sentences on the area leave a wanted country out; False where they name none or send everywhere."""
    told = [" ".join(fold(text).split()) for text in area]
    places = _places()
    if any(places.admits.search(text) and not places.denies.search(text) for text in told):
        return False
    named = frozenset[str]().union(*(_named(text) for text in told))
    return bool(named) and any(place and place not in named for place in wanted)


@dataclass(frozen=True, slots=True)
class _Places:
    countries: tuple[tuple[str, re.Pattern[str]], ...]
    abroad: re.Pattern[str]
    admits: re.Pattern[str]
    denies: re.Pattern[str]
    anywhere: re.Pattern[str]


def _named(flat: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _places().countries if pattern.search(flat))


@lru_cache(maxsize=1)
def _places() -> _Places:
    table = tomllib.loads((files("ecreco.retrieval") / "policy_places.toml").read_text(encoding="utf-8"))
    return _Places(
        countries=tuple((name, re.compile(rf"\b(?:{says})(?!\w)")) for name, says in table["countries"].items()),
        abroad=re.compile(rf"\b(?:{table['abroad']})\b"),
        admits=re.compile(table["admits"]),
        denies=re.compile(table["denies"]),
        anywhere=re.compile(table["anywhere"]),
    )
