"""Nearest vectors by Chroma: an index that can always be made again, never the record of anything.

Chroma is not crash-safe in mid-write, so a collection is written once, aside, marked complete at the end and then only
read; a broken or incomplete one is made anew, never mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from ecreco.retrieval.encoder import Progress, Vectors
from ecreco.shop.records import Product

_INSERT = 2_000
_PAGE = 2_000
Where = Mapping[str, Any]


class DenseUnavailable(Exception):
    """Chroma cannot be reached or its data cannot be read: search goes on without it, or the index is made again."""


class DenseIndex:
    """One complete collection of product vectors. `where` filters are Chroma's, over the fields of `metadata`."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(
        cls,
        place: Path | str,
        name: str,
        products: Sequence[Product],
        vectors: Vectors,
        *,
        progress: Progress | None = None,
    ) -> DenseIndex:
        """Write a new collection to a folder or to the server at a URL. Raises DenseUnavailable."""
        try:
            client = _client(place)
            if name in {c.name for c in client.list_collections()}:
                client.delete_collection(name)
            collection = client.create_collection(
                name,
                embedding_function=None,  # the default one downloads a model
                metadata={"complete": False},
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
            step = min(_INSERT, int(client.get_max_batch_size()))
            for start in range(0, len(products), step):
                part = products[start : start + step]
                collection.add(
                    ids=[p.product_id for p in part],
                    embeddings=vectors[start : start + step],
                    metadatas=[metadata(p) for p in part],
                )
                if progress:
                    progress(start + len(part), len(products))
            collection.modify(metadata={"complete": True, "count": len(products)})
        except Exception as error:
            raise DenseUnavailable(f"the vector index could not be written: {error}") from error
        return cls(client, collection)

    @classmethod
    def open(cls, place: Path | str, name: str, *, count: int) -> DenseIndex:
        """Open a collection that must be complete and hold `count` vectors. Raises DenseUnavailable otherwise."""
        if isinstance(place, Path) and not (place / "chroma.sqlite3").is_file():
            raise DenseUnavailable("the vector index is not there")  # Chroma itself would make an empty one
        try:
            client = _client(place)
            collection = client.get_collection(name, embedding_function=None)
            state = collection.metadata or {}
            held = collection.count()
            if held:
                collection.get(limit=1, include=["embeddings"])  # a folder broken in mid-write fails at its first read
        except Exception as error:
            raise DenseUnavailable(f"the vector index could not be read: {error}") from error
        if not state.get("complete") or held != count:
            client.close()
            raise DenseUnavailable(f"the vector index is incomplete ({held} of {count})")
        return cls(client, collection)

    def query(self, vector: Vectors, k: int, *, where: Where | None = None) -> list[tuple[str, float]]:
        """The k nearest as (product_id, cosine), best first. Raises DenseUnavailable."""
        try:
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=k,
                where=dict(where) if where else None,
                include=["distances"],
            )
        except Exception as error:
            raise DenseUnavailable(f"the vector index could not be asked: {error}") from error
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self) -> dict[str, Vectors]:
        """Every vector by product id, read in pages. Raises DenseUnavailable."""
        out: dict[str, Vectors] = {}
        try:
            for offset in range(0, self._collection.count(), _PAGE):
                page = self._collection.get(limit=_PAGE, offset=offset, include=["embeddings"])
                out.update(zip(page["ids"], np.asarray(page["embeddings"], dtype=np.float32), strict=True))
        except Exception as error:
            raise DenseUnavailable(f"the vector index could not be read: {error}") from error
        return out

    def drop(self, name: str) -> None:
        """Delete another collection of the same server, if it is there."""
        try:
            self._client.delete_collection(name)
        except Exception as error:
            raise DenseUnavailable(f"the old vector index could not be dropped: {error}") from error

    def names(self) -> list[str]:
        """All collections of the same place. Raises DenseUnavailable."""
        try:
            return [c.name for c in self._client.list_collections()]
        except Exception as error:
            raise DenseUnavailable(f"the vector index could not be asked: {error}") from error

    def close(self) -> None:
        """Let the folder or connection go."""
        self._client.close()


def metadata(product: Product) -> dict[str, str | int | float | bool]:
    """What a filter can ask of a product (price in minor units); what it lacks is left out, Chroma holds no nulls."""
    fields: dict[str, str | int | float | bool | None] = {
        "price": product.price,
        "brand": product.brand,
        "category": product.category[-1] if product.category else None,
        "department": product.category[0] if product.category else None,
        "rating": product.rating,
        "in_stock": product.in_stock,
        "family": product.family_id or product.product_id,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _client(place: Path | str) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(path=str(place), settings=settings)
    url = urlparse(place)
    secure = url.scheme == "https"
    return chromadb.HttpClient(
        host=url.hostname or "localhost", port=url.port or (443 if secure else 8000), ssl=secure, settings=settings
    )
