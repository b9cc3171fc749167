"""Measures, ages, packs and ratings in customers' words, and what products state."""

from __future__ import annotations

import pytest

from ecreco.retrieval.quantities import Measure, quantities
from tests.retrieval.reading.catalogs import reader

# shop, text, [(kind, value in base unit, relation, hard)]
MEASURES = [
    ("in", "hdmi cable 3m", [("length", 3, "=", False)]),
    ("in", "hdmi cable 3 metre", [("length", 3, "=", False)]),
    ("in", "3 meters hdmi", [("length", 3, "=", False)]),
    ("in", "10 ft hdmi cable", [("length", 3.048, "=", False)]),
    ("in", "cable at least 2 metres long", [("length", 2, ">=", True)]),
    ("in", "cable, minimum 2m", [("length", 2, ">=", True)]),
    ("in", "cable longer than 2 m", [("length", 2, ">=", True)]),
    ("in", "2 metres or longer", [("length", 2, ">=", True)]),
    ("in", "network cable, 10 metres", [("length", 10, "=", False)]),
    ("in", "I need 20000 mAh or bigger", [("charge", 20000, ">=", True)]),
    ("in", "20,000mAh power bank", [("charge", 20000, "=", False)]),
    ("in", "power bank of 20000 mah and above", [("charge", 20000, ">=", True)]),
    ("in", "power bank above 10000mAh", [("charge", 10000, ">=", True)]),
    ("in", "at least 6GB RAM", [("memory", 6, ">=", True)]),
    ("in", "6 gb ram", [("memory", 6, "=", False)]),
    ("in", "RAM of 8GB", [("memory", 8, "=", False)]),
    ("in", "It also has to have 4GB RAM", [("memory", 4, "=", True)]),
    ("in", "64 gb pen drive", [("storage", 64, "=", False)]),
    ("in", "1tb hard disk", [("storage", 1000, "=", False)]),
    ("in", "128GB storage and 6GB RAM", [("storage", 128, "=", False), ("memory", 6, "=", False)]),
    ("in", "mixer with 750 watts", [("power", 750, "=", False)]),
    ("in", "750w mixer", [("power", 750, "=", False)]),
    ("in", "at least 1.5 kW", [("power", 1500, ">=", True)]),
    ("in", "7kg washing machine", [("weight", 7, "=", False)]),
    ("in", "under 500 grams", [("weight", 0.5, "<=", True)]),
    ("in", "43 inch tv", [("length", 1.0922, "=", False)]),
    ("in", '43" tv', [("length", 1.0922, "=", False)]),
    ("in", "43in tv", [("length", 1.0922, "=", False)]),
    ("in", "tv 40 to 50 inches", [("length", 1.016, ">=", True), ("length", 1.27, "<=", True)]),
    ("in", "1.5 litre kettle", [("volume", 1.5, "=", False)]),
    ("in", "1.5L kettle", [("volume", 1.5, "=", False)]),
    ("in", "500 ml bottle", [("volume", 0.5, "=", False)]),
    ("in", "a 1 litre or a 1.8 litre cooker", [("volume", 1, "=", False), ("volume", 1.8, "=", False)]),
    ("in", "5g phone", []),
    ("in", "2.4 ghz mouse", [("frequency", 2.4e9, "=", False)]),
    ("in", "144hz monitor", [("frequency", 144, "=", False)]),
    ("in", "four port usb hub", [("ports", 4, "=", False)]),
    ("in", "around 2 metres", [("length", 2, "~", False)]),
    ("in", "kitchen scale up to 10 kg", [("weight", 10, "=", False)]),
    ("in", "no more than 2 kg", [("weight", 2, "<=", True)]),
    ("in", "1200 mm fan", [("length", 1.2, "=", False)]),
    ("in", "64 mp camera phone", [("megapixels", 64, "=", False)]),
    ("in", "16GB or more of RAM", [("memory", 16, ">=", True)]),
    ("in", "8gb ram 128gb rom mobile", [("memory", 8, "=", False), ("storage", 128, "=", False)]),
    ("in", "1.5-2 L kettle", [("volume", 1.5, ">=", True), ("volume", 2, "<=", True)]),
    ("in", "shorter than 2 metres", [("length", 2, "<=", True)]),
    ("in", "display of 1.8 inch at least", [("length", 0.04572, ">=", True)]),
    ("gb", "500 or 1000 pieces", [("pieces", 500, "=", False), ("pieces", 1000, "=", False)]),
    ("gb", "500+ pieces", [("pieces", 500, ">=", True)]),
    ("gb", "for 5 year olds", [("age", 5, "=", False)]),
    ("gb", "my daughter is 8", [("age", 8, "=", False)]),
    ("gb", "she's six", [("age", 6, "=", False)]),
    ("gb", "costume age 5-6", [("age", 5, "=", False), ("age", 6, "=", False)]),
    ("gb", "1000 piece jigsaw", [("pieces", 1000, "=", False)]),
    ("gb", "1000pc puzzle", [("pieces", 1000, "=", False)]),
    ("gb", "thousand piece puzzle", [("pieces", 1000, "=", False)]),
    ("gb", "at least 500 pieces", [("pieces", 500, ">=", True)]),
    ("gb", "pack of 3", [("pieces", 3, "=", False)]),
    ("gb", "3 pack", [("pieces", 3, "=", False)]),
    ("gb", "set of four", [("pieces", 4, "=", False)]),
    ("gb", "for a 4 year old", [("age", 4, "=", False)]),
    ("gb", "for my 4-year-old", [("age", 4, "=", False)]),
    ("gb", "my six year old", [("age", 6, "=", False)]),
    ("gb", "he is turning 4", [("age", 4, "=", False)]),
    ("gb", "for a child of 4", [("age", 4, "=", False)]),
    ("gb", "toy for kids aged 5", [("age", 5, "=", False)]),
    ("gb", "ages 3 to 5", [("age", 3, "=", False), ("age", 5, "=", False)]),
    ("gb", "18 months old", [("age", 1.5, "=", False)]),
    ("gb", "game for 2 players", [("players", 2, "=", False)]),
    ("gb", "10ft trampoline", [("length", 3.048, "=", False)]),
    ("gb", "2 kg play sand", [("weight", 2, "=", False)]),
    ("us", "10 inch pan", [("length", 0.254, "=", False)]),
    ("us", "backpack at least 40 L", [("volume", 40, ">=", True)]),
    ("us", "a pan under 5 pounds", [("weight", 2.26796, "<=", True)]),
    ("us", "six foot rope", [("length", 1.8288, "=", False)]),
]
RATINGS = [
    ("at least 4 stars", 4), ("4.4 stars or better", 4.4), ("a customer rating of 4.4 stars or better", 4.4),
    ("rated 4.5 or above", 4.5), ("rating at least 4", 4), ("rating above 4.2", 4.2), ("4 stars and up", 4),
    ("4+ stars", 4), ("4 star and above", 4), ("four stars or more", 4), ("minimum rating 4", 4),
    ("rating of 4+", 4), ("4★ and up", 4), ("with 4.5+ rating", 4.5), ("over 4 stars", 4), ("more than 4 stars", 4),
    ("4 out of 5 or better", 4), ("rated at least four stars", 4), ("only 5 stars", 5), ("4 stars minimum", 4),
    ("not below 4 stars", 4), ("no less than 4 stars", 4), ("average rating 4.3 or higher", 4.3),
    ("reviews of 4 stars and over", 4), ("with 4 stars and up", 4), ("rating should be above 4", 4),
    ("4.2 rating minimum", 4.2), ("score of at least 4", 4), ("rating 4 se zyada", 4),
    ("the ones with 4 stars and up", 4),
]  # fmt: skip


@pytest.mark.parametrize(("shop", "text", "expected"), MEASURES)
def test_reads_measures(shop: str, text: str, expected: list[tuple[str, float, str, bool]]) -> None:
    found = reader(shop).read(text).constraints
    read = [(q.kind, pytest.approx(q.value), q.relation, q.hard) for q in found.quantities]
    assert read == expected
    assert (found.min_price, found.max_price, found.min_rating) == (None, None, None)


@pytest.mark.parametrize(("text", "stars"), RATINGS)
def test_reads_ratings(text: str, stars: float) -> None:
    found = reader("in").read(f"mixer grinder {text}").constraints
    assert (found.min_rating, found.max_price, found.min_price) == (stars, None, None)


@pytest.mark.parametrize(
    "text", ["4 jars", "under 4000", "bluetooth 5.0", "i want 4", "4 burner stove", "for 4 people"]
)
def test_other_small_numbers_are_no_rating(text: str) -> None:
    assert reader("in").read(text).constraints.min_rating is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HDMI Cable 10 feet (3 Meters)", [("length", 3.048, 3.048), ("length", 3, 3)]),
        ("Phone (Green, 6GB, 128GB Storage)", [("memory", 6, 6), ("storage", 128, 128)]),
        ("4 GB RAM, 500GB SSD", [("memory", 4, 4), ("storage", 500, 500)]),
        ("age: 36 months - 6 years", [("age", 3, 6)]),
        ("3 years and up", [("age", 3, float("inf"))]),
        ("Ages 5 & Up", [("age", 5, float("inf"))]),
        ("1 Year Warranty", []),
        ("2-4 players", [("players", 2, 4)]),
        ("Quiz (Pack of 3)", [("pieces", 3, 3)]),
        ("TV 108 cm (43 inches)", [("length", 1.08, 1.08), ("length", 1.0922, 1.0922)]),
        ("4 in 1 adapter", []),
        ("5V/3A output", [("voltage", 5, 5)]),
    ],
)
def test_reads_what_products_state(text: str, expected: list[tuple[str, float, float]]) -> None:
    found = [(m.kind, pytest.approx(m.low), pytest.approx(m.high)) for m in quantities(text)]
    assert found == expected


def test_up_to_is_an_upper_end_and_not_a_firm_value() -> None:
    assert quantities("up to 17 inches") == (Measure("length", 0.0, 17 * 0.0254, firm=False),)
