"""Runs rules over made-up counters with promtool, and reads back what they give."""

import dataclasses
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from tests.support.tools import require_tool

_SECONDS = 120
# A sample that nothing has: promtool shows what it got only where that is not what was expected.
_NOTHING_LIKE_IT = [{"labels": '{nothing="like it"}', "value": 0}]
_FAILED = re.compile(
    r'expr: "(?P<expr>(?:[^"\\]|\\.)*)", time: (?P<time>\S+),\s+exp: *.*\s+got: *(?P<got>.*)'
)
_SAMPLE = re.compile(r"\{(?P<labels>[^}]*)\} (?P<value>[-+0-9.eEINnaf]+)")
_DURATION = re.compile(r"(\d+)(ms|[wdhms])")
_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1, "ms": 0.001}
Samples: TypeAlias = dict[str, float]
"""Values by labels as promtool writes them, without the metric's name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A stretch of time: how many steps, and by how much a counter grows in each of them."""

    steps: int
    growth: float
    reset: bool = False
    absent: bool = False


def counter(*parts: Part, born: float = 0) -> str:
    """Return a counter in promtool's notation; its first sample is what it is born with."""
    found: list[str] = []
    value = born
    for number, part in enumerate(parts):
        first = number == 0
        steps = part.steps + 1 if first else part.steps
        if part.absent:
            found.append(f"_x{steps}")
            continue
        value = part.growth if part.reset else value + (0 if first else part.growth)
        if steps:
            found.append(f"{value!r}+{part.growth!r}x{steps - 1}")
            value += part.growth * (steps - 1)
    return " ".join(found)


@dataclasses.dataclass(frozen=True, slots=True)
class World:
    """Series in promtool's notation, the seconds between samples, and between evaluations."""

    series: Mapping[str, str]
    step: int
    evaluation: int


def only(rules: Path, *endings: str) -> Path:
    """Keep only the records whose names end so: promtool's time goes by rules and evaluations."""
    tree = yaml.safe_load(rules.read_text(encoding="utf-8"))
    for group in tree["groups"]:
        group["rules"] = [one for one in group["rules"] if one.get("record", "").endswith(endings)]
    tree["groups"] = [group for group in tree["groups"] if group["rules"]]
    rules.write_text(yaml.safe_dump(tree), encoding="utf-8")
    return rules


def evaluate(
    rules: Path,
    world: World,
    queries: Iterable[tuple[str, int]],
    order: Sequence[str] = (),
    *,
    promtool: Path | None = None,
) -> dict[tuple[str, int], Samples]:
    """Return what expressions give at some seconds, by expression and time.

    promtool ignores the intervals of groups: all run at each evaluation, in `order`.
    """
    asked = list(queries)
    tree = {
        "rule_files": [str(rules)],
        "evaluation_interval": f"{world.evaluation}s",
        "group_eval_order": list(order),
        "tests": [
            {
                "interval": f"{world.step}s",
                "input_series": [
                    {"series": name, "values": values} for name, values in world.series.items()
                ],
                "promql_expr_test": [
                    {"expr": expr, "eval_time": f"{at}s", "exp_samples": _NOTHING_LIKE_IT}
                    for expr, at in asked
                ],
            }
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.yml"
        path.write_text(yaml.safe_dump(tree, sort_keys=False, width=10**6), encoding="utf-8")
        answer = subprocess.run(
            [promtool or require_tool("promtool"), "test", "rules", path],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    text = answer.stdout + answer.stderr
    found = {
        (one["expr"].encode().decode("unicode_escape"), _seconds(one["time"])): _samples(one["got"])
        for one in _FAILED.finditer(text)
    }
    assert set(found) == set(asked), text[:3000]
    return found


def labelled(samples: Samples, label: str) -> dict[str, float]:
    """Return samples by the value of one label."""
    pattern = re.compile(rf'(?:^|, ){label}="([^"]*)"')
    return {match[1]: value for key, value in samples.items() if (match := pattern.search(key))}


def firing(samples: Samples, label: str = "alert_id") -> set[str]:
    """Return the values of a label on alerts that fire, from a query of `ALERTS`."""
    return set(labelled({key: 1 for key in samples if 'alertstate="firing"' in key}, label))


def _samples(text: str) -> Samples:
    plain = text.strip().strip('"').encode().decode("unicode_escape")
    return {one["labels"]: float(one["value"]) for one in _SAMPLE.finditer(plain)}


def _seconds(text: str) -> int:
    return round(sum(int(number) * _UNITS[unit] for number, unit in _DURATION.findall(text)))
