"""Rows by column name, whatever the source is written in: a table, JSON Lines or a YAML list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import yaml

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.cleaning import short
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow, Row, Table

_YAML_LIMIT = 20_000_000  # characters of one entry


class Rows(Protocol):
    """Rows that can be read more than once; header is None where each row brings its own names."""

    @property
    def header(self) -> tuple[str, ...] | None: ...

    def __iter__(self) -> Iterator[Row | BadRow]: ...


class TableRows:
    """Rows of a delimited source; after the last good one a cut-off tail as a bad row."""

    def __init__(self, source: Source, delimiter: str | None = None) -> None:
        self._table = Table(source, delimiter)
        self.header: tuple[str, ...] | None = self._table.header
        self.delimiter = self._table.delimiter

    def __iter__(self) -> Iterator[Row | BadRow]:
        yield from self._table


class JsonRows:
    """One JSON object a line. Values keep their JSON types until `as_text`."""

    header: tuple[str, ...] | None = None

    def __init__(self, source: Source) -> None:
        self._source = source
        if source.sample.lstrip().startswith("["):
            raise OperatorError(
                f"{source.name} is one JSON list; JSON Lines is needed, one object a line (jq -c '.[]' makes it).",
                code="not_json_lines",
            )

    def objects(self) -> Iterator[tuple[int, Mapping[str, Any]] | BadRow]:
        """The objects with their line."""
        stream = self._source.lines()
        last: BadRow | None = None
        number = 0
        for number, line in enumerate(stream, 1):
            if last:
                yield last
                last = None
            if not line.strip():
                continue
            try:
                value = json.loads(line, parse_constant=_no_number)
            except (ValueError, RecursionError) as error:
                last = BadRow(number, f"it is not valid JSON ({error})", line)
                continue
            if isinstance(value, dict):
                yield number, value
            else:
                yield BadRow(number, "it is not a JSON object", line)
        if last:
            cut = bool(stream.problem) or not stream.ends_whole
            yield BadRow(last.line, stream.problem or _cut_or(last, stream.ends_whole), last.text, cut=cut)
        elif stream.problem:
            yield BadRow(number + 1, stream.problem, cut=True)

    def __iter__(self) -> Iterator[Row | BadRow]:
        for found in self.objects():
            yield found if isinstance(found, BadRow) else Row(found[0], as_texts(found[1]))


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _cut_or(bad: BadRow, whole: bool) -> str:
    return bad.reason if whole else "the file ends in the middle of this row"


class YamlRows:
    """Entries of a YAML list at the top level, each parsed by itself, so that memory holds one entry."""

    header: tuple[str, ...] | None = None

    def __init__(self, source: Source) -> None:
        self._source = source
        first = next((line for line in source.sample.splitlines() if _matters(line)), "")
        if not first.startswith("- ") and first.rstrip() != "-":
            raise OperatorError(
                f"{source.name} is not a YAML list: its first line must begin with '- '.", code="not_a_yaml_list"
            )

    def __iter__(self) -> Iterator[Row | BadRow]:
        stream = self._source.lines()
        entry: list[str] = []
        start, size = 1, 0
        for number, line in enumerate(stream, 1):
            if line.startswith(("- ", "-\n", "-\r")):
                if entry:
                    yield self._parsed(start, entry)
                entry, start, size = [line], number, len(line)
            elif entry and size < _YAML_LIMIT:
                entry.append(line)
                size += len(line)
        if entry and stream.problem:
            yield BadRow(start, stream.problem, "".join(entry), cut=True)
        elif entry:
            yield self._parsed(start, entry)

    def _parsed(self, start: int, lines: list[str]) -> Row | BadRow:
        text = "".join(line for line in lines if line.strip() not in ("---", "..."))
        try:
            # a merchant's file is data: the safe loader builds nothing but plain values
            value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem", None) or "unreadable"
            return BadRow(start, f"it is not valid YAML ({mark})", text)
        found = value[0] if isinstance(value, list) and len(value) == 1 else None
        if not isinstance(found, dict):
            return BadRow(start, "it is not a table of names and values", text)
        return Row(start, as_texts(found))


def _matters(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "---", "%"))


def as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Values of JSON or YAML as the text a table would have; nested names as `a.b`, lists parted by bars."""
    return dict(_flat("", values))


def _flat(prefix: str, value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(value, list | tuple):
        yield prefix, "|".join(text for inner in value for _, text in _flat("", inner))
    elif value is None:
        yield prefix, ""
    elif isinstance(value, bool):
        yield prefix, "true" if value else "false"
    else:
        yield prefix, str(value)


def describe(header: Iterable[str]) -> str:
    """Column names for a message."""
    return short(", ".join(header), 300)
