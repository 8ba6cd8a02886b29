"""Two hundred alerts that can never fire, in six classes, over the metrics of this project."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import app
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.run import Text, look

_ROOT = Path(__file__).resolve().parents[2]
_EACH = 34


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    project = app.read(_ROOT)
    assert project.estate is not None
    return catalogue_of(project.estate)


def _counters(catalogue: Catalogue) -> Iterator[str]:
    names = [one.name for one in catalogue.facts.values() if one.type == "counter" and not one.part]
    return itertools.cycle(names)


def _histograms(catalogue: Catalogue) -> Iterator[str]:
    return itertools.cycle([one.name for one in catalogue.facts.values() if one.part == "_bucket"])


def _unknown_metric(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"sum(rate({name}s[5m])) > 0", "alert")


def _impossible_label(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f'sum(rate({name}{{datacentre="a"}}[5m])) > 0', "alert")


def _lost_label(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        texts = (("annotations/summary", "{{ $labels.instance }} is slow"),)
        yield Text(f"sum by (job) (rate({name}[5m])) > 0", "alert", texts)


def _unreachable_bound(catalogue: Catalogue) -> Iterator[Text]:
    for name in _histograms(catalogue):
        top = max(catalogue.facts[name].buckets)
        yield Text(
            f"histogram_quantile(0.99, sum by (le) (rate({name}[5m]))) > {float(top):g}", "alert"
        )


def _never_matching_join(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"rate({name}[5m]) / sum(rate({name}[5m])) > 0.5", "alert")


def _dead_constant(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"absent({name}) > 1", "alert")


CLASSES = {
    "PS501": _unknown_metric,
    "PS502": _impossible_label,
    "PS522": _lost_label,
    "PS510": _unreachable_bound,
    "PS512": _never_matching_join,
}


@pytest.mark.parametrize(
    ("code", "kind"),
    [*CLASSES.items(), ("PS510", _dead_constant)],
    ids=["metric", "label", "lost", "bound", "join", "constant"],
)
def test_each_is_found(code: str, kind: object, catalogue: Catalogue) -> None:
    assert callable(kind)
    some = list(itertools.islice(kind(catalogue), _EACH))
    missed = [
        text.expr
        for text in some
        if code not in {one.rule.code for one, _ in look(text, catalogue)}
    ]
    assert len(some) == _EACH
    assert missed == []
