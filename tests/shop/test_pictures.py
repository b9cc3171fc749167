from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreco.shop.demo import make_demo
from ecreco.shop.pictures import draw_card, icon_name
from ecreco.shop.records import Product

_NAMESPACE = "http://www.w3.org/2000/svg"
_ALLOWED = {"svg", "defs", "linearGradient", "stop", "rect", "circle", "ellipse", "path", "g", "text"}


def _check(card: bytes) -> ElementTree.Element:
    """A card is valid XML of drawing elements alone, and names no address but the SVG namespace."""
    root = ElementTree.fromstring(card)
    assert {element.tag.removeprefix(f"{{{_NAMESPACE}}}") for element in root.iter()} <= _ALLOWED
    text = card.decode().replace(_NAMESPACE, "")
    assert not re.search(r"https?:|href|javascript|script|<style|\bon\w+=|@import|data:", text)
    assert re.findall(r"url\(([^)]*)\)", text) == re.findall(r"url\((#g[0-9a-f]{12})\)", text)
    return root


def test_every_demo_product_has_an_icon_and_a_sound_card() -> None:
    for product in make_demo().products:
        assert icon_name(product) is not None
        card = draw_card(product)
        _check(card)
        assert len(card) < 6000
        assert draw_card(product) == card


@pytest.mark.parametrize(
    ("title", "category", "icon"),
    [
        ("Hobb Lane Brook Electric Kettle, Black", ("Kitchen", "Small Appliances", "Kettles"), "kettle"),
        ("Gruffkin Nest Dog Bed, S", ("Pets", "Dogs", "Beds"), "petbed"),
        ("Wayona Nylon Braided USB to Lightning Cable", ("Computers&Accessories", "USBCables"), "charger"),
        ("Redmi 9A Sport", ("Electronics", "Mobiles&Accessories", "Smartphones"), "phone"),
        ("Some wooden train engine", (), "train"),
        ("Zzyx", ("Toys", "Unheard Of"), "bear"),
    ],
)
def test_icons_follow_the_narrowest_category_and_the_title(title: str, category: tuple[str, ...], icon: str) -> None:
    assert icon_name(Product(product_id="1", title=title, category=category)) == icon


def test_the_colour_option_tints_the_icon() -> None:
    black, red = (
        draw_card(Product(product_id="1", title="Kettle", kind="variant", options={"Colour": colour}))
        for colour in ("Black", "Red")
    )
    assert b'fill="#3c3b42"' in black
    assert b'fill="#c6493f"' in red


def test_initials_stand_in_for_what_is_not_known() -> None:
    root = _check(draw_card(Product(product_id="1", title="Quux & Zorp")))
    texts = [element.text for element in root.iter(f"{{{_NAMESPACE}}}text")]
    assert texts == ["QZ"]


@settings(max_examples=150, deadline=None)
@given(
    product_id=st.text(min_size=1, max_size=40),
    title=st.text(max_size=300),
    category=st.lists(st.text(max_size=40), max_size=4),
    colour=st.text(max_size=40),
)
def test_any_text_gives_a_sound_card(product_id: str, title: str, category: list[str], colour: str) -> None:
    product = Product(
        product_id=product_id, title=title, category=tuple(category), kind="variant", options={"Colour": colour}
    )
    _check(draw_card(product))


@pytest.mark.parametrize(
    "title", ["", "<script>alert(1)</script>", '"><image href="http://x.example/a.png"/>', "ﬁ ß & <"]
)
def test_hostile_titles_change_nothing(title: str) -> None:
    root = _check(draw_card(Product(product_id=title or "x", title=title)))
    texts = [element.text or "" for element in root.iter(f"{{{_NAMESPACE}}}text")]
    assert all(1 <= len(text) <= 4 for text in texts)
