"""Invented people and places: pools the generator combines."""

from __future__ import annotations

import random
import tomllib
from importlib.resources import files

_POOLS = tomllib.loads((files("ecreco.shop.demo") / "names.toml").read_text(encoding="utf-8"))
FIRST_NAMES: tuple[str, ...] = tuple(_POOLS["first"])
LAST_NAMES: tuple[str, ...] = tuple(_POOLS["last"])
STREETS: tuple[str, ...] = tuple(_POOLS["streets"])
# (town, postcode area, region)
TOWNS: tuple[tuple[str, str, str], ...] = tuple((town, area, region) for town, area, region in _POOLS["towns"])


def initials(rng: random.Random) -> str:
    """One capital letter for the last name of a reviewer."""
    return rng.choice("ABCDEFGHIJKLMNOPRSTVWYZ")


def postcode(rng: random.Random, area: str) -> str:
    """A postcode of an invented area, such as `QB1 4XT`."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{area} {rng.randint(1, 9)}{rng.choice(letters)}{rng.choice(letters)}"
