"""A real Prometheus over samples of the past: blocks made by promtool, rules recorded into them."""

import contextlib
import dataclasses
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.support.prometheus import Prometheus, prometheus

_SECONDS = 300
_EVALUATED = 30


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """A data folder, and the time that it tells of, in seconds since 1970."""

    promtool: Path
    binary: Path
    folder: Path
    start: int
    now: int

    def add(self, lines: Iterable[str]) -> None:
        """Add samples, given as an OpenMetrics text with times."""
        path = self.folder / "samples.txt"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        make = ("tsdb", "create-blocks-from", "openmetrics", "-q")
        done = subprocess.run(
            [self.promtool, *make, path, self.folder / "data"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def record(self, rules: Sequence[Path]) -> None:
        """Evaluate rules as if they had been there all the time, each after those it reads.

        What a rule reads over a range has all its values, every half minute; of the others and of
        alerts there are those of now. An alert fires if its condition holds now, so the samples
        must have been alike for as long as it waits.
        """
        todo = [
            rule
            for path in rules
            for group in yaml.safe_load(path.read_text("utf-8"))["groups"]
            for rule in group["rules"]
        ]
        ranged = {
            name
            for rule in todo
            for name in re.findall(
                r"([a-zA-Z_:][\w:]*)(?:\{[^{}]*\})?(?:\[| offset )", rule["expr"]
            )
        }
        while todo:
            open_ = {_name(rule) for rule in todo}
            ready = [rule for rule in todo if not open_ & set(re.findall(r"[\w:]+", rule["expr"]))]
            assert ready, f"these rules wait for each other: {open_}"
            with self.running() as server:
                lines = [line for rule in ready for line in self._values(server, rule, ranged)]
            self.add([*lines, "# EOF"])
            todo = [rule for rule in todo if rule not in ready]

    @contextlib.contextmanager
    def running(self) -> Iterator[Prometheus]:
        """Run a server over the folder; it scrapes nothing."""
        config = self.folder / "prometheus.yml"
        config.write_text(f"global: {{evaluation_interval: {_EVALUATED}s}}\n", encoding="utf-8")
        with prometheus(self.binary, config, self.folder) as server:
            yield server

    def _values(self, server: Prometheus, rule: dict[str, Any], ranged: set[str]) -> Iterator[str]:
        name = _name(rule)
        labels = {**rule.get("labels", {})}
        if "alert" in rule:
            labels |= {"alertname": rule["alert"], "alertstate": "firing"}
        start = self.start if name in ranged else self.now
        found = server.api(
            "query_range",
            query=rule["expr"],
            start=str(start),
            end=str(self.now),
            step=str(_EVALUATED),
        )
        for series in found["result"]:
            own = {**series["metric"], **labels}
            own.pop("__name__", None)
            inner = ",".join(f'{label}="{value}"' for label, value in own.items())
            for time, value in series["values"]:
                written = "1" if "alert" in rule else value
                yield f"{name}{{{inner}}} {written} {time}"


def _name(rule: dict[str, Any]) -> str:
    name: str = rule.get("record", "ALERTS")
    return name
