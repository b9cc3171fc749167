"""The reader's small word lists, read once from data/words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """A list by its name. Raises KeyError when there is none."""
    text = files("ecreco.assistant.reading").joinpath("data/words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name].split())
