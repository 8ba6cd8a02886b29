"""The small dashboard that the examples of checks of dashboards are made from."""

from typing import Final

from generator.check.dashboards.reading import read as read_boards
from generator.check.dashboards.subject import Boards
from generator.check.promql.example import EXAMPLE

QUERY: Final = (
    r"sum(rate(http_requests_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval]))"
)
LOGS: Final = (
    '"datasource": {"type": "loki", "uid": "$datasource"},\n'
    '     "fieldConfig": {"defaults": {"unit": "reqps"}},\n     "targets": [{"expr": "'
)
GOOD: Final = f"""\
{{
  "title": "Shop",
  "editable": false,
  "templating": {{"list": [
    {{"name": "datasource", "type": "datasource", "query": "prometheus"}},
    {{"name": "job", "type": "query", "datasource": {{"uid": "$datasource"}}, "refresh": 2,
     "query": "label_values(up, job)", "multi": true, "includeAll": true, "allValue": ".+"}},
    {{"name": "instance", "type": "query", "datasource": {{"uid": "$datasource"}}, "refresh": 2,
     "query": "label_values(up, instance)", "multi": true, "includeAll": true, "allValue": ".+"}}
  ]}},
  "panels": [
    {{"title": "Requests", "description": "Answered a second.", "type": "timeseries",
     "datasource": {{"type": "prometheus", "uid": "$datasource"}},
     "fieldConfig": {{"defaults": {{"unit": "reqps"}}}},
     "targets": [{{"expr": "{QUERY}"}}]}}
  ]
}}
"""
"""A dashboard in which no check finds anything."""


def read(text: str) -> Boards:
    """Return the dashboards of an example, for the metrics of the examples of expressions.

    Raises:
        ValueError: it cannot be read.
    """
    return read_boards(text, EXAMPLE)


def changed(old: str, new: str) -> str:
    """Return the small dashboard with a change.

    Raises:
        ValueError: there is nothing to change.
    """
    if old not in GOOD:
        raise ValueError(old)
    return GOOD.replace(old, new)
