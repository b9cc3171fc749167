from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from ecreco.shop.errors import OperatorError
from ecreco.shop.quality import QualityReport, check_quality, print_quality, render_page, write_page
from ecreco.shop.shop import Shop
from tests.shop.quality.conftest import product, review


@pytest.fixture
def report(shop: Shop) -> QualityReport:
    shop.catalog.upsert(
        [
            product("a", "<script>alert(1)</script> $5 kettle ₹", brand="日本 [red]", list_price=1),
            product("b", "Pot", price=2500, brand="Other", category=("A & B",)),
        ]
    )
    shop.reviews.upsert([review("r", "a", rating=5.0)])
    return check_quality(shop)


def test_the_page_stands_alone_and_is_safe(report: QualityReport) -> None:
    page = render_page(report)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "Test &lt;b&gt;shop&lt;/b&gt;" in page
    assert all(target.startswith("#") for target in re.findall(r"(?:src|href)=[\"']([^\"']*)", page))
    assert page.count("<svg") == 4
    assert not re.search(r"@import|url\((?!#)", page)


def test_an_empty_shop_has_a_page(shop: Shop) -> None:
    assert "Data quality of" in render_page(check_quality(shop))


def test_it_is_written(report: QualityReport, tmp_path: Path) -> None:
    path = write_page(report, tmp_path / "reports")
    assert path == tmp_path / "reports" / "quality.html"
    assert [p.name for p in path.parent.iterdir()] == ["quality.html"]
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="cannot be written"):
        write_page(report, tmp_path / "file")


def test_the_terminal(report: QualityReport) -> None:
    out = io.StringIO()
    print_quality(report, Console(file=out, width=120))
    text = out.getvalue()
    assert "2 products" in text
    assert "list price is below their price" in text
    assert "<script>alert(1)</script>" in text
    assert "100.0%" in text
    assert "Prices from €10.00 to €25.00" in text
