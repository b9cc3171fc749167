"""The demo shop's policy texts, read from Markdown: each `##` section is one policy record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ecreco.shop.records import Policy

# The figures of the texts, for code that needs them as numbers (tests hold the two together).
# `demo` tells the chat page that visitors may choose whom to be.
SHOP_SETTINGS: Mapping[str, Any] = {
    "demo": True,
    "returns": {
        "days": 30,
        "days_by_department": {"Furniture & Lighting": 14, "Food Hall": 0},
        "days_by_category": {"Pillows": 60, "Duvets": 60},
        "refund_days": 5,
    },
    "delivery": {"standard_days": [3, 5], "charge": 0, "express_charge": 595, "large_item_days": [5, 10]},
    "support": {"days": "Monday to Saturday", "hours": "8:00 to 20:00", "sunday": "10:00 to 16:00"},
}


@cache
def load_policies() -> tuple[Policy, ...]:
    """All sections in file and reading order."""
    folder = files("ecreco.shop.demo") / "policy_texts"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".md")), key=lambda path: path.name)
    policies: list[Policy] = []
    for path in paths:
        topic = path.name.removesuffix(".md").split("_", 1)[1]
        for title, text in _sections(path.read_text(encoding="utf-8")):
            policies.append(Policy(policy_id=f"{topic}/{_slug(title)}", title=title, text=text, position=len(policies)))
    return tuple(policies)


def _sections(markdown: str) -> list[tuple[str, str]]:
    parts = re.split(r"^## (.+)$", markdown, flags=re.MULTILINE)[1:]
    return [(title.strip(), text.strip()) for title, text in zip(parts[::2], parts[1::2], strict=True)]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
