"""Which alerts are played through, and which are said to be too long for that."""

from pathlib import Path

import pytest

from generator import app
from generator.oracle.proof import prove

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
            ["its durations take more than 5000 evaluations, too many to play through"],
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
