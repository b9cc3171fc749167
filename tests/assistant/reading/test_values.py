import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreco.assistant.reading.values import read_email, read_name, read_order_ids, read_quantity, read_zip


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("my order #W2378156 arrived", ("#W2378156",)),
        ("cancel W8268610 and w2702727", ("#W8268610", "#W2702727")),
        ("ORD-2025-0042 please", ("ORD-2025-0042",)),
        ("where is #1042?", ("#1042",)),
        ("order number 55512", ("55512",)),
        ("a 1000W heater, 32GB", ()),
        ("number 2 please", ()),
    ],
)
def test_order_ids(text, ids):
    assert read_order_ids(text) == ids


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("I'm Yusuf Rossi, zip 19122, I can't recall my email", "Yusuf Rossi", "19122"),
        ("Lucas Santos, zip code 80239.", "Lucas Santos", "80239"),
        ("Yara Muller, 85041. I ordered them by mistake.", "Yara Muller", "85041"),
        ("Of course: Emma Smith, zip 10192", "Emma Smith", "10192"),
        ("my name is liam o'connor, postcode SW1A 2AA", "Liam O'connor", "SW1A 2AA"),
        ("Ich bin Karl Meyer, PLZ 10115", "Karl Meyer", "10115"),
        ("I'm looking for shoes", None, None),
        ("I am not happy with 12345", None, None),
    ],
)
def test_identity(text, name, code):
    assert (read_name(text), read_zip(text)) == (name, code)


def test_email():
    assert read_email("it's Aarav.Santos8320@Example.com.") == "aarav.santos8320@example.com"
    assert read_email("nobody at home") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Yes, one piece.", 1),
        ("add 3 to my cart", 3),
        ("make it two", 2),
        ("two of them please", 2),
        ("quantity: 4", 4),
        ("5 Stück bitte", 5),
        ("给我两个", 2),
        ("three", 3),
        ("pack of 3", None),
        ("under 500", None),
        ("a 20000 mAh power bank", None),
        ("make it 2k", None),
    ],
)
def test_quantity(text, number):
    assert read_quantity(text) == number


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader(text):
    read_order_ids(text), read_email(text), read_name(text), read_zip(text), read_quantity(text)
