"""The demo shop's customers: invented people with tastes that their behaviour and orders follow."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from ecreco.shop.demo.catalog import Made, sold
from ecreco.shop.demo.kinds import load_departments
from ecreco.shop.demo.names import FIRST_NAMES, LAST_NAMES, STREETS, TOWNS, postcode
from ecreco.shop.demo.qualities import hidden_qualities, overall
from ecreco.shop.records import Address, Customer

CUSTOMER_COUNT = 300
COLOUR_OPTION = "Colour"
_LEVELS = ("thrifty", "middling", "generous")
_DEPARTMENT_WEIGHTS = (1.0, 0.6, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Tastes:
    """What a customer likes. departments: weight by name; level: 0 thrifty .. 2 generous."""

    departments: Mapping[str, float]
    brands: tuple[str, ...]
    colours: tuple[str, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Person:
    """A customer record beside the tastes it was made from, and how active they are (1 is usual)."""

    customer: Customer
    tastes: Tastes
    activity: float


def make_people(seed: int, now: datetime) -> tuple[Person, ...]:
    """CUSTOMER_COUNT people; no two share a full name, so an email names one."""
    rng = random.Random(f"{seed}:people")
    names: dict[tuple[str, str], None] = {}
    while len(names) < CUSTOMER_COUNT:
        names[(rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES))] = None
    return tuple(
        _person(random.Random(f"{seed}:person:{index}"), index, first, last, now)
        for index, (first, last) in enumerate(names, start=1)
    )


def _person(rng: random.Random, index: int, first: str, last: str, now: datetime) -> Person:
    tastes = _tastes(rng)
    customer_id = f"C{index:04d}"
    customer = Customer(
        customer_id=customer_id,
        first_name=first,
        last_name=last,
        email=f"{first}.{last}@example.com".lower(),
        address=make_address(rng),
        payment_methods=_payment_methods(rng, index),
        profile={
            "departments": list(tastes.departments),
            "brands": list(tastes.brands),
            "colours": list(tastes.colours),
            "price_level": _LEVELS[tastes.level],
        },
        created_at=now - timedelta(days=rng.randint(560, 1400)),
    )
    return Person(customer, tastes, rng.paretovariate(1.6))


def make_address(rng: random.Random) -> Address:
    """An address in a town that does not exist."""
    town, area, region = rng.choice(TOWNS)
    flat = f"Flat {rng.randint(1, 12)}" if rng.random() < 0.25 else ""
    return Address(
        address1=f"{rng.randint(1, 180)} {rng.choice(STREETS)}",
        address2=flat,
        city=town,
        state=region,
        country="United Kingdom",
        zip=postcode(rng, area),
    )


def _payment_methods(rng: random.Random, index: int) -> dict[str, dict[str, object]]:
    """One to three ways to pay. A gift card's balance is in pounds, as the tau2 source writes balances."""
    number = rng.randint(1000, 9999)
    methods: dict[str, dict[str, object]] = {
        f"credit_card_{index:04d}{number}": {"source": "credit_card", "brand": "card", "last_four": f"{number}"}
    }
    if rng.random() < 0.4:
        other = rng.randint(1000, 9999)
        methods[f"debit_card_{index:04d}{other}"] = {"source": "debit_card", "brand": "card", "last_four": f"{other}"}
    if rng.random() < 0.3:
        balance = float(rng.choice([10, 20, 25, 50, 75, 100, 150]))
        methods[f"gift_card_{index:04d}{rng.randint(1000, 9999)}"] = {"source": "gift_card", "balance": balance}
    for method_id, method in methods.items():
        method["id"] = method_id
    return methods


def _tastes(rng: random.Random) -> Tastes:
    departments = load_departments()
    chosen = rng.sample(departments, rng.choice([2, 3, 3, 4]))
    brands = sorted({model.brand for department in chosen for kind in department.types for model in kind.models})
    return Tastes(
        departments={department.name: weight for department, weight in zip(chosen, _DEPARTMENT_WEIGHTS, strict=False)},
        brands=tuple(rng.sample(brands, min(3, len(brands)))),
        colours=tuple(rng.sample(_colours(), 3)),
        level=rng.choices([0, 1, 2], [3, 4, 3])[0],
    )


@lru_cache(maxsize=1)
def _colours() -> tuple[str, ...]:
    """Every colour that any model comes in."""
    values = {
        value.value
        for department in load_departments()
        for kind in department.types
        for model in kind.models
        for value in model.options.get(COLOUR_OPTION, ())
    }
    return tuple(sorted(values))


@lru_cache(maxsize=4)
def popularity(seed: int) -> dict[str, float]:
    """product_id → how much it is wanted by all. Good models sell better; one model in 20 is new and has none yet."""
    weights: dict[str, float] = {}
    roots: dict[str, float] = {}
    for made in sold(seed):
        root = made.product.family_id or made.product.product_id
        rng = random.Random(f"{seed}:popularity:{root}")
        new = rng.random() < 0.05
        level = overall(hidden_qualities(seed)[made.product.product_id])
        roots.setdefault(root, 0.0 if new else min(12.0, rng.paretovariate(1.3)) * (0.4 + level))
        variant = random.Random(f"{seed}:popularity:{made.product.product_id}").uniform(0.4, 1.2)
        siblings = max(1.0, float(_sibling_count(made)) ** 0.6)
        weights[made.product.product_id] = roots[root] * variant / siblings
    return weights


def _sibling_count(made: Made) -> int:
    count = 1
    for values in made.model.options.values():
        count *= len(values)
    return count


def price_tier(made: Made) -> int:
    """0, 1, 2: where the model's price stands among the models of its type, cheapest first."""
    prices = sorted({model.price for model in made.type.models})
    place = prices.index(made.model.price)
    return round(2 * place / max(1, len(prices) - 1))


def affinity(tastes: Tastes, made: Made, wanted: float) -> float:
    """How likely this customer is to look at this product; wanted: its general popularity."""
    weight = (0.05 + wanted) * (tastes.departments.get(made.type.department, 0.0) + 0.02)
    if made.model.brand in tastes.brands:
        weight *= 2.5
    if made.product.options.get(COLOUR_OPTION) in tastes.colours:
        weight *= 2.5
    return weight * (1.6, 0.8, 0.35)[abs(price_tier(made) - tastes.level)]
