"""The whole reader on messages written by hand, apart from the training templates."""

import time
from pathlib import Path

import pytest

from ecreco.assistant.reading import MessageReader, ReadingContext
from ecreco.assistant.reading.evaluate import load_cases, score

CASES = Path(__file__).with_name("cases.jsonl")
PENDING = ReadingContext(
    previous_acts=("cart_add",), asked="confirm", pending_confirmation=True, has_focus_product=True
)


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    return MessageReader.load()


def test_the_shipped_reader_has_its_weights(reader):
    assert reader.degraded is None


def test_hand_written_messages(reader):
    result = score(load_cases(CASES), lambda text, context: reader.read(text, context).names)
    assert result.total >= 250
    assert result.exact >= 0.88, result.wrong
    assert result.acts["confirm"].precision >= 0.9


@pytest.mark.parametrize(
    "text", ["Yes, add it.", "yes please", "Yes, one piece.", "ok", "haan kar do", "Sí, por favor", "好的"]
)
def test_a_plain_yes_confirms_what_waits(reader, text):
    assert reader.read(text, PENDING).names == ("confirm",)


@pytest.mark.parametrize(
    "text", ["yes but in red", "Is it waterproof?", "no", "wait, make it two", "what would I confirm?", "the black one"]
)
def test_anything_else_does_not_confirm(reader, text):
    assert not reader.read(text, PENDING).has("confirm")


@pytest.mark.parametrize(
    "text",
    [
        "What? Fine, if the card is impossible, then on my gift card.",
        "All right. In that case cancel the whole order W3361211.",
        "ok but to my paypal",
        "Yes, but only the kettle",
        "yes, only the black one",
    ],
)
def test_a_yes_with_another_wish_does_not_confirm_what_waits(reader, text):
    context = ReadingContext(previous_acts=("order_action",), asked="confirm", pending_confirmation=True)
    assert not reader.read(text, context).has("confirm")


def test_fresh_messages(reader):
    """Written after the last change of the training data."""
    cases = load_cases(CASES.with_name("cases_fresh.jsonl"))
    assert score(cases, lambda text, context: reader.read(text, context).names).exact >= 0.85


def test_several_acts_in_order(reader):
    assert reader.read("Yes. And what is in my cart now?", PENDING).names == ("confirm", "cart_view")


def test_identity_answers_carry_the_request(reader):
    context = ReadingContext(previous_acts=("order_action",), asked="identity")
    reading = reader.read("I'm Yusuf Rossi, zip 19122", context)
    assert (reading.names, reading.name, reading.zip_code) == (("order_action",), "Yusuf Rossi", "19122")


@pytest.mark.parametrize("text", ["", "   ", "?", "🙂", "a" * 20_000, "\x00\u202e\u200b", "。" * 3000, "yes " * 4000])
def test_any_text_gives_at_least_one_act(reader, text):
    assert reader.read(text).acts


def test_without_weights_the_rules_read(tmp_path):
    reader = MessageReader.load(tmp_path)
    assert reader.degraded
    assert reader.read("what's in my cart?").names == ("cart_view",)
    assert reader.read("show me more", ReadingContext(has_active_search=True, shown_count=5)).names == ("show_more",)


def test_topic_text_leaves_courtesies_out(reader):
    reading = reader.read("Fair enough. A silicone cover for my laptop's keys, then?")
    assert reading.topic_text.startswith("A silicone cover")


@pytest.mark.slow
def test_a_message_is_read_in_time(reader):
    reader.read("warm up")
    began = time.perf_counter()
    for _ in range(10):
        reader.read("Do you have wired earphones with a mic for less than 500?")
    assert (time.perf_counter() - began) / 10 < 0.25  # 30 ms on an idle machine; this one may be busy
