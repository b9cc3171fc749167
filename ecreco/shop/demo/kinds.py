"""The hand-written part of the demo catalog: product types, their models, options and facts, read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_PRICED_OPTION = re.compile(r"^(?P<value>.*?)(?:\s*\+(?P<extra>\d+))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValue:
    """One choice of an option and what it adds to the price, in pence."""

    value: str
    extra: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model of a type: its own brand, price (pence), facts and options.

    varying: option name → fact name → one value for each of the option's values, in order.
    """

    brand: str
    name: str
    price: int
    was: int | None = None
    line: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[OptionValue, ...]] = field(default_factory=dict)
    varying: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductType:
    """What all models of a type share: nouns, category, sentences with `{fact}` places, typical praise and complaint.

    kind chooses the sentence bank of reviews: durable, textile, wear, shoes, care, food, or plain (general words only).
    praise, complaint: aspect → sentences of customers.
    """

    type_id: str
    department: str
    kind: str
    noun: str
    plural: bool
    title: str
    path: tuple[str, ...]
    lead: str
    about: tuple[str, ...]
    box: str
    not_for: str
    queries: tuple[str, ...]
    praise: Mapping[str, tuple[str, ...]]
    complaint: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]
    models: tuple[Model, ...]

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects only this type has, such as noise or battery."""
        return tuple(self.praise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department of the shop: its name and its product types."""

    name: str
    types: tuple[ProductType, ...]


@cache
def load_departments() -> tuple[Department, ...]:
    """All departments, ordered by file name. Raises ValueError that names the type at fault."""
    folder = files("ecreco.shop.demo") / "catalog"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(_department(tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)


def load_types() -> tuple[ProductType, ...]:
    """All product types of all departments, in catalog order."""
    return tuple(kind for department in load_departments() for kind in department.types)


def _department(data: Mapping[str, Any]) -> Department:
    head = data["department"]
    types = tuple(
        _type(type_id, body, head["name"], head["kind"]) for type_id, body in data.items() if type_id != "department"
    )
    return Department(name=head["name"], types=types)


def _type(type_id: str, body: Mapping[str, Any], department: str, kind: str) -> ProductType:
    praise, complaint = _banks(body["praise"]), _banks(body["complaint"])
    if set(praise) != set(complaint):
        raise ValueError(f"{type_id}: praise and complaint name different aspects")
    return ProductType(
        type_id=type_id,
        department=department,
        kind=body.get("kind", kind),
        noun=body["noun"],
        plural=body.get("plural", False),
        title=body["title"],
        path=(department, *(part.strip() for part in body["path"].split(">"))),
        lead=body["lead"],
        about=tuple(body["about"]),
        box=body["box"],
        not_for=body["not_for"],
        queries=tuple(body["queries"]),
        praise=praise,
        complaint=complaint,
        facts=body.get("facts", {}),
        models=tuple(_model(type_id, model) for model in body["models"]),
    )


def _banks(data: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {aspect.replace("_", " "): tuple(sentences) for aspect, sentences in data.items()}


def _model(type_id: str, data: Mapping[str, Any]) -> Model:
    options = {name: tuple(_option(text) for text in values) for name, values in data.get("options", {}).items()}
    varying = {
        option: {fact: tuple(values) for fact, values in facts.items()}
        for option, facts in data.get("varying", {}).items()
    }
    for option, facts in varying.items():
        for fact, values in facts.items():
            if len(values) != len(options.get(option, ())):
                raise ValueError(f"{type_id} {data['name']}: {fact} does not follow the values of {option}")
    return Model(
        brand=data["brand"],
        name=data["name"],
        price=data["price"],
        was=data.get("was"),
        line=data.get("line", ""),
        facts=data.get("facts", {}),
        options=options,
        varying=varying,
    )


def _option(text: str) -> OptionValue:
    match = _PRICED_OPTION.match(text)
    assert match is not None  # the pattern matches every text
    return OptionValue(value=match["value"], extra=int(match["extra"] or 0))
