"""Product cards: a simple drawing for any product of any shop, as SVG, without text from the catalog or links."""

from __future__ import annotations

import colorsys
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from ecreco.shop.records import Product

_INK = "#2d2a32"
_FIXED = {
    "p": "#fbfaf6", "m": "#c3c7cd", "w": "#c99a66", "g": "#7fa66a", "a": "#f2c14e", "i": _INK,
}  # fmt: skip
# Colour words of options and titles → tint. Two words before one, so that "sky blue" is not plain blue.
_COLOURS = {
    "black": "#3c3b42", "white": "#f4f2ec", "grey": "#9a9ca3", "gray": "#9a9ca3", "silver": "#c3c7cd",
    "navy": "#34466f", "sky blue": "#8cbfe0", "blue": "#4a78b5", "sage green": "#9db594", "forest green": "#3f6b4c",
    "green": "#5f9660", "mustard": "#dfa93a", "yellow": "#efce4d", "dusty pink": "#dba3a5", "pink": "#e78fae",
    "red": "#c6493f", "orange": "#e2853c", "purple": "#8763a8", "brown": "#85593b", "cream": "#efe3c4",
    "beige": "#dccbae", "natural": "#d3ac78", "indigo": "#3f4d86", "gold": "#d6b04c", "rose": "#d98f95",
    "copper": "#b9744b",
}  # fmt: skip
# Hues (degrees) of usual departments; any other department gets one from its name.
_HUES = {
    "kitchen": 26, "bed": 262, "bath": 200, "furniture": 40, "light": 46, "audio": 226, "tech": 226, "electronics": 222,
    "computer": 232, "cloth": 340, "fashion": 340, "shoe": 14, "bag": 14, "beauty": 322, "health": 174, "toy": 190,
    "game": 190, "sport": 152, "outdoor": 152, "garden": 108, "food": 56, "grocer": 56, "pet": 300, "office": 250,
    "book": 280, "home": 34, "car": 212,
}  # fmt: skip
_SIDE = 400


@dataclass(frozen=True, slots=True)
class _Icon:
    name: str
    svg: str


def draw_card(product: Product) -> bytes:
    """An SVG card (UTF-8, 400 x 400) for the product; the same product always gives the same bytes.

    The drawing follows the narrowest category and the title, its tint the colour option, the ground the department.
    Where nothing is recognised, the title's initials stand in. Nothing in it links anywhere or can run.
    """
    seed = hashlib.sha256(product.product_id.encode()).digest()
    hue = _hue(product)
    tint = _tint(product, hue)
    icon = _find_icon(product)
    drawing = _initials(product.title) if icon is None else _drawing(icon, tint)
    return _card(hue, seed, drawing).encode()


def icon_name(product: Product) -> str | None:
    """The name of the icon that `draw_card` uses, None where initials stand in."""
    icon = _find_icon(product)
    return None if icon is None else icon.name


def _card(hue: int, seed: bytes, drawing: str) -> str:
    top, bottom, blob = _hsl(hue, 0.46, 0.90), _hsl(hue + 14, 0.42, 0.79), _hsl(hue - 10, 0.50, 0.95)
    x, y, r = 60 + seed[0] % 280, 60 + seed[1] % 150, 130 + seed[2] % 60
    far_x, far_y = (x + 190) % _SIDE, 300 + seed[3] % 60
    # Gradient ids must differ between cards: a page may hold many of them inline.
    ident = "g" + seed.hex()[:12]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" '
        f'width="{_SIDE}" height="{_SIDE}" role="img">'
        f'<defs><linearGradient id="{ident}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient></defs>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="url(#{ident})"/>'
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{blob}" opacity=".55"/>'
        f'<circle cx="{far_x}" cy="{far_y}" r="{r // 2}" fill="{blob}" opacity=".4"/>'
        f'<ellipse cx="200" cy="322" rx="128" ry="15" fill="{_INK}" opacity=".16"/>'
        f"{drawing}</svg>"
    )


def _drawing(icon: _Icon, tint: str) -> str:
    colours = {**_FIXED, "t": tint, "l": _shade(tint, 0.45), "d": _shade(tint, -0.24)}
    body = re.sub(r"\{(\w)\}", lambda match: colours[match[1]], icon.svg)
    return (
        f'<g transform="translate(62 82) scale(2.75)" fill="{tint}" stroke="{_INK}" stroke-width="2.2" '
        f'stroke-linejoin="round" stroke-linecap="round">{body}</g>'
    )


def _initials(title: str) -> str:
    words = re.findall(r"[^\W\d_]\w*", title)
    letters = escape("".join(word[0] for word in words[:2]).upper() or "?")
    return (
        f'<circle cx="200" cy="205" r="105" fill="#fbfaf6" stroke="{_INK}" stroke-width="5"/>'
        f'<text x="200" y="238" text-anchor="middle" font-family="sans-serif" font-size="92" font-weight="600" '
        f'fill="{_INK}">{letters}</text>'
    )


def _hue(product: Product) -> int:
    department = product.category[0] if product.category else product.brand or product.title
    words = department.lower()
    known = next((hue for word, hue in _HUES.items() if re.search(rf"\b{word}", words)), None)
    return known if known is not None else int.from_bytes(hashlib.sha256(words.encode()).digest()[:2], "big") % 360


def _tint(product: Product, hue: int) -> str:
    """The colour the product says it has; otherwise one that stands off its department's ground."""
    said = [value for name, value in product.options.items() if name.lower() in ("colour", "color")]
    if product.kind == "family":
        said = []  # a family lists every colour
    for text in (*said, product.title if not product.options else ""):
        colour = _colour_of(text.lower())
        if colour is not None:
            return colour
    turn = hashlib.sha256((product.family_id or product.product_id).encode()).digest()[0] % 3
    return _hsl(hue + (168, 205, 20)[turn], 0.40, 0.58)


def _colour_of(text: str) -> str | None:
    found = [word for word in _COLOURS if re.search(rf"\b{word}\b", text)]
    return _COLOURS[max(found, key=len)] if found else None


def _find_icon(product: Product) -> _Icon | None:
    """Narrowest category first, then the title, then the broader categories; the longest word wins in each.

    A longer word of the title that holds the category's word is better: "Dog Bed" under "Beds".
    """
    words = _icon_words()
    path = [_plain(part) for part in reversed(product.category)]
    title = _plain(product.title)
    in_title = _longest(title)
    if path:
        narrow = _longest(path[0])
        if narrow is not None:
            return words[in_title] if in_title is not None and narrow in in_title else words[narrow]
    if in_title is not None:
        return words[in_title]
    return next((words[found] for part in path[1:] if (found := _longest(part)) is not None), None)


def _longest(text: str) -> str | None:
    found = [match[1] for match in _word_pattern().finditer(text)]
    return max(found, key=lambda word: (len(word), word)) if found else None


def _plain(text: str) -> str:
    """Lower case, `USBCables` and `USB-Cables` as words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text[:300])
    return re.sub(r"[^a-z0-9-]+", " ", spaced.lower()).replace("-", " ")


@cache
def _icon_words() -> Mapping[str, _Icon]:
    data = tomllib.loads((files("ecreco.shop") / "picture_icons.toml").read_text(encoding="utf-8"))
    return {word.replace("-", " "): _Icon(name, icon["svg"]) for name, icon in data.items() for word in icon["words"]}


@cache
def _word_pattern() -> re.Pattern[str]:
    """The longest known word at each place of a text, singular or plural."""
    words = sorted(_icon_words(), key=len, reverse=True)
    return re.compile(rf"\b(?=({'|'.join(map(re.escape, words))})(?:s|es)?\b)")


def _hsl(hue: float, saturation: float, lightness: float) -> str:
    red, green, blue = colorsys.hls_to_rgb((hue % 360) / 360, lightness, saturation)
    return _hex((red, green, blue))


def _shade(colour: str, amount: float) -> str:
    """Towards white (amount > 0) or towards black (< 0) by that share."""
    target = 1.0 if amount > 0 else 0.0
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _hex(channel + (target - channel) * abs(amount) for channel in channels)


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
