"""`ecreco staff add`."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

import typer

from ecreco.shop.settings import load_settings
from ecreco.ui.cli.common import console

app = typer.Typer(help="Desk accounts.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Desk accounts."""


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="log-in name")],
    role: Annotated[Literal["agent", "lead", "merchant"], typer.Option(help="what they may do")] = "agent",
    shop: Annotated[str, typer.Option("--shop", help="the shop's name")] = "demo",
    password: Annotated[
        str | None, typer.Option(help="leave out to have one made and shown once", hide_input=True)
    ] = None,
) -> None:
    """Make a desk account."""
    from ecreco.shop.shop import Shop

    chosen = password or secrets.token_urlsafe(12)
    with Shop.open(shop, load_settings()) as opened:
        opened.staff.add(name, role, chosen)
    console.print(f"Desk account {name!r} ({role}) made." + ("" if password else f" Password, shown once: {chosen}"))
