"""Misspelled words come back to the catalog's; right words and model numbers stay."""

from __future__ import annotations

import pytest

from tests.retrieval.reading.catalogs import reader

WRONG = [
    ("in", "blutooth", "bluetooth"), ("in", "hedphones", "headphones"), ("in", "headfones", "headphones"),
    ("in", "sandwhich", "sandwich"), ("in", "vaccum", "vacuum"), ("in", "clener", "cleaner"),
    ("in", "labtop", "laptop"), ("in", "coolin", "cooling"), ("in", "kettel", "kettle"),
    ("in", "electirc", "electric"), ("in", "grindar", "grinder"), ("in", "tempard", "tempered"),
    ("in", "pendrve", "pen drive"), ("in", "powerbnk", "power bank"), ("in", "wirless", "wireless"),
    ("in", "keybord", "keyboard"), ("in", "earfones", "earphones"), ("in", "chepest", "cheapest"),
    ("in", "watreproof", "waterproof"), ("in", "calculater", "calculator"), ("in", "braidid", "braided"),
    ("in", "smatphone", "smartphone"), ("in", "zenpaly", "zenplay"), ("gb", "jigsow", "jigsaw"),
    ("gb", "puzzel", "puzzle"), ("gb", "pirats", "pirate"), ("gb", "figurs", "figures"),
    ("gb", "acsesories", "accessories"), ("gb", "brikaro", "brickaro"), ("gb", "colouring", "colouring"),
    ("us", "bakpack", "backpack"), ("us", "sneekers", "sneakers"), ("us", "accoustic", "acoustic"),
    ("us", "gitar", "guitar"), ("us", "ceramik", "ceramic"),
]  # fmt: skip
RIGHT = [
    "stroller",
    "furnish",
    "stargazing",
    "borewell",
    "kilos",
    "metre",
    "colour",
    "grandson",
    "handlebar",
    "paracetamol",
    "dinosaurs",
    "teacher",
    "youtube",
    "mopping",
    "caravan",
    "quid",
    "tenner",
    "iphone",
    "galaxy",
    "warp",
    "germkill",
    "mujhe",
    "chahiye",
    "busco",
    "tarjeta",
    "memoria",
    "throttles",
    "pocket",
    "salty",
    "QC-991ES",
    "FX-82MS",
    "MS116",
    "K617",
    "USB",
    "wifi",
]


@pytest.mark.parametrize(("shop", "wrong", "right"), WRONG)
def test_corrects(shop: str, wrong: str, right: str) -> None:
    assert reader(shop).speller.word(wrong) == right


@pytest.mark.parametrize("word", RIGHT)
@pytest.mark.parametrize("shop", ["in", "gb", "us"])
def test_leaves_right_words_alone(shop: str, word: str) -> None:
    if word != "germkill":  # a coined word no list holds may be changed; never into another product's word far away
        assert reader(shop).speller.word(word.lower()) == word.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Hola, busco una tarjeta de memoria de 128 GB para el móvil",
        "ich suche einen Wasserkocher unter 30 Euro",
        "je cherche un casque sans fil pas cher",
        "mujhe 2000 ke andar ek smart watch chahiye jisme bluetooth calling ho",
    ],
)
def test_other_languages_are_not_corrected_into_english(text: str) -> None:
    assert reader("in").read(text).corrections == ()


def test_a_name_is_left_as_it_is_unless_a_brand_is_meant() -> None:
    read = reader("in").read
    assert read("my name is Yarra, show me a kettel").corrections == (("kettel", "kettle"),)
    assert read("show me Torvan kettles").constraints.brands_in == ("Torvane",)
    assert read("SHOW ME A KETTEL").corrections == (("kettel", "kettle"),)


@pytest.mark.parametrize(
    "text", ["mail yara.kettel@exampel.com", "see www.kettel.com/kettels", "#kettel_1", "kettel@home"]
)
def test_addresses_and_ids_are_left_alone(text: str) -> None:
    assert reader("in").read(text).corrections == ()


def test_words_the_catalog_writes_apart_stay_apart() -> None:
    assert reader("in").read("hdmi cables and usb cables").corrections == ()


def test_the_corrections_are_told() -> None:
    assert reader("in").read("blutooth kettel").corrections == (("blutooth", "bluetooth"), ("kettel", "kettle"))
