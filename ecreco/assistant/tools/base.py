"""What every tool shares: who may call it, whether it writes, and how records become its two answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool

from ecreco.assistant import plain
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import ModelError
from ecreco.shop.records import Product

Level = Literal["guest", "verified", "signed_in"]
# Its context is a TurnContext; Any here because pydantic would resolve every name inside it for the tool's schema.
Runtime = ToolRuntime[Any, Any]
Answer = tuple[str, dict[str, Any]]  # what a model reads (fenced), what code reads (records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the gate holds a call of this tool to.

    ids: arguments that must be products seen in this conversation. limits: argument to (least, most).
    propose: for a write, the sentence the customer is asked to say yes to; raises ModelError where it cannot be done.
    """

    level: Level = "guest"
    ids: tuple[str, ...] = ()
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    propose: Callable[[TurnContext, Mapping[str, Any]], str] | None = None

    @property
    def writes(self) -> bool:
        return self.propose is not None


def make_tool(function: Callable[..., Answer], rule: Rule) -> BaseTool:
    """A LangChain tool named after the function; its docstring is what a model reads."""
    return StructuredTool.from_function(
        function, name=function.__name__, response_format="content_and_artifact", metadata={"rule": rule}
    )


def rule_of(tool: BaseTool | None) -> Rule:
    """The tool's rule; a tool without one is refused by the gate."""
    rule = (tool.metadata or {}).get("rule") if tool else None
    if not isinstance(rule, Rule):
        raise ModelError("This tool is not offered here.", code="unknown_tool", retry=False)
    return rule


def product_of(context: TurnContext, product_id: str) -> Product:
    """A product of the shop. Raises ModelError when there is none."""
    product = context.shop.catalog.find(product_id)
    if product is None or not product.active:
        raise ModelError(f"There is no product {product_id!r}.", code="unknown_product", retry=True)
    return product


def answer(artifact: dict[str, Any]) -> Answer:
    """The records, and the same as JSON in which every text is cleaned and fenced as data."""
    return json.dumps(_fenced(artifact), ensure_ascii=False, default=str), artifact


_FREE_TEXT = {"title", "text", "reason", "quote", "name", "summary", "line"}


def _fenced(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {k: _fenced(v, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_fenced(v, key) for v in value]
    if isinstance(value, str):
        return plain.fence("data", value) if key in _FREE_TEXT else plain.clean(value)
    return value
