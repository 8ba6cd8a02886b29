"""Which alerts are played through, and which are said to be too long for that."""

from pathlib import Path

import pytest

from generator import app
from generator.oracle.proof import prove
from generator.oracle.unshown import CHANGES, FEWER_LABELS, INDICATORS, RAW, unshown
from generator.oracle.unshown import KINDS as KINDS_WITHOUT

PROJECT = (
    "project: shop\ntitle: Shop\nowner: team\nselector: {job: shop}\n"
    "scrape: {interval: 15s}\nevaluation: 30s\nretention: 15d\noutputs: [rules, tests]\n"
)
COMPONENT = (
    "component: queue\ntitle: Queue\nmetrics:\n"
    "  queue_size: {type: gauge, help: Waiting., aggregate: sum}\n"
    "indicators:\n  size:\n    title: Size\n    value: {of: queue_size}\n    by: []\n"
    "    thresholds: {warning: {above: 10, for: FOR}}\n"
)


@pytest.mark.parametrize(
    ("hold", "reasons"),
    [
        ("10m", []),
        (
            "400d",
            ["there is no proof yet for durations that take more than 5000 evaluations"],
        ),
    ],
)
def test_an_alert_that_holds_for_months_is_not_played_through(
    tmp_path: Path, hold: str, reasons: list[str]
) -> None:
    specs = tmp_path / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "project.yaml").write_text(PROJECT)
    (specs / "owners.yaml").write_text("owners: owners\ndefine:\n  team: {title: Team}\n")
    (specs / "components" / "queue.yaml").write_text(COMPONENT.replace("FOR", hold))
    project = app.read(tmp_path)
    assert project.estate is not None
    proof = prove(project.estate)
    assert [one.reason for one in proof.unproven] == reasons
    assert len(proof.files) == 1 - len(reasons)


KINDS = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting., labels: [queue], aggregate: sum}
  queue_room: {type: gauge, help: Room., labels: [queue], aggregate: sum}
  done_total: {type: counter, help: Done., labels: [queue]}
  kept_total: {type: counter, help: Kept., labels: [queue, status]}
indicators:
  fill:
    title: Fill
    ratio: {of: queue_size, to: queue_room}
    by: [queue]
    thresholds: {warning: {above: 50%}}
  done:
    title: Done
    rate: {of: done_total}
    by: [queue]
    thresholds: {warning: {above: 5/s}}
  raw:
    title: Raw
    expr: {query: queue_size * 2, unit: count}
    by: [queue]
    thresholds: {warning: {above: 50}}
  part:
    title: Part
    ratio: {of: queue.done, to: queue.kept}
    by: [queue]
    thresholds: {warning: {above: 50%}}
  kept:
    title: Kept
    rate: {of: kept_total}
    by: [queue]
    thresholds: {warning: {above: 5/s}}
  share:
    title: Share
    ratio: {of: kept_total, to: done_total}
    by: [queue, status]
    thresholds: {warning: {above: 50%}}
  moved:
    title: Moved
    change: {of: queue.fill, ago: 1h}
    by: [queue]
    thresholds: {warning: {above: 50%}}
  more:
    title: More
    change: {of: queue.done, ago: 1h}
    by: [queue]
    thresholds: {warning: {above: 50%}}
"""


def test_kinds_without_tests_are_told_apart(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "project.yaml").write_text(PROJECT)
    (specs / "owners.yaml").write_text("owners: owners\ndefine:\n  team: {title: Team}\n")
    (specs / "labels.yaml").write_text(
        "labels: labels\ndefine:\n  queue: {help: A queue.}\n  status: {help: A status.}\n"
    )
    (specs / "components" / "queue.yaml").write_text(KINDS)
    project = app.read(tmp_path)
    assert project.estate is not None
    assert {one.alert_id: one.reason for one in prove(project.estate).unproven} == {
        "queue.raw.warning": unshown(RAW),
        "queue.part.warning": unshown(INDICATORS),
        "queue.share.warning": unshown(FEWER_LABELS),
        "queue.moved.warning": unshown(CHANGES),
    }


def test_the_readme_lists_every_kind_without_tests() -> None:
    text = " ".join((Path(__file__).parents[3] / "README.md").read_text().split())
    listed = f"{', '.join(KINDS_WITHOUT[:-1])}, and {KINDS_WITHOUT[-1]}"
    assert f"No tests are generated for {listed}. " in text
