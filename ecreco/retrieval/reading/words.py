"""The word lists of the reading, kept in words.toml beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files("ecreco.retrieval.reading") / "words.toml").read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """A list, in its order."""
    return tuple(_lists()[name].split())


def table(name: str) -> dict[str, str]:
    """What is written to what is meant (or, for `foreign`, a language to its words)."""
    return dict(_lists()[name])
