"""What the scorer reads of a product: the most telling words first, because tokens are what scoring costs."""

from __future__ import annotations

from ecreco.recommender.words import split_camel
from ecreco.shop.records import Product

TITLE_CHARS = 150
DETAIL_CHARS = 120


def category_words(product: Product, levels: int = 2) -> str:
    """The narrowest `levels` category names as readable words."""
    return ", ".join(split_camel(name) for name in product.category[-levels:])


def scorer_text(product: Product) -> str:
    """Narrowest category; title; options; then the start of the bullets or the description.

    Cut by characters here and by tokens in the scorer; category and title always come whole or nearly so.
    """
    title = product.title if len(product.title) <= TITLE_CHARS else product.title[:TITLE_CHARS].rsplit(" ", 1)[0]
    options = ", ".join(product.options.values())
    detail = " ".join(product.about[:3]) or product.description
    parts = (category_words(product, 1), title, options, detail[:DETAIL_CHARS].strip())
    return ". ".join(part for part in parts if part)
