"""Alembic migrations of the shop's database, run by `ecreco.shop.migrate` when a shop is opened.

A new one, after `tables.py` was changed (then set `migrate.HEAD` and read what was written):

    database = sqlite_database(Path("scratch.db")); migrate(database, Path("."))
    with database.write() as session:
        config = alembic_config(); config.attributes["connection"] = session.connection()
        command.revision(config, "what changes", autogenerate=True, rev_id="0002")
"""
