"""Where each finding about a promise points: file, line, column, and what stands there."""

import dataclasses
from pathlib import Path

import pytest

from generator import app
from tests.slo.projects import COMPONENT, Shop, shop

_FIRST = COMPONENT.count("\n") + 2  # the line after `slos:`


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """A finding: its code and message, line and column of the promises, and the text there."""

    code: str
    message: str
    line: int
    column: int
    text: str


def _told(promise: Shop, *leave_out: str) -> list[_Told]:
    found = []
    for one in app.check(promise.project):
        if one.code in leave_out:
            continue
        span = promise.project.sources.span(one.where)
        lines = (promise.root / span.file).read_text(encoding="utf-8").splitlines()
        end = span.end_column - 1 if span.end_line == span.line else None
        in_slos = span.file.endswith("web.yaml")
        line = span.line - _FIRST + 1 if in_slos else span.line
        text = lines[span.line - 1][span.column - 1 : end]
        found.append(_Told(one.code, one.message, line, span.column, text))
    return found


_RUNBOOK = "runbook: errors"
_TICKET = "tiers: [trickle]"


@pytest.mark.parametrize(
    ("slos", "expected"),
    [
        (
            "a: {of: web.errors, objective: 99.9%, traffic: 1/m, runbook: errors}",
            _Told(
                "PS331",
                "`web.a` pages for one bad event: it is one of 60 in 1h, 16.7 times what the "
                "budget bears, and tier `fast` fires above 14.4",
                1,
                50,
                "1/m",
            ),
        ),
        (
            "a: {of: web.latency, within: 20ms, objective: 99%, tiers: [trickle]}",
            _Told("PS215", "no bucket ends at `20ms`", 1, 32, "20ms"),
        ),
        (
            "a: {of: web.errors, objective: 99%, window: 90d, tiers: [trickle]}",
            _Told("PS330", "`web.a` looks back 90d, samples are kept for 40d", 1, 47, "90d"),
        ),
        (
            "a: {of: web.errors, objective: 100%, tiers: [trickle]}",
            _Told("PS104", "an objective of `100%` leaves nothing to watch", 1, 34, "100%"),
        ),
        (
            (
                f"a: {{of: web.errors, objective: 99.9%, {_RUNBOOK}}}\n"
                f"b: {{of: web.errors, objective: 99.5%, {_RUNBOOK}}}"
            ),
            _Told("PS332", "`web.b` and `web.a` page for the same symptom", 2, 3, "b"),
        ),
        (
            "a: {of: web.errors, objective: 99%, tiers: [slow, fsat]}",
            _Told("PS204", "there is no tier `fsat`", 1, 53, "fsat"),
        ),
        (
            "a: {of: web.errors, objective: 50%, tiers: [slow]}",
            _Told(
                "PS252",
                "the tier `slow` cannot fire: it fires above 3 times, and even with everything "
                "failing the budget burns 2 times too fast at most",
                1,
                47,
                "slow",
            ),
        ),
        # What is built on others cannot promise more than all of them together.
        (
            (
                f"a: {{of: web.errors, objective: 99.9%, {_TICKET}, depends_on: [web.b, web.c]}}\n"
                f"b: {{of: web.hit_ratio, objective: 99.95%, {_TICKET}}}\n"
                f"c: {{of: web.prompt, objective: 99.9%, {_TICKET}}}"
            ),
            _Told(
                "PS333",
                "`web.a` promises 99.9%, what it depends on bears 99.85005%: `web.b` 99.95%, "
                "`web.c` 99.9%",
                1,
                34,
                "99.9%",
            ),
        ),
        (
            f"a: {{of: web.errors, objective: 99%, {_TICKET}, depends_on: [web.a]}}",
            _Told("PS334", "`web.a` depends on itself", 1, 70, "web.a"),
        ),
        (
            f"a: {{of: web.errors, objective: 99%, {_TICKET}, depends_on: [web.nothing]}}",
            _Told("PS204", "`web.nothing` is not defined", 1, 70, "web.nothing"),
        ),
        (
            f"a: {{of: web.errors, objective: 99%, {_TICKET}, depends_on: [web.errors]}}",
            _Told("PS204", "`web.errors` is an indicator", 1, 70, "web.errors"),
        ),
        # A dependency as good as what is built on it is enough.
        (
            (
                f"a: {{of: web.errors, objective: 99.9%, {_TICKET}, depends_on: [web.b]}}\n"
                f"b: {{of: web.hit_ratio, objective: 99.9%, {_TICKET}}}"
            ),
            None,
        ),
    ],
)
def test_a_finding_points_at_what_is_wrong(
    tmp_path: Path, slos: str, expected: _Told | None
) -> None:
    # PS218 is about the indicators of this shop that these promises leave unused.
    found = _told(shop(tmp_path, slos, retention="40d"), "PS218")
    assert found == ([] if expected is None else [expected])


def test_each_of_a_circle_is_told(tmp_path: Path) -> None:
    slo = "{{of: web.{}, objective: 99%, tiers: [trickle], depends_on: [web.{}]}}"
    promise = shop(tmp_path, f"a: {slo.format('errors', 'b')}\nb: {slo.format('prompt', 'a')}")
    assert [(one.code, one.message, one.line, one.text) for one in _told(promise, "PS218")] == [
        ("PS334", "`web.a` depends on `web.b`, which depends on `web.a`", 1, "web.b"),
        ("PS334", "`web.b` depends on `web.a`, which depends on `web.b`", 2, "web.a"),
    ]


@pytest.mark.parametrize("label", ["tier", "severity", "slo"])
def test_a_label_that_an_slo_sets_itself_cannot_tell_its_events_apart(
    tmp_path: Path, label: str
) -> None:
    component = COMPONENT.replace("[route, code]", f"[route, code, {label}]").replace(
        "    by: [route]\n", f"    by: [{label}]\n"
    )
    promise = shop(
        tmp_path,
        "a: {of: web.errors_by_route, objective: 99%, tiers: [trickle]}",
        component=component,
        labels=f"  {label}: {{help: Something.}}\n",
    )
    message = (
        f"`{label}` is a label of `web.errors_by_route` and of the series and alerts of an SLO"
    )
    assert _told(promise, "PS218") == [_Told("PS219", message, 1, 11, "web.errors_by_route")]


_MIMIR = "target: {backend: mimir}\n"
_MANY = "tiers:\n" + "".join(
    f"  t{number}: {{long: {number}h, short: {number * 5}m, budget: 20%, severity: critical}}\n"
    for number in range(3, 12)
)


def test_a_backend_takes_so_many_rules_in_a_group(tmp_path: Path) -> None:
    slo = "a: {of: web.errors, objective: 99.9%, runbook: errors}"
    large = "group `web.a.slow` has 39 rules, mimir takes 20"
    assert _told(shop(tmp_path / "one", slo, project=_MIMIR + _MANY), "PS218", "PS354") == [
        _Told("PS335", large, 1, 3, "a")
    ]
    assert _told(shop(tmp_path / "two", slo, project=_MANY), "PS218", "PS354") == []
    assert _told(shop(tmp_path / "three", slo, project=_MIMIR), "PS218") == []


def test_a_backend_takes_so_many_groups_of_a_tenant(tmp_path: Path) -> None:
    slos = "\n".join(f"a{n}: {{of: web.errors, objective: 99%, {_TICKET}}}" for n in range(35))
    # Two groups for each, and that of the indicator.
    assert _told(shop(tmp_path / "many", slos, project=_MIMIR), "PS218") == [
        _Told("PS336", "there are 71 groups, mimir takes 70 of a tenant", 13, 19, "mimir")
    ]
    fewer = slos.rpartition("\n")[0]
    assert _told(shop(tmp_path / "fewer", fewer, project=_MIMIR), "PS218") == []
