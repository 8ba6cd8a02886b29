"""``promspec simulate``."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from generator.cli.options import environment_option, only_one

_LAST_PORT = 65535


@click.command("simulate")
@click.option(
    "--port",
    type=click.IntRange(0, _LAST_PORT),
    default=8080,
    show_default=True,
    help="Where the first instance listens; the others on the ports after it. 0 lets the system "
    "choose.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on.",
)
@click.option(
    "--instances",
    type=click.IntRange(1, 50),
    default=2,
    show_default=True,
    help="How many instances of the service there are.",
)
@click.option(
    "--scenario",
    metavar="NAME",
    default="healthy",
    show_default=True,
    help="What happens at first.",
)
@click.option("--list", "listing", is_flag=True, help="List the scenarios and end.")
@environment_option
@click.pass_obj
def command(
    directories: tuple[Path, ...],
    *,
    port: int,
    host: str,
    instances: int,
    scenario: str,
    listing: bool,
    environment: str,
) -> None:
    """Serve all declared metrics, healthy or in trouble.

    Every metric of the specs is exposed with the labels, values and buckets that they declare, so
    that rules and dashboards can be seen at work before the service exists. What happens is a
    scenario: `healthy`, `outage`, `slow` and so on, or one of specs/scenarios/. It can be switched
    while the service runs, with a POST to /-/scenario/NAME. Ends with Ctrl-C.
    """
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.result import Result  # noqa: PLC0415
    from generator.cli.results import show  # noqa: PLC0415
    from generator.simulate.world import World  # noqa: PLC0415

    if port + instances - 1 > _LAST_PORT:
        message = f"{instances} instances from port {port} on need ports beyond {_LAST_PORT}; "
        raise click.UsageError(f"{message}choose --port {_LAST_PORT - instances + 1} at most.")
    root = only_one(directories)
    project = app.read(root)
    if project.failed:
        show([Result(project, project.findings)], "text")
        sys.exit(1)
    estate = app.estate_of(project, environment)
    world = World(estate, instances, start=_now())
    if listing:
        for name, one in world.scenarios.items():
            click.echo(f"{name:<12} {one.title}")
        return
    if scenario not in world.scenarios:
        names = ", ".join(world.scenarios)
        raise click.UsageError(f"There is no scenario `{scenario}`; there are {names}.")
    _check_instances(world, instances)
    world.switch(scenario)
    _serve(world, host, port)


def _check_instances(world: "World", instances: int) -> None:  # type: ignore[name-defined] # noqa: F821
    """Refuse scenarios in which an instance is down that there is not: nothing would happen."""
    for one in world.scenarios.values():
        last = max(one.down or (0,))
        if last >= instances:
            message = f"In the scenario `{one.name}` instance {last} is down, and there are only "
            raise click.UsageError(
                f"{message}{instances}, counted from 0; choose --instances {last + 1} or more."
            )


def _serve(world: "World", host: str, port: int) -> None:  # type: ignore[name-defined] # noqa: F821
    import socket  # noqa: PLC0415 (help does not wait for it)

    from generator.cli.faults import SetUpError  # noqa: PLC0415
    from generator.simulate.server import Service, serving  # noqa: PLC0415

    service = Service(world)
    try:
        with _until_told_to_end() as wait, serving(service, host, port) as ports:
            for at in ports:
                for path in service.paths:
                    click.echo(f"http://{host}:{at}{path}")
            switch = f"curl -X POST http://{host}:{ports[0]}/-/scenario/NAME"
            click.echo(f"{world.scenario.name}: {world.scenario.title}")
            click.echo(f"switch with `{switch}`, NAME being one of {', '.join(world.scenarios)}")
            sys.stdout.flush()
            wait()
    except (UnicodeError, socket.gaierror) as error:
        message = f"cannot listen on {host}: this is no address of this machine; choose another "
        raise SetUpError(f"{message}--host") from error
    except OSError as error:
        message = f"cannot listen on {host}, port {port}: {error.strerror}; choose another --port"
        raise SetUpError(message) from error


@contextlib.contextmanager
def _until_told_to_end() -> Iterator[Callable[[], object]]:
    """Yield what waits for the signal to end; such a signal interrupts nothing in the block.

    There is no handler: one that sets an event can be run while its lock is held, and waits for
    itself; and it would stay in effect in a program that calls this one.
    """
    import signal  # noqa: PLC0415 (help does not wait for it)

    ends = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        yield lambda: signal.sigwait(ends)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _now() -> float:
    import time  # noqa: PLC0415 (help does not wait for it)

    return time.time()  # noqa: TID251 (what is served is no output; ages need the clock)
