"""The quality report as one HTML page that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.categories import readable_category
from ecreco.shop.money import format_money
from ecreco.shop.quality.findings import QualityReport, percentage
from ecreco.shop.quality.plots import plots
from ecreco.shop.quality.terminal import SIDES

_WORDS = {"mend": "mend", "look": "look", "fine": "fine"}
_LONGEST = 12


def render_page(report: QualityReport) -> str:
    """The page. Every text of the shop is escaped; only our own plots are inserted as they are."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    made = dict.fromkeys(("missing", "prices", "ratings", "brands"), "") | plots(report)
    bands = {
        f"{format_money(low, report.currency)} to {format_money(high, report.currency)}": count
        for low, high, count in report.bands
    }
    tables = [
        _table("Departments", _readable(report.departments)),
        _table("Largest categories", _readable(report.categories)),
        _table("Leading brands", report.brands),
        _table("Price bands, a fifth of the products each", bands),
    ]
    return template.render(report=report, plots=made, sides=SIDES, words=_WORDS, tables=tables, share=percentage)


def write_page(report: QualityReport, folder: Path) -> Path:
    """Write `folder/quality.html`, aside and then in place of the last one. Raises OperatorError on a full disk."""
    path = folder / "quality.html"
    aside = folder / ".quality.html.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.write_text(render_page(report), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise OperatorError(f"{path} cannot be written: {error.strerror}.", code="report_unwritable") from error
    return path


def _table(name: str, counts: Mapping[str, int]) -> tuple[str, list[tuple[str, int]], int]:
    rows = list(counts.items())[:_LONGEST]
    return name, rows, max((count for _, count in rows), default=1)


def _readable(categories: Mapping[str, int]) -> dict[str, int]:
    """Paths as people read them, the narrowest two segments; the largest count where two read alike."""
    readable: dict[str, int] = {}
    for path, count in categories.items():
        readable.setdefault(" › ".join(readable_category(part) for part in path.split(" > ")[-2:]), count)
    return readable
