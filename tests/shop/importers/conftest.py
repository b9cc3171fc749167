"""A shop to import into, and the real catalogs where they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecreco.shop.importers import ImportReport, import_sources
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

REPOSITORY = Path(__file__).parents[3]
MAPPINGS = REPOSITORY / "examples" / "mappings"


def shared(name: str) -> Path:
    """A file of the shared data. Skips the test where it is not there."""
    root = Path(os.environ.get("ECRECO_SHARED", REPOSITORY.parent / "shared"))
    path = root / name
    if not path.exists():
        pytest.skip(f"the shared data is not here ({path})")
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with Shop.open("test", Settings(home=tmp_path / "home", database_url=None), create=True) as opened:
        yield opened


Load = Callable[..., ImportReport]


@pytest.fixture
def load(shop: Shop, tmp_path: Path) -> Load:
    """Write a text or bytes to a file, import it, give the report."""

    def run(
        content: str | bytes, name: str = "source.csv", *, mapping: str | None = None, **options: str | None
    ) -> ImportReport:
        source = tmp_path / name
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        rules = None
        if mapping is not None:
            rules = tmp_path / "mapping.toml"
            rules.write_text(mapping)
        return import_sources(shop, [source], mapping=rules, **options)

    return run


def rejects(report: ImportReport) -> list[list[str]]:
    """The lines of the reject file below its header."""
    import csv

    if report.rejects is None:
        return []
    with report.rejects.open(newline="") as file:
        return list(csv.reader(file))[1:]
