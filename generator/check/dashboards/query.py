"""What a variable asks Prometheus for its values."""

import re
from typing import Final, NamedTuple

# grafana.com/docs/grafana/latest/datasources/prometheus/template-variables
_FUNCTION: Final = re.compile(r"\s*(?P<name>[a-z_]+)\s*\((?P<rest>.*)\)\s*", re.DOTALL)
_VALUES: Final = re.compile(
    r"\s*(?:(?P<expr>\S.*?)\s*,\s*)?(?P<label>[\w$.:]+|\$\{[^}]*\}|\[\[[^\]]*\]\]|\"[^\"]*\")\s*",
    re.DOTALL,
)
_USUAL: Final = re.compile(r"\s*(?:label_values|label_names|query_result|metrics)\b")
_PLAIN: Final = frozenset({"metrics", "label_names"})


class Asked(NamedTuple):
    """What a variable asks: an expression at ``start``, and the label whose values it wants.

    ``expr`` is empty where it asks for no series. ``counts`` tells whether values of series
    matter, not only that there are some.
    """

    expr: str = ""
    start: int = 0
    label: str = ""
    label_start: int = 0
    counts: bool = False


def asked(text: str) -> Asked | None:
    """Return what the query of a variable asks; None where it is one that Grafana cannot read."""
    match = _FUNCTION.fullmatch(text)
    name = match["name"] if match else ""
    if match is None or name not in {"label_values", "query_result", *_PLAIN}:
        return None if text.lstrip().startswith("label_values") else Asked(text)
    if name in _PLAIN:
        return Asked()
    start = match.start("rest")
    if name == "query_result":
        return Asked(match["rest"], start, counts=True)
    values = _VALUES.fullmatch(match["rest"])
    if values is None:
        return None
    expr, label = values["expr"] or "", values["label"]
    at = start + (values.start("expr") if expr else 0)
    return Asked(expr, at, label, start + values.start("label"))


def is_for_prometheus(text: str) -> bool:
    """Tell whether a variable asks as one asks Prometheus, where nothing says which source it is.

    Other sources are asked in SQL, in JSON, or by the path of a metric.
    """
    return _USUAL.match(text) is not None
