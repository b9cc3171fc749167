"""What the readers have found so far in one text: fields, spans, flags, and which characters are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ecreco.retrieval.quantities import Quantity


@dataclass(slots=True)
class Draft:
    """Mutable while one text is read; offsets are of the template's text."""

    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        """Whether no earlier reader took a part of text[start:end]."""
        return all(e <= start or end <= s for s, e, _ in self.spans)

    def take(self, start: int, end: int, kind: str) -> None:
        """Mark text[start:end] as read."""
        self.spans.append((start, end, kind))

    def flag(self, name: str) -> None:
        """Note something that is no constraint of its own."""
        if name not in self.flags:
            self.flags.append(name)

    def add(self, name: str, *values: str) -> None:
        """Append to a tuple field, each value once."""
        before: tuple[str, ...] = self.fields.get(name, ())
        self.fields[name] = before + tuple(v for v in dict.fromkeys(values) if v not in before)
