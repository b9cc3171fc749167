"""Measures in product texts: `3 m`, `20000mAh`, `10 ft`, `pack of 3`, `ages 3-6`, in one base unit a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ecreco.shop.records import Product

Relation = Literal["=", ">=", "<=", "~"]

# unit as written -> (kind, base units in one of it). Base units: see BASE.
_FEET, _INCH = 0.3048, 0.0254
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(["metres", "metre", "meters", "meter", "mtrs", "mtr", "mts", "mt", "metros", "m"], ("length", 1.0)),
    **dict.fromkeys(["centimetres", "centimetre", "centimeters", "centimeter", "cms", "cm"], ("length", 0.01)),
    **dict.fromkeys(["millimetres", "millimetre", "millimeters", "millimeter", "mm"], ("length", 0.001)),
    **dict.fromkeys(["feet", "foot", "fts", "ft"], ("length", _FEET)),
    **dict.fromkeys(["inches", "inch", "inchs", "zoll", "''", '"'], ("length", _INCH)),
    **dict.fromkeys(["yards", "yard", "yds"], ("length", 0.9144)),
    **dict.fromkeys(["terabytes", "terabyte", "tb"], ("storage", 1000.0)),
    **dict.fromkeys(["gigabytes", "gigabyte", "gbs", "gb", "gigs", "gig"], ("storage", 1.0)),
    **dict.fromkeys(["megabytes", "megabyte", "mb"], ("storage", 0.001)),
    **dict.fromkeys(["milliamp hours", "mah", "ma h"], ("charge", 1.0)),
    **dict.fromkeys(["amp hours", "ah"], ("charge", 1000.0)),
    **dict.fromkeys(["kilograms", "kilogram", "kilos", "kilo", "kgs", "kg"], ("weight", 1.0)),
    **dict.fromkeys(["grams", "gram", "gms", "gm", "grs", "g"], ("weight", 0.001)),
    **dict.fromkeys(["lbs", "lb", "pounds", "pound"], ("weight", 0.453592)),
    **dict.fromkeys(["ounces", "ounce", "oz"], ("weight", 0.0283495)),
    **dict.fromkeys(["litres", "litre", "liters", "liter", "ltrs", "ltr", "lts", "lt", "litros", "l"], ("volume", 1.0)),
    **dict.fromkeys(["millilitres", "millilitre", "milliliters", "milliliter", "mls", "ml"], ("volume", 0.001)),
    **dict.fromkeys(["gallons", "gallon"], ("volume", 3.78541)),
    **dict.fromkeys(["kilowatts", "kilowatt", "kw"], ("power", 1000.0)),
    **dict.fromkeys(["watts", "watt", "w"], ("power", 1.0)),
    **dict.fromkeys(["volts", "volt", "v"], ("voltage", 1.0)),
    **dict.fromkeys(["amperes", "ampere", "amps", "amp"], ("current", 1.0)),
    **dict.fromkeys(["ghz"], ("frequency", 1e9)),
    **dict.fromkeys(["mhz"], ("frequency", 1e6)),
    **dict.fromkeys(["khz"], ("frequency", 1e3)),
    **dict.fromkeys(["hertz", "hz"], ("frequency", 1.0)),
    **dict.fromkeys(["gbps"], ("data rate", 1000.0)),
    **dict.fromkeys(["mbps"], ("data rate", 1.0)),
    **dict.fromkeys(["megapixels", "megapixel", "mp"], ("megapixels", 1.0)),
    **dict.fromkeys(["dpi"], ("dpi", 1.0)),
    **dict.fromkeys(["rpm"], ("rpm", 1.0)),
    **dict.fromkeys(["hours", "hour", "hrs", "hr"], ("hours", 1.0)),
    **dict.fromkeys(["pieces", "piece", "pcs", "pc", "pce", "piezas", "teile"], ("pieces", 1.0)),
    **dict.fromkeys(["players", "player"], ("players", 1.0)),
    **dict.fromkeys(["seaters", "seater"], ("seats", 1.0)),
    **dict.fromkeys(["sheets", "sheet", "pages", "page"], ("sheets", 1.0)),
    **dict.fromkeys(["ports", "port"], ("ports", 1.0)),
    **dict.fromkeys(["jars", "jar"], ("jars", 1.0)),
    **dict.fromkeys(["slices", "slice"], ("slices", 1.0)),
    **dict.fromkeys(["burners", "burner"], ("burners", 1.0)),
    **dict.fromkeys(["blades", "blade"], ("blades", 1.0)),
    **dict.fromkeys(["buttons", "button"], ("buttons", 1.0)),
    **dict.fromkeys(["tons", "ton"], ("cooling", 1.0)),
}
BASE = {
    "length": "m", "storage": "GB", "memory": "GB", "charge": "mAh", "weight": "kg", "volume": "l", "power": "W",
    "voltage": "V", "current": "A", "frequency": "Hz", "data rate": "Mbps", "age": "years", "cooling": "ton",
}  # fmt: skip
UNIT = "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True))
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MEASURE = re.compile(
    rf"(?<![a-z0-9.,:/])(?P<upto>up\s?to\s+)?(?P<low>{_NUMBER})(?:\s*(?:-|to|–|~)\s*(?P<high>{_NUMBER}))?"
    rf"(?P<plus>\s?\+)?\s*-?\s*(?P<unit>{UNIT}|a(?=[\s,/)]|$))(?![a-z0-9]|-in-)(?P<ram>[\s(]*(?:lpddr\dx?\s+|ddr\d\s+)?ram\b)?"
)
_PACK = re.compile(
    r"\b(?:pack|packs|set|box|bundle|pk|combo)\s?(?:of|x)\s?(?P<a>\d{1,4})\b|\b(?P<b>\d{1,4})\s?-?\s?(?:pack|pk|count|ct)\b"
    r"|\((?P<c>\d{1,3})\s?(?:pack|packs|pk)\)"
)
_AGE_UNIT = r"(?:months?|mths?|mos?|years?|yrs?)"
_AGE = re.compile(
    rf"(?P<word>\bage[sd]?\b\W{{0,3}})?\b(?P<low>\d{{1,2}})\s*(?P<low_unit>{_AGE_UNIT})?\s*"
    rf"(?:(?:-|to|–)\s*(?P<high>\d{{1,2}})\s*(?P<high_unit>{_AGE_UNIT})?(?P<old>\s*olds?)?"
    rf"|(?P<up>\+(?:\s*{_AGE_UNIT})?|(?:&|and|or)\s*(?:up|over|above|older)|plus\b))"
)
_TOLERANCE = 0.025
_APART = 6.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A stated value, or a range of values, in the base unit of its kind. firm: False behind an "up to"."""

    kind: str
    low: float
    high: float
    firm: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One measured wish: `kind` (length, charge, memory, ...), `value` in the base `unit` of that kind.

    relation: how a product's own value must stand to it; "~" is near enough. hard: a product that does not state
    a fitting value is out. said: number and unit in the customer's own spelling, for replies.
    """

    kind: str
    value: float
    unit: str
    relation: Relation = "="
    hard: bool = False
    said: str = ""

    def met_by(self, measure: Measure) -> bool:
        """Whether a stated measure of the same kind meets the wish, within rounding (43 inch is 108 cm)."""
        slack = max(abs(self.value) * _TOLERANCE, 1e-9)
        if self.kind == "age":
            return measure.low - slack <= self.value <= measure.high + slack
        if self.relation == ">=":
            return measure.high >= self.value - slack
        if self.relation == "<=":
            return measure.low <= self.value + slack
        if self.relation == "~":
            slack = abs(self.value) * 0.2
        return measure.low - slack <= self.value <= measure.high + slack

    def verdict(self, product: Product, *, told: bool = True) -> bool | None:
        """True: the product states a fitting value; False: it states others only; None: it states none.

        told: whether the running text counts too.

        The title is believed before options and attributes, and these before the running text, where other
        lengths and weights of the same kind are told.
        """
        for source in stated(product, told=told):
            same = [m for m in source if m.kind == self.kind]
            if self.kind == "length" and self.relation == "=":  # a 3.5 mm jack is no other length of cable
                same = [m for m in same if self.value / _APART < m.high and m.low < self.value * _APART]
            if any(m.firm for m in same):
                same = [m for m in same if m.firm]
            if same:
                return any(self.met_by(m) for m in same)
        return None


def stated(product: Product, *, told: bool = True) -> Iterator[tuple[Measure, ...]]:
    """The measures of the title, of options and attributes, and of the running text, most trusted first."""
    yield quantities(product.title)
    stated_facts = {**product.options, **product.attributes}  # outer dimensions are no length a customer means
    facts = "; ".join(f"{k}: {v}" for k, v in stated_facts.items() if "dimension" not in k.casefold())
    if facts:
        yield quantities(facts)
    if told:
        yield quantities("\n".join((*product.about, product.description)))


@lru_cache(maxsize=50_000)
def quantities(text: str) -> tuple[Measure, ...]:
    """Every measure a text states, in reading order. Deterministic; cached by text."""
    lower = text.lower().replace("”", '"').replace("″", '"').replace("’", "'")
    found = [*_measures(lower), *_packs(lower), *_ages(lower)]
    return tuple(dict.fromkeys(_with_memory(found)))


def unit_kind(unit: str, value: float, *, attached: bool = False) -> tuple[str, float] | None:
    """(kind, factor) of a unit behind a number, None where it is none there: `5g` is a network, not five grams."""
    if unit == "g" and value in (2, 3, 4, 5):
        return None
    if unit == "a":
        return ("current", 1.0) if attached or "." in str(value) else None
    return UNITS.get(unit)


def _measures(text: str) -> Iterator[Measure]:
    for match in _MEASURE.finditer(text):
        low = float(match["low"].replace(",", ""))
        high = float(match["high"].replace(",", "")) if match["high"] else low
        known = unit_kind(match["unit"], high, attached=True)
        if known is None or high < low:
            continue
        kind, factor = known
        if kind == "storage" and match["ram"]:
            kind = "memory"
        top = float("inf") if match["plus"] and kind != "memory" else high * factor
        yield Measure(kind, 0.0 if match["upto"] else low * factor, top, firm=not match["upto"])


def _packs(text: str) -> Iterator[Measure]:
    for match in _PACK.finditer(text):
        count = float(match["a"] or match["b"] or match["c"])
        yield Measure("pieces", count, count)


def _ages(text: str) -> Iterator[Measure]:
    for match in _AGE.finditer(text):
        unit, up = match["high_unit"] or match["low_unit"] or "", match["up"] or ""
        if not (match["word"] or match["low_unit"] or match["high_unit"] or re.search(r"[my]", up.removeprefix("+"))):
            continue
        low_unit = match["low_unit"] or unit
        low = float(match["low"]) / (12 if low_unit.startswith("m") else 1)
        if up:
            months = "m" in up and "y" not in up and up.startswith("+")
            yield Measure("age", low / 12 if months else low, float("inf"))
        elif match["high"]:
            high = float(match["high"]) / (12 if unit.startswith("m") else 1)
            if low <= high and (match["word"] or match["high_unit"]):
                yield Measure("age", low, high)


def _with_memory(found: list[Measure]) -> Iterator[Measure]:
    """`6GB, 128GB Storage`: the small one of two neighbours is memory, even without the word."""
    storages = [m for m in found if m.kind == "storage"]
    has_memory = any(m.kind == "memory" and m.firm for m in found)
    for index, measure in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if (
            not has_memory and following and measure.kind == following.kind == "storage" and len(storages) >= 2
            and measure.low <= 24 and following.low >= max(16, 4 * measure.low)
        ):  # fmt: skip
            yield Measure("memory", measure.low, measure.high, measure.firm)
        else:
            yield measure
