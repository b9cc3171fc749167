# ruff: noqa: E501 - samples of a line each
"""Files damaged at random: every reader either says in a sentence what is wrong or gives items, never anything else."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.google import GoogleReader
from ecreco.shop.importers.items import Reader
from ecreco.shop.importers.jsonl import RecordReader
from ecreco.shop.importers.mapped import MappedReader
from ecreco.shop.importers.mapping import parse_mapping
from ecreco.shop.importers.merging import MergedItems
from ecreco.shop.importers.policy_text import PolicyReader
from ecreco.shop.importers.rows import JsonRows, TableRows, YamlRows
from ecreco.shop.importers.shopify import ShopifyReader
from ecreco.shop.importers.sources import Source, open_sources
from ecreco.shop.importers.woocommerce import WooCommerceReader
from tests.shop.importers import test_google, test_jsonl, test_shopify, test_woocommerce

RULES = parse_mapping(
    {
        "shop": {"currency": "EUR"},
        "product": {
            "product_id": "id", "title": {"column": "name"}, "price": "price", "rating": "price", "stock": "price",
            "brand": {"column": "name", "transform": "brand_from_title"},
            "reviews": [{"layout": "joined", "ids": "name", "titles": "name", "texts": "price"}],
        },
    },
    "m.toml",
)  # fmt: skip
TABLE = 'id,name,price\n1,"Tea, green",3\n2,Milk,"1.099,00 €"\n1,Tea,4\n'
READERS: dict[str, tuple[str, Callable[[Source], Reader]]] = {
    "table": (TABLE, lambda s: MappedReader(TableRows(s), RULES, s.name)),
    "objects": ('{"id":1,"name":"Tea","price":[1]}\n{"id":2,"name":{"a":1}}\n', lambda s: MappedReader(JsonRows(s), RULES, s.name)),
    "yaml": ("- id: a\n  name: Tea\n  price: 3\n- id: b\n  name: Jam\n", lambda s: MappedReader(YamlRows(s), RULES, s.name)),
    "shopify": (test_shopify.FILE, lambda s: ShopifyReader(s, "EUR")),
    "woocommerce": (test_woocommerce.FILE, lambda s: WooCommerceReader(s, "EUR")),
    "tsv": (test_google.TSV, lambda s: GoogleReader(s, "USD")),
    "xml": (test_google.XML, lambda s: GoogleReader(s, "USD")),
    "records": (test_jsonl.lines(*test_jsonl.RECORDS), lambda s: RecordReader(s, "GBP")),
    "policies": ("# A\n\n## B\ntext\n\n## C\nmore\n", PolicyReader),
}  # fmt: skip

damages = st.lists(
    st.tuples(st.sampled_from(["cut", "flip", "put", "swap"]), st.floats(0, 1), st.binary(min_size=1, max_size=6)),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, damage: list[tuple[str, float, bytes]]) -> bytes:
    for kind, place, extra in damage:
        at = int(place * len(content))
        if kind == "cut":
            content = content[:at]
        elif kind == "flip":
            content = content[:at] + extra + content[at + len(extra) :]
        elif kind == "put":
            content = content[:at] + extra + content[at:]
        else:
            content = content[at:] + content[:at]
    return content


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages)
def test_no_damage_escapes(tmp_path: Path, kind: str, packed: bool, damage: list[tuple[str, float, bytes]]) -> None:
    content, reader = READERS[kind]
    raw = content.encode()
    path = tmp_path / "source"
    path.write_bytes(damaged(gzip.compress(raw), damage) if packed else damaged(raw, damage))
    failed: OperatorError | None = None
    try:
        for source in open_sources(path):
            for item in MergedItems(reader(source)):
                assert all(product.product_id and product.title for product in item.products)
                assert all(reject.reason and "\n" not in reject.reason for reject in item.rejects)
    except OperatorError as error:
        failed = error
    if failed is not None:
        assert "\n" not in failed.message
        assert "source" in failed.message or "m.toml" in failed.message
