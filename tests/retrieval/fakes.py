"""A small shop in memory and an encoder that needs no model: what the retrieval tests stand on."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ecreco.retrieval.encoder import Progress, Vectors
from ecreco.retrieval.terms import terms
from ecreco.shop.records import Product, ShopInfo


class WordEncoder:
    """Vectors of hashed terms: texts that share words are near. Counts what it was asked to encode."""

    dimension = 256

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.encoded = 0

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        self.encoded += len(texts)
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text) or [""]:
                out[row, zlib.crc32(term.encode()) % self.dimension] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = self.encode([text])[0]
        return vector


@dataclass
class MemoryCatalog:
    products: list[Product]
    revision: int = 1

    def all(self) -> Iterator[Product]:
        return iter(list(self.products))

    def version(self) -> str:
        return str(self.revision)

    def find(self, product_id: str) -> Product | None:
        return next((p for p in self.products if p.product_id == product_id), None)


@dataclass
class MemoryShop:
    folder: Path
    catalog: MemoryCatalog
    info: ShopInfo = field(default_factory=lambda: ShopInfo(name="small", title="Small", currency="USD"))


def product(product_id: str, title: str, **more: object) -> Product:
    """A product with the fields a test does not care about filled in."""
    known: dict[str, object] = {"brand": title.split()[0], "price": 1000, "currency": "USD", "rating": 4.0}
    return Product(product_id=product_id, title=title, **{**known, **more})  # type: ignore[arg-type]


def small_catalog() -> list[Product]:
    kettles = [
        product(
            f"k{i}",
            f"Brewster Electric Kettle {litres} L Stainless Steel",
            category=("Home", "KitchenAppliances", "ElectricKettles"),
            about=("Boils fast", f"Holds {litres} litres of water", "Power cord is 75 cm long"),
            price=2000 + 500 * i,
            rating=3.5 + 0.3 * i,
        )
        for i, litres in enumerate((1, 1.5, 1.8, 2))
    ]
    cables = [
        product(
            f"c{i}",
            f"Lumo USB-C to USB-C Charging Cable {length}, {colour}",
            category=("Electronics", "Accessories", "USBCables"),
            about=("Braided nylon", "Charges at 60 W"),
            price=500 + 100 * i,
            options={"colour": colour},
            family_id="c",
            kind="variant",
        )
        for i, (length, colour) in enumerate((("1 m", "black"), ("2 m", "black"), ("2 m", "white")))
    ]
    lamps = [
        product(
            "l1",
            "Halden Desk Lamp with Clamp",
            category=("Home", "Lighting", "DeskLamps"),
            about=("Three brightness levels", "Arm turns by 180 degrees"),
            price=3900,
            in_stock=False,
        ),
        product(
            "l2",
            "Brewster Reading Lamp, Rechargeable",
            category=("Home", "Lighting", "DeskLamps"),
            about=("Clips to a book", "Lasts 20 hours on one charge"),
            price=1500,
        ),
    ]
    return [*kettles, *cables, *lamps]
