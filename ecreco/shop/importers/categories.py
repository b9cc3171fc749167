"""Category paths: from a source's spelling to a path, and to words a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecreco.shop.importers.cleaning import one_line

# "SmallKitchenAppliances" and "HDMICables" fall into words; "USB", "4K" and "In-Ear" stay whole.
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{3,})|(?<=[A-Z])(?=to[A-Z])|(?<=[A-Z]to)(?=[A-Z])")
_JOINER = re.compile(r"\s*(&|,|/)\s*")


def split_path(text: str, separator: str | None) -> tuple[str, ...]:
    """`Electronics|Cables|USBCables` to its segments, spelled as the source spells them, blanks left out.

    Without a separator, the first of ` > `, `|`, `>` , ` / ` that occurs parts the path.
    """
    found = separator or next((s for s in (" > ", "|", ">", " / ") if s in text), None)
    parts = text.split(found) if found else [text]
    return unique(one_line(part) for part in parts)


def unique(segments: Iterable[str]) -> tuple[str, ...]:
    """Segments without blanks and without one that says what the one before it said."""
    path: list[str] = []
    for segment in segments:
        if segment and (not path or path[-1].casefold() != segment.casefold()):
            path.append(segment)
    return tuple(path)


def readable_category(segment: str) -> str:
    """`Computers&Accessories` as `Computers & Accessories`, `USBCables` as `USB Cables`; readable ones unchanged."""
    if " " not in segment.strip():
        segment = _CAMEL.sub(" ", segment)
    segment = _JOINER.sub(lambda m: ", " if m[1] == "," else f" {m[1]} ", segment)
    return " ".join(segment.split())


def merge_paths(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Two paths of one product: the longer where one continues the other, else the first and what it lacks."""
    if second[: len(first)] == first:
        return second
    if first[: len(second)] == second:
        return first
    known = {segment.casefold() for segment in first}
    return (*first, *(segment for segment in second if segment.casefold() not in known))
