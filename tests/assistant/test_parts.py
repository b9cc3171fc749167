"""Small pieces: bundles, words of other languages, phrases, titles, measures, state."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from ecreco.assistant import plain
from ecreco.assistant.brains.bundles import parts_of
from ecreco.assistant.compose.phrases import languages, say
from ecreco.assistant.specs import specs_of
from ecreco.assistant.state import DialogState, PendingAction, PendingQuestion, Search
from ecreco.assistant.translate import to_english
from ecreco.retrieval.constraints import Constraints, Quantity
from tests.assistant.conftest import PRODUCTS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Gift: a wireless mouse and a mouse pad, 1,500 rupees for both together.", ["wireless mouse", "mouse pad"]),
        ("I want a laptop bag and a wireless mouse, total budget 1200", ["laptop bag", "wireless mouse"]),
        ("I need a desk lamp, a notebook and a pen for under 2000 altogether", ["desk lamp", "notebook", "pen"]),
        ("a red and a blue pen", []),
        ("show me a mouse and what do I pay for delivery?", []),
        ("a gift for my sister", []),
    ],
)  # fmt: skip
def test_bundle_parts(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("tarjeta de memoria de 128 GB", "es", "memory card de 128 GB"),
        ("einen Wasserkocher unter 1500 Rupien", "de", "a electric kettle under 1500 rupees"),
        ("蓝牙耳机，500卢比以下", "zh", "bluetooth earphones ，500 rupees at most"),
        ("a wired mouse", "en", "a wired mouse"),
        ("qualcosa", "it", "qualcosa"),
    ],
)
def test_shopping_words_in_english(text: str, language: str, english: str) -> None:
    assert to_english(text, language) == english


def test_every_phrase_takes_the_same_values_in_every_language() -> None:
    raw = files("ecreco.assistant.compose").joinpath("phrases.toml").read_text(encoding="utf-8")
    for key, wordings in tomllib.loads(raw).items():
        assert "en" in wordings, key
        wanted = {tuple(sorted(set(re.findall(r"\{(\w+)\}", text)))) for texts in wordings.values() for text in texts}
        assert len(wanted) == 1, key


def test_common_acts_exist_in_five_languages() -> None:
    for key in (
        "greet",
        "found",
        "not_found",
        "confirm_add",
        "added",
        "cart_empty",
        "policy_gap",
        "out_of_scope",
        "apology",
    ):
        assert {"en", "es", "de", "fr", "hi-Latn", "zh"} <= languages(key)


def test_equal_wordings_take_turns_and_an_unknown_language_is_english() -> None:
    assert say("greet", "en", 0) != say("greet", "en", 1)
    assert say("greet", "xx", 0) == say("greet", "en", 0)


@pytest.mark.parametrize(
    ("title", "limit", "short"),
    [
        ("Redmi 9 Activ (Black, 4GB RAM) | Octa-core Helio G35", 45, "Redmi 9 Activ (Black, 4GB RAM)"),
        ("Casio FX-82MS", 80, "Casio FX-82MS"),
        ("Word " * 40, 20, "Word Word Word Word"),
    ],
)  # fmt: skip
def test_titles_end_at_a_natural_place(title: str, limit: int, short: str) -> None:
    assert plain.title(title, limit) == short


def test_measures_of_a_product() -> None:
    specs = specs_of(PRODUCTS[0])
    assert specs["DPI"] == "1000 DPI"
    assert specs["length"] == "1.8 m"
    assert specs["warranty"] == "3 year"


def test_state_survives_json() -> None:
    state = DialogState(language="de", focus="K1", facts={"name": "Asha"})
    charge = Quantity(kind="charge", value=20000, unit="mAh", relation=">=", hard=True)
    wish = Constraints(max_price=50000, brands_not=("URBN",), options={"colour": "black"}, quantities=(charge,))
    state.begin_search(Search(topic="kettles", constraints=wish))
    state.show(["K1", "K2"])
    state.pending = PendingAction("a", "add_to_cart", {"product_id": "K1"}, "1 x", "2026-01-01T00:00:00+00:00")
    state.question = PendingQuestion("handoff")
    assert DialogState.from_json(state.to_json()) == state
    assert DialogState.from_json({"version": 999, "focus": "K1"}) == DialogState()
    assert DialogState.from_json(None) == DialogState()
