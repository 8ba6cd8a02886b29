"""``promspec simulate``."""

import sys
from pathlib import Path

import click

from generator.cli.options import environment_option, only_one


@click.command("simulate")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
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
    from generator.cli.results import Result, show  # noqa: PLC0415
    from generator.simulate.world import World  # noqa: PLC0415

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
    world.switch(scenario)
    _serve(world, host, port)


def _serve(world: "World", host: str, port: int) -> None:  # type: ignore[name-defined] # noqa: F821
    import signal  # noqa: PLC0415 (help does not wait for it)
    import threading  # noqa: PLC0415

    from generator.cli.faults import SetUpError  # noqa: PLC0415
    from generator.simulate.server import Service, serving  # noqa: PLC0415

    ended = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: ended.set())
    service = Service(world)
    try:
        with serving(service, host, port) as ports:
            for at in ports:
                for path in service.paths:
                    click.echo(f"http://{host}:{at}{path}")
            switch = f"curl -X POST http://{host}:{ports[0]}/-/scenario/NAME"
            click.echo(f"{world.scenario.name}: {world.scenario.title}")
            click.echo(f"switch with `{switch}`, NAME being one of {', '.join(world.scenarios)}")
            sys.stdout.flush()
            ended.wait()
    except OSError as error:
        message = f"cannot listen on {host}, port {port}: {error.strerror}; choose another --port"
        raise SetUpError(message) from error


def _now() -> float:
    import time  # noqa: PLC0415 (help does not wait for it)

    return time.time()  # noqa: TID251 (what is served is no output; ages need the clock)
