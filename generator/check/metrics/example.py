"""Examples of checks of names: one metric as a component declares it."""

from generator.check.metrics.subject import Named
from generator.core.finding import Place
from generator.load.yaml_source import load_text
from generator.recipes.base import Series
from generator.resolve.estate import Metric
from generator.resolve.metrics import unit_of
from generator.spec.component import Component
from generator.spec.validate import validate_document

_FILE = "specs/components/queue.yaml"
_HEAD = "component: queue\ntitle: Queue\nmetrics:\n  "


def read(text: str) -> Named:
    """Return the metric that an example declares.

    Raises:
        ValueError: it declares none.
    """
    loaded = load_text(_FILE, (_HEAD + text.replace("\n", "\n  ")).encode())
    tree = None if loaded.document is None else loaded.document.tree
    entry, found = validate_document(_FILE, tree)
    if found or entry is None or not isinstance(entry.model, Component):
        raise ValueError("; ".join(one.message for one in (*loaded.findings, *found)))
    ((name, spec),) = entry.model.metrics.items()
    series = Series(
        metric=name,
        type=spec.type,
        unit=unit_of(name, spec),
        labels=spec.labels,
        target_labels=(),
        identity=(),
        matchers=(),
    )
    return Named(Metric(name, "queue", spec.help, series, Place(_FILE, ("metrics", name))))
