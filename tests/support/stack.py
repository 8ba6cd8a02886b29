"""Simulator, Prometheus and Alertmanager on loopback, all of them started with what is in ``out/``.

Only what the machine decides is changed: addresses, where notifications go, and how long everything
takes (:mod:`tests.support.timescale`).
"""

import contextlib
import dataclasses
import http.client
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml

from tests.support.alertmanager import Alertmanager, Listener, alertmanager, at_once
from tests.support.program import ROOT, environment
from tests.support.prometheus import Prometheus, free_port, prometheus, running, wait_until
from tests.support.simulator import READY
from tests.support.timescale import HOUR, Rules, shrunk
from tests.support.tools import require_tool

OUT = ROOT / "out"
WATCHDOG = "meta.watchdog"
DEAD_MAN = "dead-man"
"""Who is told of the watchdog, which always fires."""
_URL = re.compile(r"^http://127\.0\.0\.1:(\d+)(/metrics(?:/(\S+))?)$", re.MULTILINE)
_SECONDS = 90
# Longer than it takes a critical alert to follow the warning that it holds back.
_GROUP_WAIT = "2s"
_RESEND = f"--rules.alert.resend-delay={shrunk('1m')}"


def rendered() -> Rules:
    """Return the rules that are rendered."""
    return Rules.below(OUT / "prometheus" / "rules")


class EndedError(RuntimeError):
    """A program of the stack ended while it was needed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stack:
    """What runs."""

    simulators: tuple[int, ...]
    """The ports of the instances."""
    prometheus: Prometheus
    alertmanager: Alertmanager
    listener: Listener
    processes: Mapping[str, subprocess.Popen[bytes]]
    """By name of the program."""

    def switch(self, scenario: str) -> None:
        """Let something happen."""
        status, text = self._ask("POST", f"/-/scenario/{scenario}")
        assert status == HTTPStatus.OK, text

    def _ask(self, method: str, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.simulators[0], timeout=_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def firing(self) -> set[str]:
        """Return the ids of the alerts that fire in Prometheus."""
        alerts = self.prometheus.api("alerts")["alerts"]
        return {one["labels"]["alert_id"] for one in alerts if one["state"] == "firing"}

    def scenarios(self) -> list[str]:
        """Return the names of what can happen."""
        _, text = self._ask("POST", "/-/scenario/")
        return re.findall(r"`([^`]+)`", text)

    def going_on(self) -> dict[tuple[str, str], set[str]]:
        """Return what receivers were last told that goes on, by receiver and component.

        What is held back meanwhile is left out.
        """
        held = self.alertmanager.inhibited()
        last = {(one["receiver"], one["groupKey"]): one for one in self.listener.heard}
        found: dict[tuple[str, str], set[str]] = {
            (str(receiver), str(notification["groupLabels"]["component"])): {
                alert["labels"]["alert_id"]
                for alert in notification["alerts"]
                if alert["status"] == "firing" and alert["labels"]["alert_id"] not in held
            }
            for (receiver, _), notification in last.items()
            if receiver != DEAD_MAN
        }
        return {group: alerts for group, alerts in found.items() if alerts}

    def wait_until_quiet(self) -> None:
        """Wait until all is well after the start, and forget what was told before.

        Prometheus knows its targets only after five seconds, which are more than a minute here.
        """
        seen = "job:llm_optimizer_http_error_ratio:to_rate5m > 0"
        self.wait("requests are seen", lambda: bool(self.prometheus.values(seen)))
        self.wait_until_over()
        heard = self.listener.heard
        self.wait("the watchdog is heard", lambda: DEAD_MAN in {one["receiver"] for one in heard})
        heard[:] = [one for one in heard if one["receiver"] == DEAD_MAN]

    def wait_until_over(self) -> None:
        """Wait until nothing fires, and everybody who was told of something has heard so."""
        self.wait("nothing fires", lambda: self.firing() == {WATCHDOG}, self.firing)
        self.wait("all notifications are resolved", lambda: not self.going_on(), self.going_on)

    def wait(
        self, what: str, happens: Callable[[], bool], instead: Callable[[], object] = lambda: ""
    ) -> None:
        """Wait until something happens.

        Raises:
            EndedError: one of the programs has ended; the message says which.
            TimeoutError: it does not happen.
        """

        def happens_now() -> bool:
            self.check()
            try:
                return happens()
            except OSError:
                self.check()
                raise

        wait_until(what, happens_now, seconds=_SECONDS, instead=instead)

    def check(self) -> None:
        """Make sure that all programs run.

        Raises:
            EndedError: one of them has ended; the message says which.
        """
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise EndedError(f"{name} ended with {process.returncode}")


@contextlib.contextmanager
def stack(folder: Path, *, everything: bool = False) -> Iterator[Stack]:
    """Run all of it until the end of the block; what goes wrong there is shown with the logs.

    Alerts that look back longer than an hour are left out, but with ``everything`` all rules run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listener = Listener(free_port())
    with contextlib.ExitStack() as running_ones:
        running_ones.enter_context(listener.running())
        simulator, urls = running_ones.enter_context(_simulator(folder))
        routes = at_once(
            OUT / "alertmanager" / "alertmanager.yml",
            folder,
            listener.port,
            wait=_GROUP_WAIT,
            resolved=True,
        )
        manager = running_ones.enter_context(
            alertmanager(require_tool("alertmanager"), routes, folder)
        )
        port = free_port()
        _write_rules(folder, everything=everything)
        config = _prometheus_config(folder, urls, port, manager.port)
        server = running_ones.enter_context(
            prometheus(require_tool("prometheus"), config, folder, _RESEND, port=port)
        )
        processes = {
            "simulator": simulator,
            "prometheus": server.process,
            "alertmanager": manager.process,
        }
        ports = tuple(dict.fromkeys(one for one, _, _ in urls))
        yield Stack(ports, server, manager, listener, processes)


Url = tuple[int, str, str]
"""Port, path, and the name of the scrape job if it is not the project's own."""


@contextlib.contextmanager
def _simulator(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[Url]]]:
    command: list[str | Path] = [sys.executable, "-m", "tests.support.simulator", ROOT]
    log = folder / "simulator.log"
    with running(command, log, ROOT, environment()) as process:

        def listens() -> bool:
            if process.poll() is not None:
                raise EndedError(f"simulator ended with {process.returncode}")
            return READY in log.read_text(encoding="utf-8")

        wait_until("the simulator listens", listens, seconds=_SECONDS)
        found = _URL.findall(log.read_text(encoding="utf-8"))
        yield process, [(int(port), path, job) for port, path, job in found]


def of_promtool_only(rules: Rules) -> set[str]:
    """Return the alerts that look back longer than an hour, which nobody waits for here."""
    return {name for name, back in rules.looks_back().items() if back > HOUR}


def _write_rules(folder: Path, *, everything: bool) -> None:
    target = folder / "prometheus" / "rules"
    target.mkdir(parents=True)
    rules = rendered()
    rules.write(target, None if everything else rules.alerts().keys() - of_promtool_only(rules))


def _prometheus_config(folder: Path, urls: list[Url], port: int, manager: int) -> Path:
    """Write the configuration that was rendered, with the addresses and the pace of this stack."""
    target = folder / "prometheus"
    (target / "targets").mkdir(parents=True)
    text = (OUT / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
    text = text.replace("localhost:9090", f"127.0.0.1:{port}")
    tree = yaml.safe_load(text.replace("alertmanager:9093", f"127.0.0.1:{manager}"))
    pace = tree["global"]
    tree["global"] = {
        name: shrunk(pace[name]) for name in ("scrape_interval", "evaluation_interval")
    } | {"scrape_timeout": shrunk(pace["scrape_interval"])}
    for job in tree["scrape_configs"]:
        for discovery in job.get("file_sd_configs", ()):
            name = job["job_name"]
            entries = _targets(urls, name, {one for _, _, one in urls})
            for file in discovery["files"]:
                (target / file).write_text(yaml.safe_dump(entries), encoding="utf-8")
    config = target / "prometheus.yml"
    config.write_text(yaml.safe_dump(tree), encoding="utf-8")
    return config


def _targets(urls: list[Url], job: str, others: set[str]) -> list[dict[str, Any]]:
    wanted = job if job in others else ""
    return [
        {"targets": [f"127.0.0.1:{port}"], "labels": {"__metrics_path__": path}}
        for port, path, name in urls
        if name == wanted
    ]
