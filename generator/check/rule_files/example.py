"""The two alerts that the examples of what every alert should have are made from."""

from typing import Final

GOOD: Final = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: QueueFull
        expr: queue_size > 500
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""
"""A rule file in which no check finds anything."""


def changed(old: str, new: str) -> str:
    """Return the rule file with a change where something stands for the first time.

    Raises:
        ValueError: there is nothing to change.
    """
    if old not in GOOD:
        raise ValueError(old)
    return GOOD.replace(old, new, 1)
