from __future__ import annotations

import pytest

from ecreco.shop.importers.attributes import attributes_from_text


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        (
            "URBN 20000 mAh Power Bank with 12 Watt Charging, Blue",
            {"battery capacity": "20000 mAh", "power": "12 W", "colour": "blue"},
        ),
        ("HDMI Cable 3 Meter (Black)", {"length": "3 m", "colour": "black", "connectivity": "HDMI"}),
        ("Phone X (6GB RAM, 128GB Storage) | 11GB Expandable RAM", {"memory": "6 GB", "storage": "128 GB"}),
        ("Laptop 15.6 inch (8GB/512GB SSD)", {"memory": "8 GB", "storage": "512 GB", "screen size": "15.6 inch"}),
        ("Electric Kettle 1.8 Litre, 1500W", {"volume": "1.8 L", "power": "1500 W"}),
        ("Jigsaw, 1000 pieces, ages 8+", {"pieces": "1000", "age": "8 years and up"}),
        ("Plush Dinosaur 17 Inches", {"size": "17 inch"}),
        ("Kitchen Scale 10 kg", {"weight limit": "10 kg"}),
    ],
)
def test_facts(title: str, facts: dict[str, str]) -> None:
    assert attributes_from_text(title) == facts


@pytest.mark.parametrize(
    "title",
    [
        "Keyboard with 10m Working Range",
        "Cables 1 m and 2 m",
        "Kettle (Black and White)",
        "Case for Bluetooth Speaker",
        "Drive 480Mbps",
    ],
)
def test_what_is_not_sure_is_not_said(title: str) -> None:
    assert attributes_from_text(title) == {}


def test_age_may_stand_in_the_points() -> None:
    assert attributes_from_text("Blocks", ["For ages 3 to 6"]) == {"age": "3-6 years"}
