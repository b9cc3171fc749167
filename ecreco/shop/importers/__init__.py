"""Import: catalogs, reviews, customers, orders, events and policy texts from the formats that shops have."""

from ecreco.shop.importers.report import ImportReport, SourceReport
from ecreco.shop.importers.run import import_sources

__all__ = ["ImportReport", "SourceReport", "import_sources"]
