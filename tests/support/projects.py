"""A copy of this repository's specs that a test may edit and render."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from generator import app
from generator.plan.plan import Plan
from generator.render.rules import render_rules

_SPECS = Path(__file__).resolve().parents[2] / "specs"


@dataclasses.dataclass(frozen=True, slots=True)
class ProjectCopy:
    """A project below a folder of its own."""

    root: Path

    @property
    def specs(self) -> Path:
        """The folder of its specs."""
        return self.root / "specs"

    def files(self, folder: str = "") -> list[str]:
        """The spec files below a folder, named as `set` takes them."""
        return sorted(
            path.relative_to(self.specs).as_posix()
            for path in (self.specs / folder).rglob("*.yaml")
        )

    def set(self, file: str, *keys: str, to: str) -> int:
        """Write YAML in place of the scalar at some keys; return how many were replaced.

        The key `*` stands for any. Everything else in the file stays as it is written.
        """
        path = self.specs / file
        text = path.read_text(encoding="utf-8")
        found = list(_scalars(yaml.compose(text, yaml.SafeLoader), keys))
        if not found and "*" not in keys:
            message = f"{file} has no value at {'.'.join(keys)}"
            raise KeyError(message)
        for node in sorted(found, key=lambda node: -node.start_mark.index):
            text = text[: node.start_mark.index] + to + text[node.end_mark.index :]
        path.write_text(text, encoding="utf-8")
        return len(found)

    def rename(self, name: str) -> None:
        """Make it another project, of the job with that name."""
        self.set("project.yaml", "project", to=name)
        self.set("project.yaml", "selector", "job", to=name)

    def plan(self) -> Plan:
        """Read the specs and plan what they say; nothing may be wrong with them."""
        project = app.read(self.root)
        assert not project.failed, project.findings
        return app.plan_of(project)

    def write_rules(self, folder: Path, *components: str) -> list[Path]:
        """Render the rule files of some components, by default of all, below a folder."""
        written = []
        for artifact in render_rules(self.plan().rule_files):
            path = folder / artifact.path
            if components and path.stem not in components:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(artifact.content, encoding="utf-8")
            written.append(path)
        return written


def copy_project(root: Path) -> ProjectCopy:
    """Copy the repository's specs to a folder."""
    shutil.copytree(_SPECS, root / "specs")
    return ProjectCopy(root)


def _scalars(node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode) and not keys:
        yield node
    elif isinstance(node, yaml.MappingNode) and keys:
        for key, value in node.value:
            if keys[0] in {"*", key.value}:
                yield from _scalars(value, keys[1:])
