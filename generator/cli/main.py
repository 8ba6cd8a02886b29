"""The ``promspec`` command: its group, and the one boundary where faults become exit codes."""

import importlib
import sys
import traceback
from pathlib import Path

import click

import generator
from generator.core.finding import PromspecError

# Modules by command; they are imported only when their command runs, so that help is quick.
_COMMANDS = {
    "render": ("generator.cli.render", "Write what the specs say into out/."),
    "check": ("generator.cli.check", "Check the specs, or whether out/ is what they say."),
    "explain": ("generator.cli.explain", "Explain an id of the specs, or the code of a finding."),
    "plan": ("generator.cli.plan", "Print what will be rendered, before any template."),
    "schema": ("generator.cli.schema", "Print the JSON Schema of a kind of spec."),
    "init": ("generator.cli.init", "Begin a project with an example that renders."),
}
EXIT_FINDINGS, EXIT_USAGE, EXIT_FAULT, EXIT_INTERRUPT = 1, 2, 3, 130


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(generator.__version__, "--version", message="promspec %(version)s")
@click.option(
    "-C",
    "directories",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The folder of a project; several may be given. Default: the current one.",
)
@click.pass_context
def cli(ctx: click.Context, directories: tuple[Path, ...]) -> None:
    """Describe monitoring once in YAML; render it for Prometheus and Grafana.

    Specs stand under specs/ of a project, what they say is written under out/. Exit codes: 0 all
    is well, 1 there are findings, 2 the call or the set-up is wrong, 3 a fault of promspec itself.
    """
    ctx.obj = directories or (Path(),)


def main() -> None:
    """Run the command and leave with its exit code."""
    try:
        cli.main(prog_name="promspec", standalone_mode=True)
    except PromspecError as error:
        click.echo(f"promspec: {error}", err=True)
        sys.exit(EXIT_USAGE)
    except BrokenPipeError:
        sys.exit(EXIT_USAGE)
    except Exception as error:  # noqa: BLE001 (the boundary: a traceback helps no user)
        _report_fault(error)
        sys.exit(EXIT_FAULT)


def _report_fault(error: Exception) -> None:
    """Say what is needed to find the fault, without a page of traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "generator" in frame.filename
    ]
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    click.echo(
        f"promspec: internal fault{where}: {type(error).__name__}: {error}\n"
        f"  This is a defect of promspec {generator.__version__}; out/ is as it was.\n"
        "  Please report it with this text and, if you can, the specs that led to it.",
        err=True,
    )
