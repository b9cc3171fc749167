"""What came of an import, for the operator, and the file of what was refused."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.items import Reject
from ecreco.shop.importers.sources import reason
from ecreco.shop.record_store import Changes

KINDS = ("products", "reviews", "customers", "orders", "events", "policies")


@dataclass(slots=True)
class SourceReport:
    """One source. merged: rows that repeated a record; reasons: how often each reason refused something.

    foreign: rows by a currency of their price that is not the shop's; breaks_off: the whole rows before the place
    at which the source breaks off, None where it does not.
    """

    name: str
    format: str
    rows: int = 0
    rejected_rows: int = 0
    rejected_fields: int = 0
    merged: int = 0
    changes: dict[str, Changes] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    breaks_off: int | None = None

    def count(self, kind: str, changes: Changes) -> None:
        """Add what a batch did."""
        if changes != Changes():
            self.changes[kind] = self.changes.get(kind, Changes()) + changes


@dataclass(slots=True)
class ImportReport:
    """What an import did. rejects: the reject file, None where nothing was refused. seconds: how long it took.

    currency: what the shop sells in; found_currency: the sources said so; assumed_currency: nobody did.
    """

    run: str
    currency: str = ""
    found_currency: bool = False
    assumed_currency: bool = False
    sources: list[SourceReport] = field(default_factory=list)
    rejects: Path | None = None
    seconds: float = 0.0

    @property
    def changes(self) -> Mapping[str, Changes]:
        """By kind of record, over all sources."""
        total: dict[str, Changes] = {}
        for source in self.sources:
            for kind, changes in source.changes.items():
                total[kind] = total.get(kind, Changes()) + changes
        return total

    @property
    def added(self) -> int:
        """Records that are new."""
        return sum(changes.added for changes in self.changes.values())

    @property
    def changed(self) -> int:
        """Records that are different now."""
        return sum(changes.changed for changes in self.changes.values())

    @property
    def rejected_rows(self) -> int:
        """Rows of which nothing was imported."""
        return sum(source.rejected_rows for source in self.sources)

    @property
    def rejected_fields(self) -> int:
        """Values that were dropped from rows that were imported."""
        return sum(source.rejected_fields for source in self.sources)

    def lines(self) -> Iterator[str]:
        """The report as plain lines."""
        for source in self.sources:
            rows, merged, refused = source.rows, source.merged, source.rejected_fields
            yield f"{source.name} ({source.format}): {counted(rows, 'row')} read, {source.rejected_rows:,} rejected"
            if merged:
                yield f"  {counted(merged, 'row')} repeated a record and {_was(merged)} merged into it"
            if refused:
                yield f"  {counted(refused, 'single value')} {_was(refused)} refused, the rest of the row kept"
            for kind in KINDS:
                if kind in source.changes:
                    found = source.changes[kind]
                    yield f"  {kind}: {found.added:,} added, {found.changed:,} changed, {found.same:,} the same"
            for why, count in source.reasons.most_common(5):
                yield f"  {count:,} × {why}"
        if self.rejects:
            yield f"What was refused, with line, field and reason: {self.rejects}"
        if self.found_currency:
            yield f"The shop sells in {self.currency}, as most prices in the sources say."
        yield f"Done in {self.seconds:.1f} s."

    def warnings(self) -> Iterator[str]:
        """What must not be overlooked, a line each."""
        for source in self.sources:
            if source.breaks_off is not None:
                yield f"{source.name}: the file breaks off after row {source.breaks_off:,}; what followed is missing."
            for code, rows in source.foreign.most_common():
                yield (
                    f"{source.name}: {counted(rows, 'row')} {'is' if rows == 1 else 'are'} priced in {code} and not in "
                    f"{self.currency}, which the shop sells in: imported without that price."
                )
        if self.assumed_currency:
            yield f"prices without a currency were read as {self.currency}: use --currency"


def counted(number: int, noun: str) -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


class RejectFile:
    """`rejects.csv`, made when the first value is refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None
        self.path: Path | None = None

    def write(self, source: str, reject: Reject) -> None:
        """Add a line. Raises OperatorError where the disk is full or read-only."""
        try:
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self.path = self._folder / "rejects.csv"
                self._file = self.path.open("w", newline="", encoding="utf-8")
                csv.writer(self._file).writerow(("source", "line", "field", "value", "reason", "kept"))
            cells = (
                source,
                reject.line,
                reject.field,
                _inert(reject.value),
                reject.reason,
                "no" if reject.row else "yes",
            )
            csv.writer(self._file).writerow(cells)
        except OSError as error:
            raise OperatorError(
                f"The reject file in {self._folder} cannot be written: {reason(error)}.", code="disk_full"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as failed:
                if error is None:
                    raise OperatorError(
                        f"The reject file in {self._folder} cannot be written: {reason(failed)}.", code="disk_full"
                    ) from failed


def _inert(value: str) -> str:
    """A value that a spreadsheet will show and not run."""
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) and len(value) > 1 else value
