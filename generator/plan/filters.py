"""Filters over a dashboard: where the values come from that the viewer may choose."""

from generator.plan.dashboards import Variable
from generator.promql.expr import Matcher, Selector, one_of
from generator.recipes.base import Series
from generator.resolve.estate import Estate, Metric
from generator.spec.views import Dashboard, Shown


def variable(estate: Estate, dashboard: Dashboard, label: str) -> Variable:
    """Return the filter by a label, with the values it has on anything that is shown.

    One metric would not do: topics that are only read have nothing that was sent to them.
    """
    title = estate.labels[label].help.strip().rstrip(".")
    selector = _asked(estate, dashboard, label)
    return Variable(label, title, f"label_values({selector}, {label})")


def _asked(estate: Estate, dashboard: Dashboard, label: str) -> Selector:
    having = [one for one in estate.metrics.values() if label in one.series.labels]
    if not having:  # scraping adds it
        matchers = (Matcher(name, "=", value) for name, value in estate.project.selector.items())
        return Selector("up", tuple(matchers))
    shown = _metrics(estate, dashboard)
    some = [one for one in having if one.name in shown] or having
    names = sorted({_sample_name(one) for one in some})
    common = tuple(sorted(set.intersection(*({*one.series.matchers} for one in some))))
    if len(names) == 1:
        return Selector(names[0], common)
    return Selector("", (one_of("__name__", names), *common))


def _sample_name(metric: Metric) -> str:
    classic = metric.series.type == "histogram" and not metric.series.native
    return f"{metric.name}_count" if classic else metric.name


def _metrics(estate: Estate, dashboard: Dashboard) -> set[str]:
    """Return the metrics that something on a dashboard is made of."""
    panels = [panel for row in dashboard.rows.values() for panel in row.panels.values()]
    todo = [one.of if isinstance(one, Shown) else one for panel in panels for one in panel.show]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in estate.slos:
            todo.append(estate.slos[name].indicator)
        elif name in estate.indicators:
            indicator = estate.indicators[name]
            operands = (one for some in indicator.use.operands.values() for one in some)
            todo += [one.metric for one in operands if isinstance(one, Series)]
            todo += indicator.refers
    return seen
