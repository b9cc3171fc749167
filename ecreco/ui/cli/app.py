"""The commands, gathered. Heavy libraries load inside a command, so that `--help` answers at once."""

from __future__ import annotations

import typer

from ecreco.ui.cli import catalog, doctor, learning, people, replaying, serving, talking

app = typer.Typer(
    name="ecreco",
    help="A conversational shopping assistant that a shop runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (serving, catalog, talking, replaying, learning, doctor):
    room.register(app)
app.add_typer(people.app, name="staff")
