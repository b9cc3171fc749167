"""The merchant's rules: boost, bury or exclude by product, brand or category. Data in `shop.info.settings["rules"]`.

[{"action": "boost", "brand": "Anker", "weight": 0.1}, {"action": "exclude", "category": "Knives"}]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Product

Action = Literal["boost", "bury", "exclude"]
Subject = Literal["product", "brand", "category"]
DEFAULT_WEIGHT = 0.1
MAX_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """weight: added to the score (boost) or taken from it (bury); nothing to an exclusion."""

    action: Action
    subject: Subject
    value: str
    weight: float = DEFAULT_WEIGHT

    def meets(self, product: Product) -> bool:
        """Whether the rule is about this product. A product rule also means all variants of a family."""
        value = self.value.casefold()
        if self.subject == "product":
            return value in (product.product_id.casefold(), (product.family_id or "").casefold())
        if self.subject == "brand":
            return value == (product.brand or "").casefold()
        return value in (c.casefold() for c in product.category)


class Rules:
    """All rules of a shop, in the merchant's order."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self._rules = tuple(rules)

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Rules:
        """Rules from a shop's settings. Raises OperatorError that names the rule at fault."""
        given = settings.get("rules", [])
        if not isinstance(given, list):
            raise OperatorError("The shop's rules must be a list.", code="bad_rule")
        return cls([_rule(number, entry) for number, entry in enumerate(given, start=1)])

    def __len__(self) -> int:
        return len(self._rules)

    def excludes(self, product: Product) -> bool:
        """Whether the merchant wants the product never shown."""
        return any(rule.action == "exclude" and rule.meets(product) for rule in self._rules)

    def shift(self, product: Product) -> float:
        """What the boosts and buries add up to for the product."""
        sign = {"boost": 1.0, "bury": -1.0, "exclude": 0.0}
        return sum(sign[rule.action] * rule.weight for rule in self._rules if rule.meets(product))


def _rule(number: int, entry: Any) -> Rule:
    def wrong(why: str) -> OperatorError:
        return OperatorError(f"Rule {number} of the shop {why}.", code="bad_rule")

    if not isinstance(entry, Mapping):
        raise wrong("is not a table of fields")
    action = entry.get("action")
    if action not in get_args(Action):
        raise wrong(f"has the action {action!r}; it may be {', '.join(get_args(Action))}")
    subjects = [s for s in get_args(Subject) if s in entry]
    if len(subjects) != 1 or not isinstance(entry[subjects[0]], str) or not entry[subjects[0]].strip():
        raise wrong("must name exactly one product, brand or category")
    unknown = set(entry) - {"action", "weight", subjects[0]}
    if unknown:
        raise wrong(f"has the unknown field {sorted(unknown)[0]!r}")
    weight = entry.get("weight", DEFAULT_WEIGHT)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= MAX_WEIGHT:
        raise wrong(f"has the weight {weight!r}; it must be above 0 and at most {MAX_WEIGHT:g}")
    return Rule(cast(Action, action), subjects[0], entry[subjects[0]].strip(), float(weight))
