"""Facts that sources run together in one cell: `Item Weight998 g Scale1:22.5` or `ItemWeight:8ounces|ASIN:B0...`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ecreco.shop.importers.cleaning import one_line
from ecreco.shop.importers.transforms import is_nothing


def labelled_facts(cell: str, labels: Mapping[str, str], stops: Iterable[str]) -> dict[str, str]:
    """The values behind known labels of a cell that has no separators, by the attribute each label is kept as.

    labels: label in the cell → attribute name. A value ends where the next label or stop word begins. A label that
    occurs twice keeps its first value. Labels are matched with and without their blanks (`ItemWeight`).
    """
    known = {_squeezed(label): name for label, name in labels.items()}
    words = sorted({*labels, *stops}, key=len, reverse=True)
    any_label = re.compile(r"(?<![a-z])(?:" + "|".join(_pattern(word) for word in words) + r")\s*:?\s*")
    text = one_line(cell)
    found: dict[str, str] = {}
    marks = list(any_label.finditer(text))
    for at, mark in enumerate(marks):
        name = known.get(_squeezed(mark[0]))
        if name is None or name in found:
            continue
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        value = _value(text[mark.end() : end])
        if value:
            found[name] = value
    return found


def _value(text: str) -> str:
    value = text.strip(" |;,:\u00a0")
    if len(value) > 120 or is_nothing(value):
        return ""
    # what a page squeezed together: "8months-8years", "9.8x2x12.5inches"
    if " " not in value and re.search(r"\d.*[a-z]|[a-z].*\d", value):
        value = re.sub(r"(?<=\d)(?=[a-wyz][a-z]+)", " ", value)
        value = re.sub(r"(?<=[a-z])-(?=\d)", " - ", value)
        value = re.sub(r"(?<=\d)x(?=\d)", " x ", value)
        value = re.sub(r"(?<=[a-z])and(?=up\b)", " and ", value)
        value = re.sub(
            r"(?<=\d)(?=A{2,3}|[CD]b)|(?<=[A-Z\d])(?=batter)|(?<=[a-z])(?=required)|(?<=\.)(?=\()", " ", value
        )
    return value


def _pattern(label: str) -> str:
    return r"\s*".join(re.escape(word) for word in label.split())


def _squeezed(label: str) -> str:
    return re.sub(r"[\s:]", "", label).casefold()
