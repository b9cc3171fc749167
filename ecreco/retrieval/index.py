"""Building and loading what search runs on: records, vectors, Chroma and word index of one catalog version."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ecreco.retrieval.dense import DenseIndex, DenseUnavailable
from ecreco.retrieval.encoder import Encoder, Progress, Vectors
from ecreco.retrieval.generations import Generations, Manifest, load_vectors, save_vectors
from ecreco.retrieval.lexical import LexicalIndex
from ecreco.retrieval.profiles import PROFILE_VERSION, Profile, profile
from ecreco.retrieval.snapshot import CatalogSnapshot
from ecreco.shop.errors import OperatorError

_log = logging.getLogger(__name__)
_COLLECTION = "products"
_VECTORS = "vectors.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a build did. embedded: texts the encoder read; reused: vectors taken over from the build before."""

    products: int
    embedded: int
    reused: int
    seconds: float
    degraded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One consistent state of the indexes; replaced as a whole. Row i of `vectors` is product i of `snapshot`."""

    snapshot: CatalogSnapshot
    vectors: Vectors
    lexical: LexicalIndex
    dense: DenseIndex | None
    degraded: str | None
    stamp: int


class IndexBuilder:
    """Makes generations for one shop. chroma_url: a server instead of a folder."""

    def __init__(self, folder: Path, shop_name: str, encoder: Encoder, *, chroma_url: str | None = None) -> None:
        self.generations = Generations(folder)
        self._shop = shop_name
        self._encoder = encoder
        self._url = chroma_url

    def load(self, snapshot: CatalogSnapshot) -> Loaded | None:
        """The current generation for this snapshot; None where it must be built: absent, drifted or broken."""
        stamp = self.generations.stamp()
        manifest = self.generations.current()
        if manifest is None or not self._fits(manifest, snapshot):
            return None
        saved = load_vectors(self.generations.path(manifest.generation) / _VECTORS)
        if saved is None or tuple(saved[0]) != snapshot.ids:
            return None
        try:
            place, name = self._place(manifest.generation)
            dense, degraded = DenseIndex.open(place, name, count=len(snapshot)), None
        except DenseUnavailable as error:
            if self._url is None:
                _log.warning("index of shop %s is made again: %s", self._shop, error)
                return None
            dense, degraded = None, str(error)  # a server that is away comes back; it is no reason to build
        return Loaded(
            snapshot=snapshot,
            vectors=saved[2],
            lexical=LexicalIndex([profile(p) for p in snapshot.products]),
            dense=dense,
            degraded=degraded,
            stamp=stamp,
        )

    def build(self, snapshot: CatalogSnapshot, progress: Progress | None = None) -> tuple[Loaded, IndexReport]:
        """A new generation beside the current one, then the swap. Unchanged texts keep their vectors.

        Raises OperatorError when the disk is full or not writable; the generation before then stays in use.
        """
        start = time.perf_counter()
        try:
            with self.generations.building():
                loaded, report = self._build(snapshot, progress)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            why = "the disk is full" if full else str(error)
            raise OperatorError(
                f"The index of shop {self._shop} could not be written: {why}. The old index stays in use.",
                code="disk_full" if full else "index_not_written",
            ) from error
        return loaded, replace(report, seconds=time.perf_counter() - start)

    def _build(self, snapshot: CatalogSnapshot, progress: Progress | None) -> tuple[Loaded, IndexReport]:
        profiles = [profile(p) for p in snapshot.products]
        digests = [p.digest for p in profiles]
        vectors, embedded = self._vectors(profiles, digests, progress)
        name, path = self.generations.begin()
        try:
            save_vectors(path / _VECTORS, list(snapshot.ids), digests, vectors)
            dense, degraded = self._write_dense(name, snapshot, vectors)
            self.generations.publish(
                Manifest(
                    generation=name,
                    encoder=self._encoder.name,
                    profile=PROFILE_VERSION,
                    catalog=snapshot.version,
                    count=len(snapshot),
                    made_at=time.time(),
                )
            )
        except BaseException:
            self.generations.discard(name)
            raise
        self._drop_old(dense, name)
        lexical = LexicalIndex(profiles)
        loaded = Loaded(
            snapshot=snapshot,
            vectors=vectors,
            lexical=lexical,
            dense=dense,
            degraded=degraded,
            stamp=self.generations.stamp(),
        )
        reused = len(profiles) - embedded
        return loaded, IndexReport(
            products=len(profiles), embedded=embedded, reused=reused, seconds=0.0, degraded=degraded
        )

    def _vectors(
        self, profiles: Sequence[Profile], digests: Sequence[str], progress: Progress | None
    ) -> tuple[Vectors, int]:
        known = self._known()
        fresh = [i for i, digest in enumerate(digests) if digest not in known]
        made = self._encoder.encode([profiles[i].encoded for i in fresh], progress=progress)
        vectors = np.zeros((len(profiles), self._encoder.dimension), dtype=np.float32)
        for i, digest in enumerate(digests):
            if digest in known:
                vectors[i] = known[digest]
        vectors[fresh] = made
        return vectors, len(fresh)

    def _known(self) -> dict[str, Vectors]:
        manifest = self.generations.current()
        if manifest is None or manifest.encoder != self._encoder.name:
            return {}
        saved = load_vectors(self.generations.path(manifest.generation) / _VECTORS)
        if saved is None or saved[2].shape[1:] != (self._encoder.dimension,):
            return {}
        return dict(zip(saved[1], saved[2], strict=True))

    def _write_dense(
        self, generation: str, snapshot: CatalogSnapshot, vectors: Vectors
    ) -> tuple[DenseIndex | None, str | None]:
        place, name = self._place(generation)
        try:
            return DenseIndex.create(place, name, snapshot.products, vectors), None
        except DenseUnavailable as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno in (errno.ENOSPC, errno.EDQUOT):
                raise error.__cause__ from error
            _log.warning("shop %s is searched without Chroma: %s", self._shop, error)
            return None, str(error)

    def _drop_old(self, dense: DenseIndex | None, generation: str) -> None:
        """On a server, collections of generations that are gone from the folder; in a folder they went with it."""
        if dense is None or self._url is None:
            return
        prefix = f"{self._shop}-"
        try:
            for name in dense.names():
                old = name.removeprefix(prefix)
                if name.startswith(prefix) and old != generation and not self.generations.path(old).is_dir():
                    dense.drop(name)
        except DenseUnavailable as error:
            _log.warning("%s", error)

    def _place(self, generation: str) -> tuple[Path | str, str]:
        if self._url is not None:
            return self._url, f"{self._shop}-{generation}"
        return self.generations.path(generation) / "chroma", _COLLECTION

    def _fits(self, manifest: Manifest, snapshot: CatalogSnapshot) -> bool:
        return (manifest.encoder, manifest.profile, manifest.catalog, manifest.count) == (
            self._encoder.name,
            PROFILE_VERSION,
            snapshot.version,
            len(snapshot),
        )
