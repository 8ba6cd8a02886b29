"""Rule files hold nothing that the oldest Prometheus to load them would refuse."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import app

Edit = Callable[[Path], Path]


def project(tmp_path: Path, target: str, keep: str) -> Path:
    specs = tmp_path / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "project.yaml").write_text(
        "project: shop\ntitle: Shop\nowner: team\nselector: {job: shop}\n"
        "scrape: {interval: 15s}\nevaluation: 30s\nretention: 15d\noutputs: [rules]\n"
        f"target: {{prometheus: {target}}}\n"
    )
    (specs / "owners.yaml").write_text("owners: owners\ndefine:\n  team: {title: Team}\n")
    (specs / "components" / "queue.yaml").write_text(
        "component: queue\ntitle: Queue\nmetrics:\n"
        "  queue_size: {type: gauge, help: Waiting., aggregate: sum}\n"
        "indicators:\n  size:\n    title: Size\n    value: {of: queue_size}\n    by: []\n"
        f"    thresholds:\n      warning:\n        above: 10{keep}\n"
    )
    return tmp_path


KEEP = "\n        keep_firing_for: 5m"
WHERE = "specs/components/queue.yaml"


@pytest.mark.parametrize(
    ("target", "keep", "expected"),
    [
        ('"2.42"', KEEP, []),
        ('"3.5"', KEEP, []),
        ('"2.37"', "", []),
        (
            '"2.37"',
            KEEP,
            [
                (
                    "PS305",
                    "`keep_firing_for` needs Prometheus 2.42, the target is 2.37",
                    (WHERE, 13, 26),
                )
            ],
        ),
    ],
)
def test_the_target_decides_what_may_be_used(
    tmp_path: Path, target: str, keep: str, expected: list[object]
) -> None:
    read = app.read(project(tmp_path, target, keep))
    spans = [(one, read.sources.span(one.where)) for one in app.check(read)]
    assert [(f.code, f.message, (s.file, s.line, s.column)) for f, s in spans] == expected
