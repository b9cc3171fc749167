"""Hybrid search over one shop: meaning (vectors) and words (BM25) fused, constraints as a mask, honest about fit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.encoder import Encoder, Progress, Vectors
from ecreco.retrieval.fit import POSSESSIVE, fits
from ecreco.retrieval.index import IndexBuilder, IndexReport, Loaded
from ecreco.retrieval.ranking import DenseHealth, Query, Ranked, rank, with_wishes
from ecreco.retrieval.reading import QueryReader, Reading
from ecreco.retrieval.relaxing import relaxations
from ecreco.retrieval.snapshot import CatalogSnapshot
from ecreco.retrieval.terms import words
from ecreco.shop.records import Product, ShopInfo

_log = logging.getLogger(__name__)

_WISHES_READ = 100  # best rows whose records are held against soft wishes
_CHECK_EVERY = 2.0  # seconds between looks at the catalog's version


class Catalog(Protocol):
    """What search needs of a catalog."""

    def all(self) -> Iterator[Product]:
        """Everything that can be bought."""
        ...

    def version(self) -> str:
        """Changes whenever the products do."""
        ...


class SearchableShop(Protocol):
    """What search needs of a shop."""

    info: ShopInfo
    folder: Path

    @property
    def catalog(self) -> Any:
        """A `Catalog`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A product found. dense: cosine; lexical: BM25; wish: -1..1, how it meets the soft wishes; score: their sum."""

    product_id: str
    score: float
    dense: float
    lexical: float
    wish: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found, best first.

    fits False: nothing really fits, and the hits are near alternatives. relaxed: the wishes that had to be dropped to
    find them, in the names of `relaxing`. degraded: why search ran on fewer legs, None when it did not.
    """

    hits: tuple[Hit, ...]
    reading: Reading
    fits: bool
    relaxed: tuple[str, ...] = ()
    degraded: str | None = None


class SearchEngine:
    """Search of one shop; safe to share between threads. Open it with `SearchEngine.open`."""

    def __init__(self, shop: SearchableShop, encoder: Encoder, builder: IndexBuilder) -> None:
        self._shop = shop
        self._encoder = encoder
        self._builder = builder
        self._build_lock = threading.Lock()
        self._state: Loaded | None = None
        self._reader: QueryReader | None = None
        self._health = DenseHealth()
        self._checked_at = time.monotonic()

    @classmethod
    def open(
        cls,
        shop: SearchableShop,
        encoder: Encoder,
        *,
        chroma_url: str | None = None,
        progress: Progress | None = None,
    ) -> SearchEngine:
        """Open the shop's indexes, and build them first where they are absent, broken or older than the catalog."""
        builder = IndexBuilder(shop.folder / "index", shop.info.name, encoder, chroma_url=chroma_url)
        engine = cls(shop, encoder, builder)
        snapshot = engine._take_snapshot()
        loaded = builder.load(snapshot)
        if loaded is None:
            loaded, _ = builder.build(snapshot, progress)
        engine._adopt(loaded)
        return engine

    @property
    def products(self) -> CatalogSnapshot:
        """The catalog as it is searched."""
        return self._loaded.snapshot

    @property
    def degraded(self) -> str | None:
        """Why search runs on fewer legs, None when it does not."""
        return self._loaded.degraded

    def rebuild(self, progress: Progress | None = None) -> IndexReport:
        """Make the indexes anew from the database of record, aside; the old ones serve until the swap."""
        with self._build_lock:
            loaded, report = self._builder.build(self._take_snapshot(), progress)
            self._adopt(loaded)
        return report

    def refresh(self) -> None:
        """Follow, in the background, changes of the catalog or a build by another process."""
        now = time.monotonic()
        if now - self._checked_at < _CHECK_EVERY:
            return
        self._checked_at = now
        moved = self._builder.generations.stamp() != self._loaded.stamp
        if moved or self._shop.catalog.version() != self._loaded.snapshot.version:
            threading.Thread(target=self._follow, name="index-refresh", daemon=True).start()

    def read(self, text: str) -> Reading:
        """What a message asks for: constraints and topic."""
        assert self._reader is not None
        return self._reader.read(text)

    def search(
        self,
        text: str,
        *,
        constraints: Constraints | None = None,
        reading: Reading | None = None,
        k: int = 50,
        one_per_family: bool = False,
    ) -> SearchResult:
        """The k best products for a message.

        constraints: replace those read from the text (a conversation's merged ones). one_per_family: of several
        variants only the best. Where the constraints leave nothing that fits, the least important are dropped, and
        said so.
        """
        self.refresh()
        state = self._loaded
        reading = reading or self.read(text)
        wanted = reading.constraints if constraints is None else constraints
        query, trouble = self._query(state, reading, wanted)
        asked = words(reading.topic) + [w for w in words(reading.text) if w in POSSESSIVE]
        found = self._ranked(state, query, wanted, k)
        good = len(found.rows) > 0 and fits(found.evidence, asked)
        relaxed: tuple[str, ...] = ()
        if not good:
            found, relaxed = self._relaxed(state, query, wanted, asked, found, k)
        hits = tuple(_hits(state, found, one_per_family=one_per_family))
        return SearchResult(
            hits=hits,
            reading=reading,
            fits=good,
            relaxed=relaxed,
            degraded=trouble or self._health.why or state.degraded,
        )

    def similar(self, product_id: str, k: int = 10) -> list[Hit]:
        """The k products nearest to one, without itself and its own family. Empty for an unknown id."""
        state = self._loaded
        row = state.snapshot.row.get(product_id)
        if row is None:
            return []
        cosine = state.vectors @ state.vectors[row]
        family = state.snapshot.family(row)
        order = (int(r) for r in np.argsort(-cosine, kind="stable") if state.snapshot.family(int(r)) != family)
        return [Hit(state.snapshot.ids[r], float(cosine[r]), float(cosine[r]), 0.0) for r in islice(order, k)]

    def vector(self, product_ids: Sequence[str]) -> Vectors:
        """The products' vectors, shape (n, dimension); a row of zeros for an unknown id."""
        state = self._loaded
        out = np.zeros((len(product_ids), self._encoder.dimension), dtype=np.float32)
        for i, product_id in enumerate(product_ids):
            if (row := state.snapshot.row.get(product_id)) is not None:
                out[i] = state.vectors[row]
        return out

    def _query(self, state: Loaded, reading: Reading, wanted: Constraints) -> tuple[Query, str | None]:
        """What is asked, and why the encoder is left out, if it is."""
        topic = reading.topic
        measures = " ".join(q.said for q in wanted.quantities if q.said.casefold() not in topic.casefold())
        text = f"{topic} {measures}".strip()
        terms = tuple(state.lexical.query_terms(text))
        lexical = state.lexical.scores(terms)
        if not text:
            return Query((), None, lexical), None
        try:
            return Query(terms, self._encoder.encode_query(text), lexical), None
        except RuntimeError as error:  # torch: a device that is gone or out of memory
            _log.warning("search goes on by words alone: %s", error)
            return Query(terms, None, lexical), "the encoder failed; words alone were searched"

    def _ranked(self, state: Loaded, query: Query, wanted: Constraints, k: int) -> Ranked:
        if wanted.empty:
            return rank(state, query, None, self._health, k=k)
        found = rank(state, query, state.snapshot.mask(wanted), self._health, k=max(k, _WISHES_READ))
        wishes = [wanted.wishes(state.snapshot.products[row]) for row in found.rows]
        return with_wishes(found, np.array(wishes, dtype=np.float32), k)

    def _relaxed(
        self, state: Loaded, query: Query, wanted: Constraints, asked: list[str], found: Ranked, k: int
    ) -> tuple[Ranked, tuple[str, ...]]:
        """The first looser search that fits; else what there was, or what the loosest one has."""
        last = found
        names: tuple[str, ...] = ()
        for names, looser in relaxations(wanted):
            last = self._ranked(state, query, looser, k)
            if len(last.rows) and fits(last.evidence, asked):
                return last, names
        return (found, ()) if len(found.rows) else (last, names)

    def close(self) -> None:
        """Let the index files go."""
        if self._state and self._state.dense:
            self._state.dense.close()

    @property
    def _loaded(self) -> Loaded:
        assert self._state is not None
        return self._state

    def _take_snapshot(self) -> CatalogSnapshot:
        version = self._shop.catalog.version()  # before the read: a change in between shows as drift, and is followed
        return CatalogSnapshot(self._shop.catalog.all(), version)

    def _adopt(self, loaded: Loaded) -> None:
        self._reader = QueryReader.from_catalog(loaded.snapshot.products, self._shop.info)
        self._state = loaded

    def _follow(self) -> None:
        if not self._build_lock.acquire(blocking=False):
            return
        try:
            snapshot = self._take_snapshot()
            loaded = self._builder.load(snapshot) or self._builder.build(snapshot)[0]
            self._adopt(loaded)
        except Exception:  # noqa: BLE001  a thread has nobody to raise to; the old index serves
            _log.exception("the index of shop %s could not follow its catalog", self._shop.info.name)
        finally:
            self._build_lock.release()


def _hits(state: Loaded, found: Ranked, *, one_per_family: bool) -> Iterator[Hit]:
    seen: set[str] = set()
    columns = zip(found.rows, found.scores, found.cosines, found.lexical, found.wishes, strict=True)
    for row, score, cosine, lexical, wish in columns:
        family = state.snapshot.family(int(row))
        if one_per_family and family in seen:
            continue
        seen.add(family)
        yield Hit(state.snapshot.ids[row], float(score), float(cosine), float(lexical), float(wish))
