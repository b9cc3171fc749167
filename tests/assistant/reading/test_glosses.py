import pytest

from ecreco.assistant.reading.glosses import gloss


@pytest.mark.parametrize(
    ("text", "glossed"),
    [
        ("Wo ist mein Paket?", "where is my parcel?"),
        ("¿Cuánto cuesta el envío?", "¿how much costs the shipping?"),
        ("C'est quoi le total de mon panier ?", "what is the total of my cart ?"),
        ("mera order kahan hai", "my where is my order is"),
        ("帮我加到购物车", "for me add to cart"),
        ("Where is my parcel?", "Where is my parcel?"),
        ("", ""),
    ],
)
def test_common_acts_become_english_words(text, glossed):
    assert gloss(text) == glossed


def test_the_language_can_be_given():
    assert gloss("wo", "de") == "where"
    assert gloss("wo", "en") == "wo"
