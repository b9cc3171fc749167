"""A turn of the embedded brain: what the customer wants, item by item, and the tool calls each needs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import ToolCall

from ecreco.assistant.reading import Act


@dataclass(slots=True)
class Item:
    """One want. kind: which composer words it. calls: run in order; results: their artifacts, same order."""

    kind: str
    text: str = ""
    ids: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    calls: list[ToolCall] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)

    def call(self, name: str, **arguments: Any) -> Item:
        """Add a tool call."""
        args = {key: value for key, value in arguments.items() if value is not None}
        self.calls.append(ToolCall(name=name, args=args, id=uuid.uuid4().hex, type="tool_call"))
        return self

    def result(self, kind: str) -> dict[str, Any] | None:
        """The first result of a kind."""
        return next((result for result in self.results if result.get("kind") == kind), None)


@dataclass(frozen=True, slots=True)
class Reroute:
    """An act that is better taken for another one."""

    act: Act


@dataclass(slots=True)
class Plan:
    """Items in the order said. Tool calls of all items go out one round at a time, in order."""

    items: list[Item] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)

    def open_calls(self) -> list[ToolCall]:
        """Calls not yet sent; marks them sent."""
        calls = [call for item in self.items for call in item.calls if call["id"] not in self.sent]
        self.sent.update(str(call["id"]) for call in calls)
        return calls

    def take(self, results: Mapping[str, dict[str, Any]]) -> None:
        """Give each item the artifacts of its calls."""
        for item in self.items:
            item.results = [results[str(call["id"])] for call in item.calls if str(call["id"]) in results]
