"""A project of a few texts, and what is told of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator import app
from generator.report.located import locate

FILES: Final = {
    "project.yaml": """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules]
""",
    "owners.yaml": "owners: owners\ndefine:\n  team: {title: Team}\n",
    "labels.yaml": """\
labels: labels
define:
  status: {help: Status code., values: ["200", "500"]}
  queue: {help: Name of the queue., values: [orders, mails]}
""",
    "runbooks/slow.yaml": """\
runbook: slow
title: Slow
meaning: Customers wait.
symptoms: [{say: Pages load slowly.}]
diagnosis: [{say: Look at the queue.}]
steps: [{say: Add a worker.}]
""",
}


def project(root: Path, files: Mapping[str, str]) -> Path:
    """Write a project below a folder; files of the small one stand where none is given."""
    for name, text in {**FILES, **files}.items():
        path = root / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def told(root: Path) -> list[str]:
    """What is found in a project: `CODE file:line:column message`, the help in parentheses."""
    read = app.read(root)
    return [
        f"{one.code} {one.span.file.removeprefix('specs/')}:{one.span.line}:{one.span.column} "
        f"{one.message} ({one.fix})"
        for one in locate(app.check(read), read.sources)
    ]
