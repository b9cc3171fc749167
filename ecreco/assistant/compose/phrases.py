"""The assistant's sentences by key and language, from phrases.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

FALLBACK = "en"


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    text = files("ecreco.assistant.compose").joinpath("phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, language: str, variation: int, **values: object) -> str:
    """The sentence in the customer's language, else in English. Raises KeyError for an unknown key."""
    wordings = _phrases()[key]
    options = wordings.get(language) or wordings[FALLBACK]
    return options[variation % len(options)].format(**values)


def languages(key: str) -> frozenset[str]:
    """The languages a sentence exists in."""
    return frozenset(_phrases()[key])
