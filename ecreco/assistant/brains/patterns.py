"""The planner's wordings, from patterns.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The wordings of a name as one pattern, case ignored. Raises KeyError for an unknown name."""
    return re.compile("|".join(_data()[name]), re.IGNORECASE)


@cache
def words(name: str) -> frozenset[str]:
    """A set of small words. Raises KeyError for an unknown name."""
    return frozenset(_data()["words"][name].split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("ecreco.assistant.brains").joinpath("patterns.toml").read_text(encoding="utf-8"))
