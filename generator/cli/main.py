"""The ``promspec`` command: its group, and the one boundary where faults become exit codes.

Only click is imported here; what a command needs comes when it runs, so that help is quick.
"""

import contextlib
import errno
import gc
import importlib
import io
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from typing import NoReturn

import click

import generator

# Modules by command, with what the list of commands says of them.
_COMMANDS = {
    "render": ("generator.cli.render", "Write what the specs say into out/."),
    "check": ("generator.cli.check", "Check the specs, or whether out/ is what they say."),
    "prove": ("generator.cli.prove", "Run the tests of the alerts, and see what they would miss."),
    "explain": ("generator.cli.explain", "Explain an id of the specs, or the code of a finding."),
    "plan": ("generator.cli.plan", "Print what will be rendered, before any template."),
    "schema": ("generator.cli.schema", "Print the JSON Schema of a kind of spec, or of a report."),
    "simulate": ("generator.cli.simulate", "Serve all declared metrics, healthy or in trouble."),
    "import": ("generator.cli.importing", "Begin a project with the SLOs of another program."),
    "init": ("generator.cli.init", "Begin a project with an example that renders."),
}
# What the system says where a program did not look first; it says all else of disks and rights.
_OUR_MISTAKES = (errno.ENOENT, errno.EEXIST, errno.EBADF, errno.EINVAL)
_EXIT_USAGE, _EXIT_FAULT, _EXIT_INTERRUPT = 2, 3, 130


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            ctx.fail(f"There is no command `{cmd_name}`.{_meant(cmd_name)}")
        command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in _COMMANDS.items()])


def _meant(name: str) -> str:
    import difflib  # noqa: PLC0415 (needed for mistakes only)

    close = difflib.get_close_matches(name, _COMMANDS, n=1)
    return f" Did you mean `{close[0]}`?" if close else ""


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with `promspec init shop`, then `promspec -C shop render`. Each command has a "
    "help of its own: `promspec render --help`.",
)
@click.version_option(generator.__version__, "--version", message="promspec %(version)s")
@click.option(
    "-C",
    "directories",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False),
    help="The folder of a project, before the command; several may be given. Default: the "
    "current folder.",
)
@click.pass_context
def cli(ctx: click.Context, directories: tuple[str, ...]) -> None:
    """Describe monitoring once in YAML; render it for Prometheus and Grafana.

    Specs stand under specs/ of a project, what they say is written under out/. The specs are
    checked as a whole first: where something is wrong, it is named with file, line and what to do,
    and nothing is written.

    Exit codes: 0 all is well, 1 there are findings, 2 the call or the set-up is wrong, 3 a fault of
    promspec itself.
    """
    from pathlib import Path  # noqa: PLC0415 (even this is felt in what --version takes)

    try:
        Path.cwd()
    except OSError as error:
        ctx.fail(f"The current folder cannot be read: {error.strerror}.")
    ctx.obj = tuple(dict.fromkeys(map(Path, directories))) or (Path(),)


def program() -> NoReturn:
    """Be the whole process: run the command and end.

    Python would take apart everything in memory first, which takes a large project a second. It
    would also look for garbage in circles all the time, and there is next to none: what a command
    makes, it needs to its end. In a large project that saves a third of the time and costs no
    memory.
    """
    gc.disable()
    code: int | str | None = _EXIT_FAULT
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    finally:
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else _EXIT_FAULT)


def main() -> None:
    """Run the command and leave with its exit code."""
    with warnings.catch_warnings(), _like_other_tools():
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # what its encoding cannot say
        if not sys.warnoptions:
            warnings.simplefilter("ignore")  # they speak to developers of libraries
        code = _run()
    sys.exit(code)


@contextlib.contextmanager
def _like_other_tools() -> Iterator[None]:
    """End without a word when the reader of a pipe has read enough, as in `promspec … | head`."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)


def _run() -> int | str | None:
    """Return the exit code of a call, whatever happens in it."""
    try:
        try:
            code = cli.main(prog_name="promspec", standalone_mode=False)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except SystemExit as leaving:
        return leaving.code
    except click.Abort:  # also made of KeyboardInterrupt
        click.echo("promspec: interrupted", err=True)  # click has ended the line
        return _EXIT_INTERRUPT
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and error.option_name == "-C":
            click.echo("-C stands before the command: `promspec -C DIR check`.", err=True)
        return _EXIT_USAGE
    except BaseException as error:  # noqa: BLE001 (the boundary: a traceback helps no user)
        return _fault(error)
    return code if isinstance(code, int) else 0


def _fault(error: BaseException) -> int:
    from generator.cli.faults import SetUpError, report  # noqa: PLC0415 (needed on faults only)

    if isinstance(error, SetUpError):
        click.echo(f"promspec: {error}", err=True)
        return _EXIT_USAGE
    if isinstance(error, OSError) and error.filename is None:  # no file, so what we print to
        click.echo(f"promspec: cannot print the result: {error.strerror}", err=True)
        return _EXIT_USAGE
    if isinstance(error, OSError) and error.errno not in _OUR_MISTAKES:
        click.echo(f"promspec: cannot use {error.filename}: {error.strerror}", err=True)
        return _EXIT_USAGE
    click.echo(report(error), err=True)
    return _EXIT_FAULT
