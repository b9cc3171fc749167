"""Delimited text: which delimiter, which columns, and rows with the line they began on."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.sources import LineStream, Source

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# A quoted field may hold line ends, but a record beyond these sizes is a quote that was never closed.
_MAX_LINES, _MAX_CHARS = 2_000, 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record. line: where it begins, counted from 1, the header being line 1 of most files."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that could not be read, with the reason a person can act on."""

    line: int
    reason: str
    text: str = ""
    cut: bool = False  # the source breaks off here


def find_delimiter(source: Source) -> str:
    """The delimiter whose header has the most columns, the records below agreeing with it.

    Raises OperatorError where no delimiter gives more than one column.
    """
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(source.sample, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        rows = [row for row in rows[:50] if row]
        if not rows or len(rows[0]) < 2:
            continue
        width = len(rows[0])
        body = rows[1:-1] or rows[1:]
        agree = sum(len(row) == width for row in body) / len(body) if body else 1.0
        named = sum(bool(name.strip()) for name in rows[0])
        score = (round(agree, 1), named)
        if score > best_score:
            best, best_score = delimiter, score
    if not best_score[1]:
        raise OperatorError(
            f"{source.name} is not a table: no line has columns parted by {', '.join(_NAMES.values())}.",
            code="not_a_table",
        )
    return best


class Table:
    """Rows of a delimited source, streamed. `problem` says, after the last row, why it broke off, if it did."""

    def __init__(self, source: Source, delimiter: str | None = None) -> None:
        self.delimiter = delimiter or find_delimiter(source)
        self.name = source.name
        self._source = source
        self.header = self._read_header()
        self.problem: str | None = None

    def _read_header(self) -> tuple[str, ...]:
        for record in _Records(self._source.lines(), self.delimiter):
            if isinstance(record, BadRow):
                raise OperatorError(f"{self.name}: the header line cannot be read: {record.reason}.", code="bad_header")
            names = tuple(cell.strip() for cell in record[1])
            if any(names):
                return names
        raise OperatorError(f"{self.name} has no header line.", code="bad_header")

    def __iter__(self) -> Iterator[Row | BadRow]:
        stream = self._source.lines()
        records = _Records(stream, self.delimiter)
        before: tuple[int, list[str]] | None = None
        seen_header = False
        for record in records:
            if isinstance(record, BadRow):
                if before:
                    yield self._row(before)
                    before = None
                yield record
                continue
            if not any(cell.strip() for cell in record[1]):
                continue
            if not seen_header:
                seen_header = True
                continue
            if before:
                yield self._row(before)
            before = record  # one behind: only the last record can have been cut off
        self.problem = stream.problem
        if before:
            cut = stream.problem or (not stream.ends_whole and len(before[1]) < len(self.header))
            if cut:
                why = stream.problem or "the file ends in the middle of this row"
                yield BadRow(before[0], why, "".join(before[1]), cut=True)
            else:
                yield self._row(before)

    def _row(self, record: tuple[int, list[str]]) -> Row | BadRow:
        line, cells = record
        width = len(self.header)
        if any(cell.strip() for cell in cells[width:]):
            return BadRow(line, f"it has {len(cells)} columns where the header has {width}", self.delimiter.join(cells))
        cells = cells[:width] + [""] * (width - len(cells))
        return Row(line, dict(zip(self.header, cells, strict=True)))


class _Records:
    """csv.reader with the line each record began on, and a way out of a quote that is never closed."""

    def __init__(self, lines: LineStream, delimiter: str) -> None:
        self._lines = iter(lines)
        self._stream = lines
        self._delimiter = delimiter
        self._pushed: deque[str] = deque()
        self._taken: list[str] = []
        self._number = 0
        self._exhausted = False

    def _feed(self) -> Iterator[str]:
        size = 0
        while True:
            if len(self._taken) > _MAX_LINES or size > _MAX_CHARS:
                raise _Runaway
            if not self._taken:
                size = 0
            line = self._pushed.popleft() if self._pushed else next(self._lines, None)
            if line is None:
                self._exhausted = True
                return
            self._number += 1
            self._taken.append(line)
            size += len(line)
            yield line.replace("\x00", "")

    def __iter__(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        while not self._exhausted or self._pushed:
            self._exhausted = False
            yield from self._until_trouble()

    def _until_trouble(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        """Records until the reader must be started anew."""
        # the limit is the process's; ours is in _feed, so the module's only has to be out of the way
        csv.field_size_limit(2 * _MAX_CHARS)
        reader = csv.reader(self._feed(), delimiter=self._delimiter)
        while True:
            try:
                cells = next(reader, None)
            except _Runaway:
                yield self._drop_first("a quotation mark in it is never closed")
                return
            except csv.Error as error:
                yield self._drop_first(str(error))
                return
            if cells is None:
                return
            taken, self._taken = self._taken, []
            start = self._number - len(taken) + 1
            if self._exhausted:  # the reader asked for more and there was none: a quote is still open
                self._taken = taken
                why = self._stream.problem or "the file ends inside quotation marks"
                if len(taken) > 50:
                    yield self._drop_first("a quotation mark in it is never closed")
                else:
                    self._taken = []
                    yield BadRow(start, why, "".join(taken), cut=True)
                return
            yield start, cells

    def _drop_first(self, why: str) -> BadRow:
        """Give up the first line of the record at hand and read the others again as records of their own."""
        taken, self._taken = self._taken, []
        start = self._number - len(taken) + 1
        self._pushed.extendleft(reversed(taken[1:]))
        self._number -= len(taken) - 1
        return BadRow(start, why, taken[0] if taken else "")


class _Runaway(Exception):
    """A record that has grown too large to be one."""
