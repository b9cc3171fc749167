"""A circuit breaker: after repeated failures a broken server is left alone for a while."""

from __future__ import annotations

import threading
import time
from types import TracebackType


class CircuitOpen(Exception):
    """The server failed too often just now; it is not asked."""


class CircuitBreaker:
    """Open after `failures` in a row, for `rest` seconds; then one call may try. Safe between threads."""

    def __init__(self, failures: int = 3, rest: float = 30.0) -> None:
        self._limit = failures
        self._rest = rest
        self._failed = 0
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def closed(self) -> bool:
        """Whether calls go through now."""
        with self._lock:
            return time.monotonic() >= self._until

    def __enter__(self) -> None:
        with self._lock:
            if time.monotonic() < self._until:
                raise CircuitOpen("the model server is resting after failures")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if kind is None:
                self._failed = 0
                return
            self._failed += 1
            if self._failed >= self._limit:
                self._until = time.monotonic() + self._rest
                self._failed = self._limit - 1  # the next failure opens it again at once
