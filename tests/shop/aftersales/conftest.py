"""The small invented shop, and the tau2 shop where its data is."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecreco.shop.importers import import_sources
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.aftersales.samples import fill

SHARED = Path(os.environ.get("ECRECO_SHARED", Path(__file__).parents[4] / "shared"))
FOLDER = SHARED / "data/after_sales"


@pytest.fixture
def desk(shop: Shop) -> Shop:
    """Ada, Ben, their orders, lamps and a chair."""
    fill(shop)
    return shop


@pytest.fixture
def store_desk(store: Shop) -> Shop:
    """The same in each database engine."""
    fill(store)
    return store


@pytest.fixture(scope="session")
def tau2_source() -> dict[str, Any]:
    """The tau2 retail file as it is."""
    path = FOLDER / "tau2_retail_db.json.gz"
    if not path.exists():
        pytest.skip(f"needs {path}, which is not here")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


@pytest.fixture(scope="session")
def tau2_tasks() -> list[dict[str, Any]]:
    """The training tasks with their gold actions."""
    path = FOLDER / "tau2_retail_tasks_train.json"
    if not path.exists():
        pytest.skip(f"needs {path}, which is not here")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def tau2_shop(tau2_source: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop imported from it, with its policy. Not to be written: take copies."""
    settings = Settings(home=tmp_path_factory.mktemp("tau2"), database_url=None, chroma_url=None)
    with Shop.open("tau2", settings, create=True) as opened:
        report = import_sources(opened, [FOLDER / "tau2_retail_db.json.gz"], format="tau2-retail")
        assert report.rejected_rows == report.rejected_fields == 0
        import_sources(opened, [FOLDER / "tau2_retail_policy.md"])
        yield opened
