"""Whether series may be native histograms, whose buckets are one series without a label `le`."""

from generator.check.promql.catalogue import Catalogue, Facts
from generator.promql import tree as t
from generator.promql.versions import NATIVE_HISTOGRAMS


def is_native(facts: Facts | None) -> bool:
    """Tell whether a metric is declared as a native histogram."""
    return facts is not None and facts.type == "histogram" and facts.native


def may_be_native(node: t.Node, catalogue: Catalogue) -> bool:
    """Tell whether a part of an expression may hold native histograms, as far as is known."""
    target = catalogue.target
    if target is not None and NATIVE_HISTOGRAMS.lack(target) == "too old":
        return False
    return any(_may_be(one, catalogue) for one in node.walk() if isinstance(one, t.Selector))


def _may_be(node: t.Selector, catalogue: Catalogue) -> bool:
    made, facts = catalogue.made.get(node.metric), catalogue.facts.get(node.metric)
    if made is not None:
        return made.native
    return not node.metric.endswith("_bucket") if facts is None else is_native(facts)
