"""One pass over a shop's products and one over its reviews, and the report of both."""

from __future__ import annotations

from datetime import UTC, datetime

from ecreco.shop.import_runs import ImportRun
from ecreco.shop.quality.completeness import Completeness
from ecreco.shop.quality.consistency import Consistency
from ecreco.shop.quality.findings import QualityReport, finding
from ecreco.shop.quality.representativeness import Representativeness
from ecreco.shop.shop import Shop


def check_quality(shop: Shop) -> QualityReport:
    """The data quality of everything active in a shop. Memory grows with titles, not with the texts of reviews."""
    completeness, representativeness = Completeness(), Representativeness()
    consistency = Consistency(shop.info.currency)
    families = 0
    for product in shop.catalog.all(kinds=("plain", "family", "variant")):
        consistency.add_product(product)
        if product.kind == "family":
            families += 1
            continue
        completeness.add_product(product)
        representativeness.add_product(product)
    for review in shop.reviews.all():
        completeness.add_review(review)
        consistency.add_review(review)
        representativeness.add_review(review)
    repeated = _repeated(shop)
    duplicates = finding(
        "consistency",
        "repeated ids",
        repeated[1],
        repeated[2],
        "[row|rows] of the last imports that repeated a record",
        count=repeated[0],
    )
    return QualityReport(
        shop=shop.info.name,
        title=shop.info.title,
        currency=shop.info.currency,
        made_at=datetime.now(UTC),
        products=completeness.products,
        families=families,
        reviews=representativeness.reviews,
        missing=dict(completeness.missing),
        findings=(*completeness.findings(), duplicates, *consistency.findings(), *representativeness.findings()),
        categories=dict(representativeness.categories.most_common()),
        departments=dict(representativeness.departments.most_common()),
        brands=dict(representativeness.brands.most_common()),
        prices=tuple(sorted(representativeness.prices)),
        bands=representativeness.bands(),
        ratings=dict(sorted(representativeness.ratings.items())),
        review_stars=dict(sorted(representativeness.review_stars.items())),
        reviewed=representativeness.reviewed,
        well_reviewed=representativeness.well_reviewed,
        brand_concentration=representativeness.brand_concentration,
    )


def _repeated(shop: Shop) -> tuple[int, list[str], int]:
    """(rows that repeated a product, by source, rows) of the newest import of every source."""
    latest: dict[str, ImportRun] = {}
    for run in shop.imports.all():
        latest.setdefault(run.source, run)
    merged = {source: int(run.counts.get("merged", 0)) for source, run in latest.items()}
    rows = sum(int(run.counts.get("rows", 0)) for run in latest.values())
    return sum(merged.values()), [f"{source}: {count:,}" for source, count in merged.items() if count], rows
