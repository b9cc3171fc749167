"""A product as text: one string for the encoder, and fields for word search."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass

from ecreco.shop.records import Product

PROFILE_VERSION = 1
"""Raise it whenever the texts below change: indexes made from other texts are then rebuilt."""

_ENCODED_CHARACTERS = 700  # about 170 tokens: what follows says less and costs time
_TAG = re.compile(r"<[^<>]{0,500}>")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one product, in words. encoded: for the encoder; title, kind, body: fields of word search."""

    encoded: str
    title: str
    kind: str
    body: str

    @property
    def digest(self) -> str:
        """Changes when the encoder would see another text."""
        return hashlib.sha256(self.encoded.encode()).hexdigest()[:16]


def plain_text(text: str) -> str:
    """Source text without tags, entities, addresses of pages and runs of space."""
    return _SPACE.sub(" ", _URL.sub(" ", _TAG.sub(" ", html.unescape(text)))).strip()


def category_words(name: str) -> str:
    """`Kettles&HotWaterDispensers` → `Kettles Hot Water Dispensers`."""
    return _SPACE.sub(" ", re.sub(r"[&,/>_|]", " ", _CAMEL.sub(" ", name))).strip()


def profile(product: Product) -> Profile:
    """The product's texts. Options are part of the title, since a variant's title may be its family's."""
    options = " ".join(str(v) for v in product.options.values())
    title = plain_text(product.title)
    shown = f"{title} {options}".strip()
    narrow = " ".join(category_words(c) for c in product.category[-2:])
    facts = ". ".join(f"{k}: {v}" for k, v in product.attributes.items())
    told = " ".join(plain_text(t) for t in (*product.about, product.description) if t)
    brand = product.brand or ""
    named = "" if not brand or brand.casefold() in title.casefold() else f"{brand} "
    return Profile(
        encoded=f"{named}{shown}. {narrow}. {told}"[:_ENCODED_CHARACTERS],
        title=shown,
        kind=f"{brand} {' '.join(category_words(c) for c in product.category)}".strip(),
        body=f"{told} {plain_text(facts)}".strip(),
    )
