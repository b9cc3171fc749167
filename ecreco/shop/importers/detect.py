"""Which format a source is in: told, by its name, or by what its first lines look like."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import find_delimiter

FORMATS = ("csv", "shopify", "woocommerce", "google", "jsonl", "yaml", "policies", "tau2-retail")
_SUFFIXES = {".md": "policies", ".markdown": "policies", ".yaml": "yaml", ".yml": "yaml", ".xml": "google",
             ".jsonl": "jsonl", ".ndjson": "jsonl"}  # fmt: skip


def find_format(source: Source, told: str | None) -> str:
    """One of FORMATS. Raises OperatorError for an unknown name."""
    if told is not None:
        if told not in FORMATS:
            raise OperatorError(f"There is no format {told!r}; known are {', '.join(FORMATS)}.", code="unknown_format")
        return told
    if source.suffix in _SUFFIXES:
        return _SUFFIXES[source.suffix]
    start = source.sample.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return "google"
    if start.startswith(("{", "[")):
        return "jsonl"
    if source.suffix in (".csv", ".tsv", ".tab", ".txt", ""):
        if source.suffix in (".txt", "") and any(line.startswith("## ") for line in start.splitlines()):
            return "policies"
        return format_of_header(header_of(source))
    return "csv"


def header_of(source: Source) -> Sequence[str]:
    """The column names in the first line."""
    reader = csv.reader(io.StringIO(source.sample, newline=""), delimiter=find_delimiter(source))
    return next((tuple(cell.strip() for cell in row) for row in reader if any(cell.strip() for cell in row)), ())


def format_of_header(header: Sequence[str]) -> str:
    """`csv` (which needs a mapping) unless the columns are those of an export that is known."""
    names = {name.casefold() for name in header}
    if {"handle", "title"} <= names and any(name.startswith(("variant ", "option1 ")) for name in names):
        return "shopify"
    if {"type", "sku", "name"} <= names and ("regular price" in names or "parent" in names):
        return "woocommerce"
    plain = {name.removeprefix("g:").replace("_", " ") for name in names}
    if {"id", "title", "price"} <= plain and plain & {"link", "image link", "availability", "google product category"}:
        return "google"
    return "csv"
