"""Alembic migrations of the shop's database, run by `ecreco.shop.migrate`."""
