"""Imports the inputs beside it, and renders what comes of them."""

import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from generator import app
from generator.core.units import parse_duration
from generator.migrate.printing import report_text
from generator.migrate.run import Format, Imported
from generator.render.rules import render_rules

INPUTS = Path(__file__).resolve().parent / "inputs"


def read(kind: Format, *names: str, period: str = "30d") -> Imported:
    """Import some inputs."""
    paths = [(INPUTS / name).as_posix() for name in names]
    return app.import_specs(kind, paths, "shop", period=parse_duration(period))


def report(imported: Imported) -> str:
    """Return the report, the inputs named from where they are."""
    return report_text(imported).replace(f"{INPUTS.as_posix()}/", "") + "\n"


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """An import that was written to a folder."""

    imported: Imported
    project: app.Project
    rules: Path
    groups: tuple[str, ...]

    def budget(self, slo: str) -> Fraction:
        """Return the share that may be bad."""
        assert self.project.estate is not None
        return self.project.estate.slos[slo].budget


def write(root: Path, imported: Imported) -> Written:
    """Write an import and its rules, as one file; they are evaluated every two minutes."""
    assert imported.files, imported.findings
    for path, text in imported.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        slower = text.replace("evaluation: 30s", "evaluation: 2m")
        target.write_text(slower, encoding="utf-8")
    project = app.read(root)
    assert not project.failed, project.findings
    groups: list[Any] = []
    for one in render_rules(app.plan_of(project).rule_files):
        groups += yaml.safe_load(one.content)["groups"]
    rules = root / "rules.yml"
    rules.write_text(yaml.safe_dump({"groups": groups}), encoding="utf-8")
    return Written(imported, project, rules, tuple(one["name"] for one in groups))


def queries(name: str) -> Sequence[Any]:
    """Return the documents of an input, read by another reader than ours."""
    return list(yaml.safe_load_all((INPUTS / name).read_text(encoding="utf-8")))
