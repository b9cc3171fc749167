"""Alembic's entry: runs on the connection (and in the transaction) that `ecreco.shop.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from ecreco.shop.tables import metadata


def render_item(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Our own column types by their short names, which the template imports."""
    return type(item).__name__ if kind == "type" and type(item).__module__ == "ecreco.shop.columns" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
