from __future__ import annotations

from ecreco.shop.importers.brands import BrandStatistics, title_words


def statistics(titles: list[str], texts: str = "", **lists: list[str]) -> BrandStatistics:
    found = BrandStatistics(**lists)
    for title in titles:
        found.add(title, [texts])
    return found


def test_a_leading_name_is_a_brand_and_an_ordinary_word_is_not() -> None:
    titles = [f"Wayona {thing} 1 Metre" for thing in ("Cable", "Cord", "Charger", "Hub")] + [
        "Lint Remover for Clothes",
        "Best Lint Roller",
        "Pet lint brush",
    ]
    brands = statistics(titles, texts="removes lint from clothes")
    assert brands.brand("Wayona Cable 1 Metre") == "Wayona"
    assert brands.brand("Lint Remover for Clothes") is None


def test_two_words_that_always_stand_together() -> None:
    titles = [f"Gizga Essentials {thing}" for thing in ("Pouch", "Stand", "Cable", "Hub")]
    assert statistics(titles).brand(titles[0]) == "Gizga Essentials"


def test_one_spelling_for_one_brand() -> None:
    brands = statistics(["SAMSUNG TV", "Samsung Phone", "Samsung Watch", "AmazonBasics Cable"], known=["Amazon Basics"])
    assert brands.brand("SAMSUNG TV") == "Samsung"
    assert brands.brand("AmazonBasics Cable") == "Amazon Basics"
    assert brands.brand("Amazon Basics Cable") == "Amazon Basics"


def test_small_first_letters_on_purpose() -> None:
    assert (
        statistics([f"boAt {name} Earphones" for name in ("Rockerz", "Stone", "Airdopes", "Bassheads")]).brand(
            "boAt Stone Earphones"
        )
        == "boAt"
    )


def test_never_and_nothing() -> None:
    brands = statistics(["Firestick Remote", "10k 8k HDMI Cable", "!!!"], never=["Firestick"])
    assert [brands.brand(t) for t in ("Firestick Remote", "10k 8k HDMI Cable", "!!!", "")] == [None] * 4


def test_brackets_and_marks_in_front_are_passed_over() -> None:
    assert title_words("(Renewed) 7SEVEN® TV Remote")[0] == "7SEVEN"
    assert title_words("TP-Link Wi-Fi Router")[0] == "TP-Link"
