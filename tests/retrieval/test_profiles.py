from ecreco.retrieval.profiles import category_words, plain_text, profile
from tests.retrieval.fakes import product


def test_category_words_are_cut_at_capitals_and_signs() -> None:
    assert category_words("Kettles&HotWaterDispensers") == "Kettles Hot Water Dispensers"
    assert category_words("USBCables") == "USB Cables"


def test_tags_entities_and_addresses_are_no_text() -> None:
    assert plain_text("<b>Fast &amp; light</b> see https://evil.example/x?y=1 <script>alert(1)</script>") == (
        "Fast & light see alert(1)"
    )


def test_a_variants_options_are_in_its_profile() -> None:
    made = profile(product("a", "Lumo Cable", options={"colour": "teal"}))
    assert "teal" in made.title
    assert "teal" in made.encoded


def test_the_digest_follows_the_encoded_text_alone() -> None:
    assert profile(product("a", "Lamp", price=1)).digest == profile(product("b", "Lamp", price=2)).digest
    assert profile(product("a", "Lamp")).digest != profile(product("a", "Lamps")).digest
