"""Alembic's entry: runs on the connection (and in the transaction) that `ecreco.shop.migrate` hands over."""

from __future__ import annotations

from alembic import context

from ecreco.shop.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
