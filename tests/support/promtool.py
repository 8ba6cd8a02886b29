"""Scenarios for `promtool test rules`: series in, the states of alerts out."""

import dataclasses
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

import yaml

STEP = "15s"
_SECONDS = 120

State = Literal["pending", "firing"]


@dataclasses.dataclass(frozen=True, slots=True)
class Alert:
    """An alert that is expected: its id, its state, and those of its labels that are looked at."""

    id: str
    state: State
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """What happens, and what becomes of the alerts whose id matches a pattern.

    Samples and evaluations are 15 s apart. States are read from the `ALERTS` series, because a test
    of an alert by name passes for every name that does not exist.
    """

    name: str
    """What happens, for people."""
    series: Mapping[str, str]
    """Series and their values in promtool's notation."""
    alerts: str
    """The ids that are looked at, as a regular expression."""
    by: tuple[str, ...] = ()
    """Labels that tell alerts of one id apart."""
    at: Mapping[str, tuple[Alert, ...]] = dataclasses.field(default_factory=dict)
    """All alerts at some times."""
    ever: Mapping[str, tuple[Alert, ...]] = dataclasses.field(default_factory=dict)
    """All alerts that there were up to some times."""
    counts: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    """How many series an expression has at some times."""
    notifications: tuple[Mapping[str, Any], ...] = ()
    """Entries of promtool's own `alert_rule_test`, with all labels and annotations."""

    @property
    def expects_something(self) -> bool:
        """Tell whether it asks for more than silence."""
        counted = any(number for counts in self.counts.values() for number in counts.values())
        return counted or any((*self.at.values(), *self.ever.values(), self.notifications))

    def tree(self) -> dict[str, Any]:
        """Return its entry in a promtool test file."""
        selector = f'ALERTS{{alert_id=~"{self.alerts}"}}'
        labels = ", ".join(("alert_id", "alertstate", *self.by))
        samples = [
            _samples(f"count by ({labels}) ({selector})", time, alerts)
            for time, alerts in self.at.items()
        ]
        samples += [
            # Groups are counted, not the series in them: how often it flapped is not looked at.
            _samples(f"group by ({labels}) (count_over_time({selector}[1d]))", time, alerts)
            for time, alerts in self.ever.items()
        ]
        samples += [
            {
                "expr": f"count({expr})",
                "eval_time": time,
                "exp_samples": [{"labels": "{}", "value": number}] if number else [],
            }
            for expr, counts in self.counts.items()
            for time, number in counts.items()
        ]
        return {
            "name": self.name,
            "interval": STEP,
            "input_series": [
                {"series": series, "values": values} for series, values in self.series.items()
            ],
            "promql_expr_test": samples,
            "alert_rule_test": list(self.notifications),
        }


def _samples(expr: str, time: str, alerts: Iterable[Alert]) -> dict[str, Any]:
    expected = []
    for alert in alerts:
        labels = {"alert_id": alert.id, "alertstate": alert.state, **alert.labels}
        pairs = ", ".join(f'{name}="{value}"' for name, value in sorted(labels.items()))
        expected.append({"labels": f"{{{pairs}}}", "value": 1})
    return {"expr": expr, "eval_time": time, "exp_samples": expected}


class Entry(Protocol):
    """What can stand in a test file of promtool."""

    def tree(self) -> dict[str, Any]:
        """Return its entry."""
        ...


def run_scenarios(
    promtool: Path,
    folder: Path,
    rules: Iterable[Path],
    scenarios: Iterable[Entry],
    step: str = STEP,
) -> subprocess.CompletedProcess[str]:
    """Run scenarios against rule files, evaluated so often, and return promtool's answer."""
    path = folder / "scenarios.yml"
    tree = {
        "rule_files": [str(rule) for rule in rules],
        "evaluation_interval": step,
        "tests": [scenario.tree() for scenario in scenarios],
    }
    path.write_text(yaml.safe_dump(tree, sort_keys=False, width=10**6), encoding="utf-8")
    return subprocess.run(
        [promtool, "test", "rules", path],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
    )


def prove(
    promtool: Path, folder: Path, rules: Iterable[Path], scenarios: Iterable[Scenario]
) -> None:
    """Assert that scenarios go as they say; among them one in which something must happen."""
    chosen = list(scenarios)
    silent = not any(scenario.expects_something for scenario in chosen)
    assert not silent, "nothing is expected to happen, so this would pass without any rule"
    answer = run_scenarios(promtool, folder, rules, chosen)
    assert answer.returncode == 0, f"{answer.stdout}{answer.stderr}"
