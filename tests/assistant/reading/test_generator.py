import random

import pytest

from ecreco.assistant.reading.generator import Generator, fill, load_slots, load_templates, split_templates


def test_every_template_fills_without_leftovers():
    slots, rng = load_slots(), random.Random(1)
    for template in load_templates():
        for _ in range(3):
            text = fill(template.text, slots, rng)
            assert text
            assert not set("{}") & set(text), template
            assert "|" not in text.replace("<|im_start|>", ""), template


def test_the_split_shares_no_template():
    train, held = split_templates(load_templates(), 7)
    assert held
    assert not {t.number for t in train} & {t.number for t in held}


def test_the_same_seed_gives_the_same_messages():
    templates = load_templates()
    first = [e.text for e in Generator(templates, 3).examples(200)]
    assert first == [e.text for e in Generator(templates, 3).examples(200)]
    assert first != [e.text for e in Generator(templates, 4).examples(200)]


def test_an_unknown_act_is_named_with_its_line():
    with pytest.raises(ValueError, match=r"line 2.*dance"):
        load_templates("# a comment\n== dance\nlet's dance\n")
