"""Conditions of the selections that recipes take: patterns, and what the selector leaves."""

from pathlib import Path

import pytest

from generator import app
from tests.support.told import FILES, project, told

WEB = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [path]}
indicators:
  broken:
    title: Broken
    rate: {of: 'hits_total{CONDITION}'}
    by: []
    record: true
"""
LABELS = "labels: labels\ndefine:\n  path: {help: What was asked for., examples: [/a]}\n"
HERE = "components/web.yaml:8:"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('path=~"/a.*"', []),
        ('job="shop",path="/a"', []),
        ('job=~"sh.p"', []),
        ('job!~"a.*"', []),
        (
            'path="/a.*"',
            [
                (
                    f"PS550 {HERE}28 `/a.*` looks like a pattern, and `=` compares it letter by "
                    "letter (write `path=~`)"
                )
            ],
        ),
        (
            'path!="/a|/b"',
            [
                (
                    f"PS550 {HERE}28 `/a|/b` looks like a pattern, and `!=` compares it letter by "
                    "letter (write `path!~`)"
                )
            ],
        ),
        ('path=~"/a"', [f"PS692 {HERE}34 `/a` is one text, no pattern (write `=`)"]),
        (
            'path!~".*"',
            [
                (
                    f"PS695 {HERE}28 `.*` takes in every `path`, so none is left "
                    '(write `path=""` for series without the label)'
                )
            ],
        ),
        *(
            (
                f'job{one}"',
                [
                    (
                        f"PS203 {HERE}{column} `job` is always `shop`: that is the selector of "
                        "`hits_total` (leave `job` out, which the selector gives)"
                    )
                ],
            )
            for one, column in (('="other', 32), ('!="shop', 33), ('=~"sho', 33), ('!~".*', 33))
        ),
    ],
)
def test_conditions_of_a_recipe(tmp_path: Path, condition: str, found: list[str]) -> None:
    files = {"components/web.yaml": WEB.replace("CONDITION", condition), "labels.yaml": LABELS}
    assert told(project(tmp_path, files)) == found


def test_a_condition_that_holds_in_one_environment_only(tmp_path: Path) -> None:
    files = {
        "components/web.yaml": WEB.replace("CONDITION", 'job="shop"'),
        "labels.yaml": LABELS,
        "environments/eu.yaml": "environment: eu\nselector: {job: shop-eu}\n",
    }
    assert told(project(tmp_path, files)) == [
        (
            f"PS203 {HERE}32 `job` is always `shop-eu`: that is the selector of `hits_total` "
            "(leave `job` out, which the selector gives)"
        )
    ]


STUCK = """\
component: web
title: Web
metrics:
  waiting: {type: gauge, help: Waiting orders., aggregate: sum}
indicators:
  size:
    title: Size
    value: {of: waiting}
    by: []
    thresholds:
      critical: {above: 100, runbook: slow}
alerts:
  stuck:
    name: Stuck
    severity: critical
    expr: waiting > 7
    for: 5m
    summary: "{{ $labels.instance }}: {{ $value | humanize }} wait{{ if true }}."
    runbook: slow
    cases:
      - name: many
        series: {'waiting{instance="a"}': 8x30}
        step: 1m
        fires: [15m]
        silent: [3m]
"""


def test_what_a_page_says_and_who_reads_what_is_missing(tmp_path: Path) -> None:
    text = FILES["project.yaml"].replace("[rules]", "[rules, runbooks, meta]")
    text += "runbook_url: https://x/{runbook}\n"
    one = app.read(project(tmp_path, {"project.yaml": text, "components/web.yaml": STUCK}))
    made = {each.path: each.content for each in app.artifacts_of(one)}
    row = r"| Stuck | critical | \<instance\>: \<value\> wait…, for 5m | `web.stuck` |"
    assert row in made["runbooks/slow.md"].splitlines()
    assert "web.size.critical, web.stuck read it, so" in made["prometheus/rules/meta.yml"]
