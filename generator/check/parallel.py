"""Work that is spread over the cores, with the same result in the same order as on one.

Processes are forked, so they have what there is without its being copied or sent; only what they
find is sent back. Where a system cannot fork, or the work is small, it is done at once.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final, TypeVar

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")

WORTHWHILE: Final = 4000
"""From how many items on starting processes costs less than it saves."""
_MOST: Final = 8

_work: Callable[[int, int], list[Any]] | None = None
"""What the forked processes do; they have it from the one that forks them."""


def spread(
    find: Callable[[_Item], _Found], items: Sequence[_Item], worthwhile: int = WORTHWHILE
) -> list[_Found]:
    """Return what is found in each item, in the order of the items."""
    global _work  # noqa: PLW0603 (a forked process cannot be given a function in another way)
    cores = min(_cores(), _MOST)
    if cores < 2 or len(items) < worthwhile or not _can_fork():  # noqa: PLR2004 (one is no gain)
        return [find(one) for one in items]
    _work = lambda start, end: [find(one) for one in items[start:end]]  # noqa: E731
    # More pieces than cores, since some items take longer than others.
    size = max(1, len(items) // (4 * cores))
    pieces = [(start, start + size) for start in range(0, len(items), size)]
    try:
        # Not multiprocessing.Pool, which ends its processes by a signal that they may inherit a
        # handler for, waits for them then, and never notices one that was killed.
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(cores, mp_context=context) as pool:
            return [one for found in pool.map(_piece, *zip(*pieces, strict=True)) for one in found]
    finally:
        _work = None


def _piece(start: int, end: int) -> list[Any]:
    return [] if _work is None else _work(start, end)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return 1  # macOS: forking is not safe there once system libraries were used


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()
