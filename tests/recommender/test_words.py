from __future__ import annotations

import pytest

from ecreco.recommender.words import glue_units, split_camel, stems, words


@pytest.mark.parametrize(
    ("text", "glued"),
    [("cable 3 metres", "cable 3m"), ("1.5 Litre", "1.5l"), ('43 inches / 43"', "43inch / 43inch"), ("128 GB", "128gb"),
     ("3 mats", "3 mats"), ("5 Grand", "5 Grand")],
)  # fmt: skip
def test_units_are_glued_and_other_words_left_alone(text: str, glued: str) -> None:
    assert glue_units(text) == glued


def test_stems_leave_out_what_every_sentence_has() -> None:
    assert stems("I am looking for some heaters") == ["heater"]
    assert stems("Scale 1:200 toys") == ["scale", "1:200", "toy"]


def test_camel_case_categories_read_as_words() -> None:
    assert split_camel("USBCables") == "USB Cables"
    assert words(split_camel("Vacuum,Cleaning&Ironing")) == ["vacuum", "cleaning", "ironing"]
