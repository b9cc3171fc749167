"""Sources of which nothing can be imported end the import with a sentence, and nothing is written."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers import import_sources
from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load
from tests.shop.importers.test_jsonl import lines

MAPPING = '[product]\nproduct_id = "id"\ntitle = "name"\n'


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", '{"record":"gadget"}\n{"record":"product"}\n', "all 2 rows were refused, most often since"),
        ("a.jsonl", '{"record":"product"}\n', "its only row was refused, since it has no title"),
        ("a.csv", "Handle,Title,Variant Price\n", "it has no rows"),
        ("a.csv", "Handle,Title,Variant Price\nx,,1\ny,,1\n", "all 2 rows were refused, since it has no title"),
        ("a.md", "# Rules\n\nNo section.\n", "begins with '## '"),
        ("a.xml", "<rss><channel></channel></rss>", "it has no rows"),
        ("a.xml", "<rss><chan", "XML is broken"),
    ],
)
def test_nothing_of_it(shop: Shop, load: Load, name: str, content: str, says: str) -> None:
    with pytest.raises(OperatorError, match=says) as caught:
        load(content, name, currency="EUR")
    assert caught.value.message.startswith(f"Nothing of {name} can be imported")
    assert (shop.catalog.count(), shop.info.currency, shop.imports.all()) == (0, "USD", [])


def test_header_only_with_a_mapping(load: Load) -> None:
    with pytest.raises(OperatorError, match="has no rows"):
        load("id,name\n", mapping=MAPPING)


def test_one_of_two_sources(shop: Shop, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.md"
    good.write_text(lines({"record": "product", "product_id": "1", "title": "Tea"}))
    bad.write_text("words\n")
    with pytest.raises(OperatorError, match=r"bad\.md"):
        import_sources(shop, [good, bad])
    assert shop.catalog.count() == 0


def test_a_file_that_breaks_off_says_so_loudly(shop: Shop, load: Load) -> None:
    rows = "".join(f"{n},Thing {n} {n * 7919 % 1009}\n" for n in range(1, 301))
    packed = gzip.compress(("id,name\n" + rows).encode(), compresslevel=1)
    report = load(packed[: len(packed) * 2 // 3], "a.csv.gz", mapping=MAPPING)
    count = shop.catalog.count()
    assert 50 < count < 300
    assert list(report.warnings()) == [f"a.csv.gz: the file breaks off after row {count}; what followed is missing."]
