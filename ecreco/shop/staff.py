"""Accounts of the support desk."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from ecreco.shop.columns import now
from ecreco.shop.database import Database
from ecreco.shop.errors import OperatorError
from ecreco.shop.tables import staff

MIN_PASSWORD = 8
_N, _R, _P = 2**14, 8, 1  # scrypt cost: about 16 MB and some 50 ms a check
_ROLE = re.compile(r"[a-z][a-z0-9_-]{0,29}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One account."""

    name: str
    role: str
    created_at: datetime


class Staff:
    """Accounts by name. Passwords are kept as salted scrypt digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: str, password: str) -> StaffMember:
        """Make an account. Raises OperatorError (`bad_staff`, `weak_password`, `staff_exists`)."""
        if not _NAME.fullmatch(name) or not _ROLE.fullmatch(role):
            raise OperatorError(
                "A staff name is letters, digits and . _ @ -; a role is one lower-case word.",
                code="bad_staff",
                status=422,
            )
        hashed, at = hash_password(password), now()
        with self._database.write() as session:
            self._database.serialise(session, "staff")
            if session.execute(select(staff.c.name).where(staff.c.name == name)).first() is not None:
                raise OperatorError(f"There is a desk account {name} already.", code="staff_exists", status=409)
            session.execute(insert(staff).values(name=name, role=role, password_hash=hashed, created_at=at))
        return StaffMember(name=name, role=role, created_at=at)

    def check(self, name: str, password: str) -> StaffMember | None:
        """The account, if the password is its own. An unknown name takes as long as a wrong password."""
        with self._database.read() as session:
            row = session.execute(select(staff).where(staff.c.name == name)).mappings().first()
        right = password_fits(password, row["password_hash"] if row else _NOBODY)
        if row is None or not right:
            return None
        return StaffMember(name=row["name"], role=row["role"], created_at=row["created_at"])

    def set_password(self, name: str, password: str) -> None:
        """Change an account's password. Raises OperatorError (`unknown_staff`, `weak_password`)."""
        statement = update(staff).where(staff.c.name == name).values(password_hash=hash_password(password))
        with self._database.write() as session:
            if session.execute(statement.returning(staff.c.name)).first() is None:
                raise OperatorError(f"There is no desk account {name}.", code="unknown_staff", status=404)

    def all(self) -> list[StaffMember]:
        """Every account by name."""
        query = select(staff.c.name, staff.c.role, staff.c.created_at).order_by(staff.c.name)
        with self._database.read() as session:
            return [StaffMember(name=row[0], role=row[1], created_at=row[2]) for row in session.execute(query)]


def hash_password(password: str) -> str:
    """`scrypt$N$r$p$salt$digest`. Raises OperatorError(code="weak_password")."""
    if len(password) < MIN_PASSWORD:
        raise OperatorError(f"A password needs at least {MIN_PASSWORD} characters.", code="weak_password", status=422)
    salt = secrets.token_bytes(16)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _b64(salt), _b64(_scrypt(password, salt, _N, _R, _P))))


def password_fits(password: str, stored: str) -> bool:
    """Whether the password gives the stored digest, compared in constant time."""
    _, n, r, p, salt, digest = stored.split("$")
    found = _scrypt(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(digest))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=n, r=r, p=p, dklen=32)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


# What an unknown name is checked against: no password gives 32 zero bytes.
_NOBODY = "$".join(("scrypt", str(_N), str(_R), str(_P), _b64(bytes(16)), _b64(bytes(32))))
