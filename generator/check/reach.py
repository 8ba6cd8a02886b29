"""Where a check looks, and what must be known for it to find its example."""

from typing import Final, Literal, TypeAlias

KnownFrom: TypeAlias = Literal["itself", "target", "specs"]
"""What shows a fault: the text, beside it which Prometheus loads it, or what specs say of it."""
Scope: TypeAlias = Literal["specs", "rules", "dashboards", "expressions"]

_EVERYWHERE: Final = "by `check` in specs, by `--rules` and `--dashboards` in files of others"
_WHERE: Final[dict[Scope, str]] = {
    "specs": "by `check` in specs",
    "rules": "by `check --rules` in rule files",
    "dashboards": "by `check --dashboards` in dashboards",
    "expressions": _EVERYWHERE,
}
_NEEDS: Final[dict[KnownFrom, str]] = {
    "itself": ", with specs or without",
    "target": "; without specs only with `--target`",
    "specs": "; there only with specs, as nothing in the text alone is wrong",
}


# What most checks of labels know without specs, in the words of :func:`reach`.
LABELS_SHOWN: Final = "a matcher, a recording rule beside it or `up` shows the labels"


def reach(scope: Scope, known_from: KnownFrom, unaided: str = "") -> str:
    """Return where the example of a check is found, in one line.

    ``unaided`` is what shows the same of other expressions where there are no specs.
    """
    if scope == "specs":
        return _WHERE[scope]
    if unaided:
        return f"{_WHERE[scope]}; there without specs only where {unaided}"
    return _WHERE[scope] + _NEEDS[known_from]
