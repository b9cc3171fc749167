"""Data quality: completeness, consistency and representativeness of a shop's data."""

from ecreco.shop.quality.check import check_quality
from ecreco.shop.quality.findings import Finding, QualityReport
from ecreco.shop.quality.page import render_page, write_page
from ecreco.shop.quality.terminal import print_quality

__all__ = ["Finding", "QualityReport", "check_quality", "print_quality", "render_page", "write_page"]
