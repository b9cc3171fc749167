"""`ecreco train` and `ecreco evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.table import Table

from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import load_settings
from ecreco.ui.cli.common import AsJson, CaseFile, ShopName, console, print_json, progress

train_app = typer.Typer(help="One named training job.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(evaluate)
    app.add_typer(train_app, name="train")


def evaluate(
    kind: Annotated[Literal["search", "conversations"], typer.Argument(help="what the case file holds")],
    shop: ShopName,
    cases: CaseFile,
    as_json: AsJson = False,
    transcripts: Annotated[Path | None, typer.Option(help="write one JSON line a turn here (conversations)")] = None,
    baselines: Annotated[bool, typer.Option(help="measure the simple baselines beside it")] = True,
) -> None:
    """Run a case file and print figures."""
    from ecreco.ui.services import open_services

    here = open_services(shop, load_settings())
    with progress() as report:
        if kind == "search":
            from ecreco.recommender.evaluation import evaluate_search

            result = evaluate_search(here.recommender, cases, baselines=baselines)
        else:
            from ecreco.assistant.evaluation import evaluate_conversations

            result = evaluate_conversations(
                here.assistant, cases, transcripts=transcripts, baselines=baselines, progress=report
            )
    if as_json:
        print_json(result)
    else:
        _table(kind, result)


def _table(kind: str, result: dict[str, Any]) -> None:
    table = Table("measure", "value", title=f"{kind}")
    for name, value in _flat(result):
        table.add_row(name, f"{value:.4f}" if isinstance(value, float) else str(value))
    console.print(table)


def _flat(value: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, item in value.items():
        if isinstance(item, dict):
            rows += _flat(item, f"{before}{name} · ")
        elif not isinstance(item, list) or all(isinstance(part, int | float) for part in item):
            rows.append((before + name, item))
    return rows


def need(paths: list[Path]) -> None:
    """Raise OperatorError for the first training source that is not there."""
    for path in paths:
        if not path.exists():
            raise OperatorError(f"Training needs {path}, which is not there.", code="missing_source")


@train_app.command("reader")
def train_reader(
    data: Annotated[Path, typer.Option(help="folder with intents/clinc150_full.json.gz")] = Path("../shared/data"),
    out: Annotated[Path | None, typer.Option(help="where the weights go; unset: the package's own folder")] = None,
    card: Annotated[Path | None, typer.Option(help="write the model card here")] = Path("docs/models/reader.md"),
    cases: Annotated[Path, typer.Option(help="folder of hand-written messages to score on")] = Path(
        "tests/assistant/reading"
    ),
    seed: Annotated[int, typer.Option(help="seed of data and training")] = 7,
) -> None:
    """The message reader: what customers want, from generated messages; minutes on a CPU."""
    from ecreco.assistant.reading.train import train
    from ecreco.assistant.reading.training_data import CLINC, TrainingPlan

    need([data / CLINC])
    train(out, data=data, plan=TrainingPlan(seed=seed), say=console.print, card=card, cases=cases)
