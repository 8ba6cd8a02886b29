"""How much an alias stands for, counted without spending more than is allowed."""

from typing import Any


def measure(value: Any, most: int) -> tuple[int, int]:
    """Return how many values a value holds, itself included, and how deeply they are nested.

    A text is one value of depth 0. What an alias repeats counts each time. Counting ends soon after
    ``most`` is passed, so a small text that stands for billions of values costs little.
    """
    nodes, depth = 1, 0
    open_values = [(value, 0)]
    while open_values and nodes <= most:
        current, level = open_values.pop()
        inner = current.values() if isinstance(current, dict) else current
        if isinstance(current, dict | list):
            nodes += len(current)
            depth = max(depth, level + 1)
            open_values += [(each, level + 1) for each in inner if isinstance(each, dict | list)]
    return nodes, depth
