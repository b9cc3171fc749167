"""`ecreco replay`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ecreco.shop.settings import load_settings
from ecreco.ui.cli.common import ShopName, print_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help='one {"name", "arguments"} a line', exists=True, dir_okay=False),
    ],
    shop: ShopName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="work on a copy; the shop stays as it is")] = False,
) -> None:
    """Replay writes (tau2's tool names) through the shop's order rules.

    Identity and confirmation count as given. Prints {"accepted", "why"} for each line, then every changed record.
    """
    from ecreco.shop.aftersales import replay as replayed
    from ecreco.shop.shop import Shop

    with (
        Shop.open(shop, load_settings()) as opened,
        file.open(encoding="utf-8-sig", errors="replace") as lines,
    ):
        if not dry_run:
            for line in replayed(opened, lines):
                print_json(line)
            return
        with tempfile.TemporaryDirectory() as folder, opened.copy_to(Path(folder)) as copy:
            for line in replayed(copy, lines):
                print_json(line)
