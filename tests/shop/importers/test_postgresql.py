"""The import on PostgreSQL: the same counts, the same second time."""

from __future__ import annotations

from pathlib import Path

from ecreco.shop.importers import import_sources
from ecreco.shop.quality import check_quality
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.shop.importers import test_jsonl, test_shopify


def test_import_twice(postgresql_settings: Settings, tmp_path: Path) -> None:
    products, records = tmp_path / "products.csv", tmp_path / "records.jsonl"
    products.write_text(test_shopify.FILE)
    records.write_text(test_jsonl.lines(*test_jsonl.RECORDS))
    with Shop.open("test", postgresql_settings, create=True) as shop:
        assert import_sources(shop, [products, records]).added == 5 + 6
        again = import_sources(shop, [products, records])
        assert (again.added, again.changed) == (0, 0)
        assert check_quality(shop).products == 4
