"""What commands share: options, progress bars, JSON output."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecreco.shop.money import format_money, to_minor

console = Console()
errors = Console(stderr=True)

ShopName = Annotated[str, typer.Option("--shop", help="the shop's name, a folder under $ECRECO_HOME/shops")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object")]
CaseFile = Annotated[
    Path, typer.Option("--cases", help="case file, one JSON object a line", exists=True, dir_okay=False)
]


class Report(Protocol):
    """Told of each step of long work: which stage, how much is done, of how much where that is known."""

    def __call__(self, stage: str, done: int, total: int | None = None) -> None: ...


@contextmanager
def progress() -> Iterator[Report]:
    """A bar a stage, on stderr so that `--json` stays clean: report(stage, done, total)."""
    with Progress(
        TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=errors
    ) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int | None = None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def print_json(value: Any) -> None:
    """One JSON object, nothing else, on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def shown_price(card: Mapping[str, Any]) -> str:
    """A card's price as customers read it."""
    if card["price"] is None:
        return "price not listed"
    return format_money(to_minor(card["price"], card["currency"]), card["currency"])
