"""A warning comes before its page."""

from pathlib import Path

import pytest

from generator import app

PROJECT = (
    "project: shop\ntitle: Shop\nowner: team\nselector: {job: shop}\n"
    "scrape: {interval: 15s}\nevaluation: 30s\nretention: 15d\noutputs: [rules]\n"
    "severities: {critical: ticket, warning: ticket}\n"
)
COMPONENT = (
    "component: queue\ntitle: Queue\nmetrics:\n"
    "  queue_size: {type: gauge, help: Waiting., aggregate: sum}\n"
    "indicators:\n  size:\n    title: Size\n    value: {of: queue_size}\n    by: []\n"
    "    thresholds:\n      warning: {WARNING}\n      critical: {CRITICAL}\n"
)
FOUND = ("PS306", 12)


@pytest.mark.parametrize(
    ("warning", "critical", "expected"),
    [
        ("above: 10", "above: 20", []),
        ("above: 10", "above: 10", []),
        ("below: 10", "below: 5", []),
        ("above: 10", "above: 5", [(*FOUND, 25, "critical above 5, and only then a warning")]),
        ("below: 10", "below: 20", [(*FOUND, 25, "critical below 20, and only then a warning")]),
    ],
)
def test_the_further_bound_is_the_critical_one(
    tmp_path: Path, warning: str, critical: str, expected: list[object]
) -> None:
    specs = tmp_path / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "project.yaml").write_text(PROJECT)
    (specs / "owners.yaml").write_text("owners: owners\ndefine:\n  team: {title: Team}\n")
    text = COMPONENT.replace("WARNING", warning).replace("CRITICAL", critical)
    (specs / "components" / "queue.yaml").write_text(text)
    project = app.read(tmp_path)
    found = [
        (one.code, span.line, span.column, one.message)
        for one in app.check(project)
        for span in [project.sources.span(one.where)]
    ]
    assert found == expected
