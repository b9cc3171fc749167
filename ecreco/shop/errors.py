"""The three kinds of error: for the customer, for the model, for the operator."""

from __future__ import annotations


class EcrecoError(Exception):
    """Base of all expected errors. `code` is stable; `message` is one readable sentence.

    `status` is the HTTP status a door answers with.
    """

    def __init__(self, message: str, *, code: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


class CustomerError(EcrecoError):
    """Something the customer can read and act on: kind and plain, never a detail of the inside."""


class ModelError(EcrecoError):
    """What a tool tells the model: try again with other arguments (`retry`) or stop, and why."""

    def __init__(self, message: str, *, code: str, retry: bool) -> None:
        super().__init__(message, code=code, status=422)
        self.retry = retry


class OperatorError(EcrecoError):
    """Something the person who runs the shop must mend: logged with ids, one line on the terminal."""

    def __init__(self, message: str, *, code: str, status: int = 500) -> None:
        super().__init__(message, code=code, status=status)


class NotFound(CustomerError):
    """A record that is not there (or not this customer's: the two must look alike)."""

    def __init__(self, message: str, *, code: str = "not_found") -> None:
        super().__init__(message, code=code, status=404)
