"""Index files on disk: each build is a new generation in a folder of its own; one small file names the current one.

The pointer is replaced atomically after everything it names is complete, so a killed build leaves the old index in use.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ecreco.retrieval.encoder import Vectors

_POINTER = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation was made of. `catalog` and `encoder` are compared to tell drift."""

    generation: str
    encoder: str
    profile: int
    catalog: str
    count: int
    made_at: float


class Generations:
    """The index folder of one shop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Manifest | None:
        """The generation in use; None where there is none or the pointer cannot be read."""
        try:
            manifest = Manifest(**json.loads((self.folder / _POINTER).read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return manifest if self.path(manifest.generation).is_dir() else None

    def stamp(self) -> int:
        """Changes when another build was published, also by another process; 0 where there is none."""
        try:
            return (self.folder / _POINTER).stat().st_mtime_ns
        except OSError:
            return 0

    def path(self, generation: str) -> Path:
        """The folder of a generation."""
        return self.folder / generation

    def begin(self) -> tuple[str, Path]:
        """A new, empty generation: its name and folder."""
        name = f"g{int(time.time()):x}-{secrets.token_hex(3)}"
        path = self.path(name)
        path.mkdir(parents=True)
        return name, path

    def publish(self, manifest: Manifest) -> None:
        """Make a finished generation the current one, and remove all but it and the one before."""
        before = self.current()
        fresh = self.folder / f".{_POINTER}.{secrets.token_hex(3)}"
        with fresh.open("w") as file:
            json.dump(asdict(manifest), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.folder / _POINTER)
        keep = {manifest.generation, before.generation if before else ""}
        for path in self.folder.glob("g*-*"):
            if path.is_dir() and path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)

    def discard(self, generation: str) -> None:
        """Remove a generation that was never published."""
        shutil.rmtree(self.path(generation), ignore_errors=True)

    @contextmanager
    def building(self) -> Iterator[None]:
        """One build at a time over all processes of this machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)


def save_vectors(path: Path, ids: list[str], digests: list[str], vectors: Vectors) -> None:
    """Write vectors with their product ids and profile digests to one file."""
    with path.open("wb") as file:
        np.savez(file, ids=np.array(ids, dtype=np.str_), digests=np.array(digests, dtype=np.str_), vectors=vectors)
        file.flush()
        os.fsync(file.fileno())


def load_vectors(path: Path) -> tuple[list[str], list[str], Vectors] | None:
    """(ids, digests, vectors) as saved; None where the file is missing or broken."""
    try:
        with np.load(path, allow_pickle=False) as saved:
            ids, digests = saved["ids"].tolist(), saved["digests"].tolist()
            vectors: Vectors = saved["vectors"].astype(np.float32, copy=False)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    if vectors.ndim != 2 or not len(ids) == len(digests) == len(vectors):
        return None
    return ids, digests, vectors
