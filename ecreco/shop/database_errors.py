"""What a database says when the machine is at fault, as one sentence an operator can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ecreco.shop.errors import OperatorError

# A piece of the driver's message (lower case) → the code and the sentence that follows "The database X".
_SAYINGS = (
    (("disk is full", "no space left", "disk full"), "disk_full", "cannot be written: the disk is full."),
    (("is locked", "lock timeout", "deadlock"), "database_busy", "is busy: another process is writing to it."),
    (("not a database",), "database_corrupt", "is not a database file."),
    (("malformed",), "database_corrupt", "is damaged; restore it from a backup."),
    (("readonly", "read-only"), "database_read_only", "cannot be written: it is read-only."),
    (("unable to open",), "database_unreachable", "cannot be opened; check the folder and its permissions."),
    (("disk i/o error",), "database_io", "cannot be read or written: the disk reports an error."),
    (("permission denied",), "database_read_only", "refuses this user: permission denied."),
    (("does not exist",), "database_unreachable", "does not exist."),
    (("authentication failed", "no password"), "database_unreachable", "refuses the log-in."),
    (
        ("connection", "could not translate", "failed to resolve"),
        "database_unreachable",
        "cannot be reached; check that it runs and that ECRECO_DATABASE_URL is right.",
    ),
    (("out of range", "too large"), "value_out_of_range", "refuses a number that is too large."),
)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn the driver's errors into OperatorError. A broken constraint or bad SQL is a bug and stays itself."""
    try:
        yield
    except (IntegrityError, ProgrammingError) as error:
        if "permission denied" in str(error.orig).lower():
            raise operator_error(where, str(error.orig)) from error
        raise
    except PoolTimeout as error:
        raise OperatorError(f"{where} has no free connection.", code="database_busy", status=503) from error
    except (DBAPIError, sqlite3.Error, OverflowError) as error:
        raise operator_error(where, str(getattr(error, "orig", None) or error)) from error


def operator_error(where: str, said: str) -> OperatorError:
    """The sentence for what the driver said."""
    lowered = said.lower()
    for pieces, code, sentence in _SAYINGS:
        if any(piece in lowered for piece in pieces):
            return OperatorError(f"{where} {sentence}", code=code, status=503)
    first = lowered.splitlines()[0] if lowered else "no reason given"
    return OperatorError(f"{where} failed: {first}.", code="database_failed", status=503)
