"""`ecreco train` and `ecreco evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.table import Column, Table

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
    """Ours and the baselines side by side, then the breakdowns, then what is left."""
    own = {name: value for name, value in result.items() if isinstance(value, int | float)}
    systems = {"ecreco": result, **result.get("systems", {})}
    side_by_side = Table("system", *(Column(name, overflow="fold") for name in own), title=kind)
    for name, figures in systems.items():
        side_by_side.add_row(name, *(_cell(figures, measure) for measure in own))
    console.print(side_by_side)
    for name, group in result.items():
        if name != "systems" and isinstance(group, dict) and group:
            console.print(_breakdown(name, group))


def _breakdown(title: str, group: dict[str, Any]) -> Table:
    rows = {name: value for name, value in group.items() if isinstance(value, dict)}
    if len(rows) < len(group):
        table = Table("measure", "value", title=title)
        for name, value in group.items():
            table.add_row(name, _number(value))
        return table
    columns = list(dict.fromkeys(measure for value in rows.values() for measure in value))
    table = Table("", *columns, title=title)
    for name, value in rows.items():
        table.add_row(name, *(_number(value.get(measure)) for measure in columns))
    return table


def _cell(figures: dict[str, Any], measure: str) -> str:
    interval = figures.get(f"{measure}_interval")
    spread = f"  [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
    return _number(figures.get(measure)) + spread


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


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


@train_app.command("scorer")
def train_scorer(
    shops: Annotated[list[str], typer.Option("--shop", help="a shop to learn from; several may be named")],
    out: Annotated[Path | None, typer.Option(help="where the weights go; unset: the package's own folder")] = None,
    seed: Annotated[int, typer.Option(help="seed of data and training")] = 7,
    epochs: Annotated[int, typer.Option(min=1)] = 1,
    rate: Annotated[float, typer.Option(help="learning rate")] = 6e-4,
    weight_decay: Annotated[float, typer.Option(min=0)] = 0.01,
    dropout: Annotated[float, typer.Option(min=0, max=0.9)] = 0.05,
    rank: Annotated[int, typer.Option(help="of the LoRA matrices", min=1)] = 16,
    frozen_layers: Annotated[int, typer.Option(help="lowest BERT layers that stay as they are", min=0, max=5)] = 3,
    queries: Annotated[int, typer.Option(help="generated queries a shop", min=20)] = 1000,
    minutes: Annotated[float, typer.Option(help="wall-clock budget", min=1)] = 20.0,
) -> None:
    """The relevance scorer: BERT on queries made from products and reviews, hard negatives from our search."""
    from ecreco.recommender.scorer import WEIGHTS
    from ecreco.recommender.train_scorer import TrainingOptions, train

    options = TrainingOptions(
        seed=seed,
        epochs=epochs,
        learning_rate=rate,
        weight_decay=weight_decay,
        dropout=dropout,
        rank=rank,
        frozen_layers=frozen_layers,
        queries_per_shop=queries,
        minutes=minutes,
    )
    report = train(load_settings(), shops, out or WEIGHTS, options, say=console.print)
    console.print(f"Written to {out or WEIGHTS} in {report['seconds']} s.", markup=False)
