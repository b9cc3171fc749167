"""Measured facts of a product as a small table, for comparisons and "which has more"."""

from __future__ import annotations

import re

from ecreco.assistant import plain
from ecreco.shop.records import Product

_NUMBER = r"(?P<number>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# name of the fact: how its unit is written. The first hit in the product's text is the one its maker leads with.
_UNITS: dict[str, str] = {
    "DPI": r"dpi",
    "functions": r"functions?",
    "capacity (mAh)": r"mah",
    "power": r"(?:w|watts?|kw)",
    "voltage": r"(?:v|volts?)",
    "memory": r"(?:gb|tb)",
    "resolution": r"(?:mp|megapixels?)",
    "speed": r"(?:mbps|gbps|mb/s|rpm)",
    "refresh rate": r"hz",
    "volume": r"(?:l|litres?|liters?|ltrs?|ml)",
    "weight": r"(?:kg|kgs|kilograms?|g|grams?|gm)",
    "length": r"(?:m|mtrs?|meters?|metres?|ft|feet|foot|cm)",
    "screen": r"(?:inch|inches|\")",
    "battery life": r"(?:hours?|hrs?|days?)",
    "keys": r"(?:keys|buttons)",
    "ports": r"ports?",
    "digits": r"digits?",
    "pieces": r"(?:pieces|pcs|pack)",
}
_SPECS = {
    name: re.compile(rf"(?<![\w.]){_NUMBER}[\s-]*(?P<unit>{unit})(?![\w/])", re.IGNORECASE)
    for name, unit in _UNITS.items()
}
_WARRANTY = re.compile(
    r"(?<!\w)(?P<number>\d+(?:\.\d+)?|one|two|three|five|ten)[\s-]*(?P<unit>years?|yrs?|months?)"
    r"[^.;|]{0,40}?(?:warranty|guarantee)|(?:warranty|guarantee)[^.;|\d]{0,25}(?P<n2>\d+)[\s-]*(?P<u2>years?|months?)",
    re.IGNORECASE,
)

SPEC_WORDS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "DPI": "dpi",
        "functions": "functions?",
        "capacity (mAh)": "mah|capacity|bigger battery|battery (?:size|capacity)",
        "power": "watts?|wattage|power|powerful",
        "voltage": "volts?|voltage",
        "memory": "gb|memory|storage|space",
        "resolution": "megapixels?|mp|resolution",
        "speed": "speed|faster|fastest|rpm|mbps|gbps",
        "refresh rate": "hz|refresh rate",
        "volume": "lit(?:re|er)s?|volume|holds? more|capacity|ml",
        "weight": "weighs?|weight|heavier|heaviest|lighter|lightest|kilos?|kgs?|grams?",
        "length": "long|longer|longest|length|met(?:re|er)s?|feet|short(?:er|est)",
        "screen": "screen|display|inch(?:es)?",
        "battery life": "battery li(?:fe|ves)|hours?|lasts? longer|longer lasting|runtime",
        "keys": "keys|buttons",
        "ports": "ports?",
        "digits": "digits?",
        "pieces": "pieces|pack",
        "warranty": "warrant(?:y|ies)|guarantees?",
    }.items()
}


def number_of(value: str) -> float | None:
    """The first number of a spec as written."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", value)
    return float(match[0].replace(",", "")) if match else None


def specs_of(product: Product) -> dict[str, str]:
    """Name to value as written, such as `{"DPI": "1600 DPI", "warranty": "1 year"}`."""
    specs = {plain.clean(k, 40): plain.clean(str(v), 80) for k, v in {**product.attributes, **product.options}.items()}
    text = "\n".join([product.title, *product.about, product.description])
    for name, pattern in _SPECS.items():
        match = pattern.search(text)
        if match and name not in specs:
            specs[name] = f"{match['number']} {match['unit']}"
    match = _WARRANTY.search(text)
    if match and "warranty" not in specs:
        specs["warranty"] = f"{match['number'] or match['n2']} {(match['unit'] or match['u2']).lower()}"
    return specs


def asks(spec: str, question: str) -> bool:
    """Whether a question is about this measured fact."""
    return bool(SPEC_WORDS.get(spec, re.compile(rf"\b{re.escape(spec)}\b", re.IGNORECASE)).search(question))
