"""``promspec render``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import format_option

if TYPE_CHECKING:
    from generator.cli.result import Result
    from generator.emit.tree import EmitResult

OUT = "out"


@click.command("render")
@click.option("--force", is_flag=True, help="Overwrite files under out/ that were edited by hand.")
@format_option
@click.pass_obj
def command(directories: tuple[Path, ...], *, force: bool, form: str) -> None:
    """Write what the specs say into out/.

    Nothing is written where something is wrong. Files that did not change are left untouched, and
    files that are no longer rendered are removed; only files of ours are ever overwritten, and no
    symbolic link is followed, not even one in the place of out/ itself. Of several projects (-C a
    -C b), one with errors does not keep the others from being written.
    """
    done = [_done(root, force=force) for root in directories]
    outcomes = [outcome for outcome, _ in done]
    if form != "text" or any(result.findings for _, result in done if result):
        from generator.cli.results import show  # noqa: PLC0415 (help does not wait for the stages)

        extra: dict[str, object] = {"outputs": [outcome.json() for outcome in outcomes]}
        show([result for _, result in done if result], form, extra)
    for outcome in outcomes:
        click.echo(str(outcome), err=outcome.code != 0 or form != "text")
    sys.exit(max(outcome.code for outcome in outcomes))


def _done(root: Path, *, force: bool) -> "tuple[Outcome, Result] | tuple[Outcome, None]":
    """Render a project, unless it is known without that that nothing would change."""
    from generator.emit.memory import recall  # noqa: PLC0415 (help does not wait for the stages)
    from generator.load.fingerprint import fingerprint  # noqa: PLC0415

    outcome, before = Outcome(root / OUT), fingerprint(root)
    outcome.result = None if force else recall(outcome.out, before)
    if outcome.result is not None:
        return outcome, None
    return _rendered(root, before, force=force)


def _rendered(root: Path, before: str | None, *, force: bool) -> "tuple[Outcome, Result]":
    """Render a project."""
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.result import Result  # noqa: PLC0415
    from generator.core.finding import PromspecError  # noqa: PLC0415
    from generator.emit.memory import remember  # noqa: PLC0415
    from generator.load.fingerprint import fingerprint  # noqa: PLC0415

    outcome = Outcome(root / OUT)
    project = app.read(root)
    findings = project.findings
    try:
        outcome.result = app.write(project, force=force)
        findings = (*findings, *outcome.result.findings)
    except PromspecError as error:  # the others are still to be rendered
        outcome.refusal = str(error)
    result = Result(project, findings)
    if result.failing("error"):
        outcome.result = None
    if outcome.result is not None and not findings and before == fingerprint(root):
        remember(outcome.out, before)
    return outcome, result


class Outcome:
    """What became of an output folder: a result, or what the system refused, or findings."""

    def __init__(self, out: Path) -> None:
        """Begin with findings; they are shown elsewhere."""
        self.out = out
        self.result: EmitResult | None = None
        self.refusal = ""

    @property
    def code(self) -> int:
        """The exit code it asks for."""
        return 2 if self.refusal else int(self.result is None)

    def __str__(self) -> str:
        """Return it as a line."""
        if self.result is None:
            return f"{self.out}: not rendered{f': {self.refusal}' if self.refusal else ''}"
        counts = {
            "written": self.result.written,
            "unchanged": self.result.unchanged,
            "removed": self.result.removed,
        }
        return f"{self.out}: {', '.join(f'{len(one)} {name}' for name, one in counts.items())}"

    def json(self) -> dict[str, object]:
        """Return it for programs."""
        about: dict[str, object] = {"folder": self.out.as_posix(), "rendered": bool(self.result)}
        if self.result is None:
            return about | ({"refusal": self.refusal} if self.refusal else {})
        return about | {
            "written": list(self.result.written),
            "unchanged": len(self.result.unchanged),
            "removed": list(self.result.removed),
        }
