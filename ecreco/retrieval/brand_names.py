"""When a product bears a brand: by its brand field, or because its title begins with the name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ecreco.shop.records import Product

_TOKEN = re.compile(r"[^\s]+")
_TITLE_WORDS = 7
# Words that stand before the brand in a title without being a part of it.
_OPENERS = {"new", "the", "renewed", "official", "original", "genuine", "x", "brand", "refurbished", "orginal"}


@lru_cache(maxsize=50_000)
def brand_key(name: str) -> str:
    """One key for every spelling: `TP-Link`, `tp link` and `TP LINK®` share `tplink`; `&` reads `and`."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and ").lower())
    return "".join(c for c in decomposed if c.isalnum() or c == "+").removesuffix("tm")


@lru_cache(maxsize=50_000)
def title_openings(title: str) -> frozenset[str]:
    """The keys of the title's first one, two, ... words: the brands it could begin with."""
    words = [key for token in _TOKEN.findall(title)[: 2 * _TITLE_WORDS] if (key := brand_key(token))]
    openings: set[str] = set()
    begin = 0
    while begin < len(words):
        for end in range(begin + 1, min(begin + 5, len(words)) + 1):
            openings.add("".join(words[begin:end]))
        if words[begin] not in _OPENERS and not words[begin].isdigit():
            break
        begin += 1
    return frozenset(openings)


def bears(product: Product, key: str) -> bool:
    """Whether the product is of the brand with this key."""
    return (product.brand is not None and brand_key(product.brand) == key) or key in title_openings(product.title)
