"""Running the same thing in several threads at once, and breaking off in the middle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


class PowerCut(Exception):
    """What ends a transaction half-way in a test."""


def together(work: Callable[[], T], threads: int = 6) -> list[T]:
    """What each thread's call gave; all start at the same moment, and an error of any is raised."""
    barrier = Barrier(threads)

    def run(_: int) -> T:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
