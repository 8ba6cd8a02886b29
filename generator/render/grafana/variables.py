"""The filters over a dashboard: first the data source, then one for each label."""

from generator.plan.dashboards import Dashboard, Variable
from generator.render.grafana.json_text import Json

DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}

_ON_TIME_RANGE_CHANGE = 2
_ON_LOAD = 1
_ALPHABETICAL = 1
_LABEL_VALUES = 1
# Not `.+`: "All" must mean no filter, and `.+` would drop every series without the label.
_ALL = ".*"


def variables(dashboard: Dashboard) -> list[Json]:
    """Return the variables of a dashboard in the order of their controls."""
    return [
        _datasource(dashboard),
        *(_choice(one) if one.chosen else _filter(one) for one in dashboard.variables),
    ]


def _datasource(dashboard: Dashboard) -> Json:
    uid = dashboard.datasource_uid
    return {
        # Without a current value Grafana takes its default data source, perhaps another
        # Prometheus than the one that scrapes the project.
        "current": {"text": dashboard.project, "value": uid} if uid else None,
        "hide": 0,
        "includeAll": False,
        "label": "Data source",
        "multi": False,
        "name": "datasource",
        "options": [],
        "query": "prometheus",
        "refresh": _ON_LOAD,
        "regex": "",
        "type": "datasource",
    }


def _filter(variable: Variable) -> Json:
    return {
        "allValue": _ALL,
        "current": {"text": ["All"], "value": ["$__all"]},
        "datasource": DATASOURCE,
        "definition": variable.query,
        "hide": 0,
        "includeAll": True,
        "label": variable.title,
        "multi": True,
        "name": variable.label,
        "options": [],
        "query": {
            "qryType": _LABEL_VALUES,
            "query": variable.query,
            "refId": "PrometheusVariableQueryEditor-VariableQuery",
        },
        "refresh": _ON_TIME_RANGE_CHANGE,
        "regex": "",
        "sort": _ALPHABETICAL,
        "type": "query",
    }


def _choice(variable: Variable) -> Json:
    """Return a filter with one value at a time."""
    current = {"text": variable.chosen, "value": variable.chosen}
    return {
        **{key: value for key, value in _filter(variable).items() if key != "allValue"},
        "current": current,
        "includeAll": False,
        "multi": False,
    }
