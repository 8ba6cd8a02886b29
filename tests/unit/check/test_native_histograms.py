"""Quantiles of what may be native histograms, whose buckets are one series without a label `le`."""

import pytest

from generator.check.promql.catalogue import Catalogue, Facts
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.promql.read import parse
from generator.promql.versions import Target

_LABELS = frozenset({"job", "instance"})
_OPEN = Catalogue()
_DECLARED = Catalogue(
    {
        "native_seconds": Facts("native_seconds", "native_seconds", "histogram", _LABELS)._replace(
            native=True
        ),
        "queue_size": Facts("queue_size", "queue_size", "gauge", _LABELS),
    },
    closed=True,
)
_SUM = "histogram_quantile(0.99, sum by (job) ({}))"
_LOST = "what it is given has no label `le`"


def _said(expr: str, known: Catalogue) -> list[tuple[str, str, str | None]]:
    found = ((check.rule.code, hit.message, hit.fix) for check, hit in look(Text(expr), known))
    return [one for one in found if one[0] in {"PS507", "PS508", "PS509"}]


@pytest.mark.parametrize(
    "expr",
    [
        _SUM.format("rate(h_seconds[5m])"),
        "histogram_quantile(0.9, sum(rate(h_seconds[5m])))",
        "histogram_quantile(0.9, rate(h_seconds[5m]))",
        'histogram_quantile(0.9, rate({__name__="h_seconds"}[5m]))',
    ],
)
def test_without_specs_a_name_may_be_that_of_a_native_histogram(expr: str) -> None:
    assert _said(expr, _OPEN) == []
    assert _said(expr, Catalogue(target=Target((2, 53)))) == []


def test_a_target_without_native_histograms_has_none() -> None:
    old = Catalogue(target=Target((2, 37)))
    assert _said(_SUM.format("rate(h_seconds[5m])"), old) == [("PS508", _LOST, None)]
    assert _said("histogram_quantile(0.9, rate(h_seconds[5m]))", old) == [
        ("PS509", "the buckets of each series are read by themselves", None)
    ]


@pytest.mark.parametrize("known", [_OPEN, _DECLARED], ids=["open", "specs"])
def test_what_ends_in_bucket_is_none(known: Catalogue) -> None:
    expr = _SUM.format("rate(h_seconds_bucket[5m])")
    assert _said(expr, known) == [("PS508", _LOST, None)]
    assert _said("histogram_quantile(0.9, rate(h_seconds_bucket[5m]))", known) == [
        ("PS509", "the buckets of each series are read by themselves", None)
    ]


def test_specs_tell_which_it_is() -> None:
    assert _said(_SUM.format("rate(native_seconds[5m])"), _DECLARED) == []
    assert _said("histogram_quantile(0.9, rate(native_seconds[5m]))", _DECLARED) == [
        (
            "PS509",
            "the histogram of each series is read by itself",
            "add the histograms up first: `sum(rate(…[5m]))`",
        )
    ]
    assert _said(_SUM.format("rate(queue_size[5m])"), _DECLARED) == [("PS508", _LOST, None)]


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("sum by (job) (rate(h_seconds[5m]))", []),
        ("sum by (job) (rate(h_seconds_bucket[5m]))", [("PS508", _LOST, None)]),
    ],
)
def test_a_record_holds_what_it_is_made_of(recorded: str, said: list[object]) -> None:
    known = Records(_OPEN, [Recording("job:h:rate5m", lambda: parse(recorded), {})]).catalogue
    assert _said("histogram_quantile(0.9, job:h:rate5m)", known) == said
