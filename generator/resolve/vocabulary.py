"""The names of a project by what they name, for the completion of editors."""

from collections.abc import Iterable

from generator.resolve.estate import Estate
from generator.spec.completion import Vocabulary


def vocabulary_of(estate: Estate) -> Vocabulary:
    """Return every name that a spec of the project can refer to.

    Things of single services of a fleet are left out; specs name their templates.
    """
    indicators = _templates(estate.indicators)
    thresholds = [one for _, one in estate.thresholds() if "/" not in one.id]
    components = dict.fromkeys(one.rpartition("/")[2] for one in estate.components)
    by_type: dict[str, list[str]] = {"counter": [], "gauge": [], "histogram": []}
    for name, metric in estate.metrics.items():
        by_type[metric.series.type].append(name)
    return {
        **{kind: tuple(names) for kind, names in by_type.items()},
        "label": tuple(estate.labels),
        "indicator": indicators,
        "threshold": tuple(one.id for one in thresholds),
        "slo": _templates(estate.slos),
        "scope": ("component", "project", *components),
        "component": tuple(components),
        "dashboard": tuple(estate.dashboard_titles),
        "runbook": tuple(estate.runbooks),
        "owner": tuple(estate.owners),
        "receiver": tuple(estate.receivers),
        "decision": tuple(estate.decisions),
        "tier": tuple(estate.project.tiers),
        "constant": tuple(f"${name}" for name in estate.project.constants),
        "own constant": tuple(estate.project.constants),
        "setting": tuple(f"{one.id}.{one.side}" for one in thresholds),
    }


def _templates(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if "/" not in name)
