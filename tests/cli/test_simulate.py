"""`promspec simulate` as a program."""

import itertools
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.specs.corpus import BASE
from tests.support.program import environment

_ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_until_it_is_told_to_end() -> None:
    command = [sys.executable, "-m", "generator", "-C", str(BASE), "simulate", "--port", "0"]
    with subprocess.Popen(
        command, cwd=_ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = list(itertools.takewhile(lambda one: one[:7] != "healthy", process.stdout))
            urls = [one.strip() for one in lines if one.endswith("/metrics\n")]
            assert len(urls) == 2
            with urllib.request.urlopen(urls[1], timeout=30) as answer:  # noqa: S310 (http it is)
                assert b"# TYPE requests_total counter" in answer.read()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()


def test_it_lists_the_scenarios(cli: Callable[..., Result]) -> None:
    done = cli("-C", _ROOT / "tests/specs/good", "simulate", "--list")
    assert done.exit_code == 0
    assert "outage       No instance answers.\n" in done.output
    assert "night        A nightly job takes the queue and fails.\n" in done.output


def test_an_unknown_scenario_is_named_with_those_that_there_are(cli: Callable[..., Result]) -> None:
    done = cli("-C", BASE, "simulate", "--scenario", "outag")
    assert done.exit_code == 2
    assert "There is no scenario `outag`; there are healthy, outage, restart" in done.output


def test_a_port_that_is_taken_is_said_in_a_line(cli: Callable[..., Result]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = cli("-C", BASE, "simulate", "--port", port)
    assert done.exit_code == 2
    assert "choose another --port" in done.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--port", "65535"],
            "2 instances from port 65535 on need ports beyond 65535; choose --port 65534 at most.",
        ),
        (["--port", "65500", "--instances", "50"], "choose --port 65486 at most."),
        (["--port", "65536"], "65536 is not in the range 0<=x<=65535."),
    ],
)
def test_ports_that_do_not_exist_are_said_in_a_line(
    cli: Callable[..., Result], options: list[str], said: str
) -> None:
    done = cli("-C", BASE, "simulate", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f"{said}\n")


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "a" * 70])
def test_an_address_that_is_none_is_said_in_a_line(cli: Callable[..., Result], host: str) -> None:
    done = cli("-C", BASE, "simulate", "--host", host, "--port", "0")
    said = f"promspec: cannot listen on {host}: this is no address of this machine; choose another "
    assert (done.exit_code, done.output) == (2, f"{said}--host\n")


def test_signals_are_those_of_the_caller_again(cli: Callable[..., Result]) -> None:
    ends = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(one) for one in ends]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        cli("-C", BASE, "simulate", "--port", str(taken.getsockname()[1]))
    assert [signal.getsignal(one) for one in ends] == before
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & set(ends)


def test_specs_with_errors_are_told_and_nothing_is_served(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/project.yaml").write_text("project: shop\n", encoding="utf-8")
    done = cli("-C", tmp_path, "simulate")
    assert done.exit_code == 1
    assert "error[" in done.output


def test_a_scenario_with_more_instances_than_there_are(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    assert cli("init", tmp_path).exit_code == 0
    path = tmp_path / "specs" / "scenarios" / "night.yaml"
    path.parent.mkdir()
    path.write_text("scenario: night\ntitle: The sixth is down.\ndown: [5]\n", "utf-8")
    done = cli("-C", tmp_path, "simulate", "--port", "0")
    assert done.exit_code == 2
    assert done.output.endswith(
        "In the scenario `night` instance 5 is down, and there are only 2, counted from 0; choose "
        "--instances 6 or more.\n"
    )
