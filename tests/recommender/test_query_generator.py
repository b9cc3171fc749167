from __future__ import annotations

import random

from ecreco.recommender.query_generator import (
    SHARES,
    QueryGenerator,
    misspell,
    review_sentences,
    round_up,
    sentences,
)
from ecreco.recommender.words import stems
from ecreco.shop.records import Review
from tests.recommender.samples import PRODUCTS, product

KETTLE = PRODUCTS[0]


def test_one_seed_gives_one_set_of_queries() -> None:
    made = [
        [QueryGenerator(random.Random(4), {}).make(KETTLE, style) for style in SHARES if style != "review"]
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_facets_keep_what_was_meant_when_the_text_is_misspelt() -> None:
    generator = QueryGenerator(random.Random(1), {})
    made = [q for _ in range(30) if (q := generator.make(KETTLE, "misspelt"))]
    assert any(set(stems(q.text)) != set(q.facets) for q in made)
    vocabulary = set(stems(f"{KETTLE.title} {' '.join(KETTLE.category)}"))
    assert all(set(q.facets) <= vocabulary for q in made)


def test_needs_come_from_bullets_and_have_no_facets() -> None:
    query = QueryGenerator(random.Random(2), {}).make(KETTLE, "need")
    assert query is not None
    assert query.facets == ()
    assert "minutes" in query.text


def test_a_style_without_material_gives_none() -> None:
    generator = QueryGenerator(random.Random(2), {})
    bare = product("X", "Heron Electric Kettle", brand=None)
    assert generator.make(bare, "need") is None
    assert generator.make(bare, "review") is None
    assert generator.make(bare, "brand") is None
    assert generator.make(bare, "fits") is None


def test_compatibility_is_read_from_titles() -> None:
    case = product("X", "Slim Case for Orion Pad 10 (Black)")
    query = QueryGenerator(random.Random(0), {}).make(case, "fits")
    assert query is not None
    assert "orion pad 10" in query.text.lower()


def test_misspelling_spares_numbers_and_short_words() -> None:
    rng = random.Random(5)
    for _ in range(50):
        changed = misspell("usb cable 128gb 3m", rng)
        assert changed.split()[0] == "usb"
        assert changed.endswith("128gb 3m")


def test_sentences_lose_their_labels() -> None:
    labelled = product("X", "Mat", about=("FOR EVERY FLOOR : It never slips on wet tiles or wood.",))
    assert sentences(labelled) == ["It never slips on wet tiles or wood"]


def test_review_sentences_need_content() -> None:
    reviews = [
        Review(review_id="1", product_id="K1", text="It is so good to us. The kettle boils water quickly today.")
    ]
    assert review_sentences(reviews) == {"K1": ["The kettle boils water quickly today"]}


def test_limits_are_said_in_round_figures() -> None:
    assert [round_up(v) for v in (3.2, 43, 437, 1830)] == [4, 45, 450, 1900]
