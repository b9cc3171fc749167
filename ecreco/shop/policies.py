"""The shop's policy texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import delete, insert, select

from ecreco.shop.database import Database
from ecreco.shop.record_store import content_hash, set_version
from ecreco.shop.records import Policy
from ecreco.shop.tables import policies, versions

_FIELDS = tuple(field.name for field in fields(Policy))


class Policies:
    """All sections, replaced together: a policy is one text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, sections: Sequence[Policy]) -> None:
        """Put these sections in place of all there were."""
        rows = [{name: getattr(section, name) for name in _FIELDS} for section in sections]
        with self._database.write() as session:
            self._database.serialise(session, "policies")
            session.execute(delete(policies))
            if rows:
                session.execute(insert(policies), rows)
            set_version(session, "policies", content_hash({"policies": rows}))

    def all(self) -> list[Policy]:
        """Every section in the source's order."""
        query = select(policies).order_by(policies.c.position, policies.c.policy_id)
        with self._database.read() as session:
            return [Policy(**{name: row[name] for name in _FIELDS}) for row in session.execute(query).mappings()]

    def version(self) -> str:
        """A value that is different whenever the texts are."""
        with self._database.read() as session:
            return session.execute(select(versions.c.value).where(versions.c.name == "policies")).scalar() or "empty"
