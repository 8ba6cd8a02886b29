"""How many samples rules read, asked of a real Prometheus over days of made-up history."""

import contextlib
import dataclasses
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import yaml

from generator.plan.rules import Group, Record
from tests.support.prometheus import Prometheus, prometheus
from tests.support.tools import require_tool

SCRAPE, EVALUATION = 15, 30
_BEGIN = 1_700_006_400  # a full two hours of epoch time, at which blocks begin
DAYS = 3
END = _BEGIN + DAYS * 86400
"""When the history ends, in seconds of epoch time."""
_MINUTES = 10

# What is commonly generated: the ratio over each of seven windows, all from raw samples.
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
SEVEN_RAW = tuple(
    f'sum(rate(requests_total{{job="shop",code=~"5.."}}[{window}])) '
    f'/ sum(rate(requests_total{{job="shop"}}[{window}]))'
    for window in WINDOWS
)


def history(folder: Path, pods: int, records: Iterable[str]) -> Path:
    """Write three days of a service with so many pods, and of records, into a data folder.

    Each pod has two series. Rules of the same name need not have run for their past to be there.
    """
    data = folder / "data"
    data.mkdir(parents=True)
    text = folder / "history.txt"
    with text.open("w", encoding="ascii") as out:
        out.write("# TYPE requests counter\n")
        for pod in range(pods):
            for code, growth in (("200", 1500), ("500", 1)):
                labels = f'code="{code}",job="shop",pod="{pod}"'
                for step in range(DAYS * 86400 // SCRAPE):
                    at = _BEGIN + step * SCRAPE
                    out.write(f"requests_total{{{labels}}} {step * growth} {at}\n")
        for name in records:
            out.write(f"# TYPE {name} gauge\n")
            for step in range(DAYS * 86400 // EVALUATION):
                out.write(f'{name}{{job="shop"}} 1 {_BEGIN + step * EVALUATION}\n')
        out.write("# EOF\n")
    command: list[str | Path] = [
        require_tool("promtool"),
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        text,
        data,
    ]
    subprocess.run(
        command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_MINUTES * 60
    )
    text.unlink()
    return data


@contextlib.contextmanager
def serving(folder: Path, rules: Iterable[Path] = ()) -> Iterator[Prometheus]:
    """Run a Prometheus over the history of a folder, with rules."""
    config = folder / "prometheus.yml"
    tree = {
        "global": {"evaluation_interval": f"{EVALUATION}s"},
        "rule_files": [str(path) for path in rules],
    }
    config.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with prometheus(require_tool("prometheus"), config, folder) as server:
        yield server


def read_by(server: Prometheus, expr: str) -> int:
    """Return how many samples an expression reads at the end of the history."""
    answer = server.api("query", query=expr, time=str(END - 1), stats="all")
    samples: int = answer["stats"]["samples"]["totalQueryableSamples"]
    return samples


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """Samples that two layouts read: once all their rules are evaluated, and within an hour."""

    once: int
    hourly: Fraction
    raw_once: int
    raw_hourly: Fraction

    @property
    def factors(self) -> tuple[float, float]:
        """How many times more seven raw windows read, per evaluation and per hour."""
        return self.raw_once / self.once, float(self.raw_hourly / self.hourly)


def cost(server: Prometheus, groups: Mapping[str, Group], period: str) -> Cost:
    """Compare the rules of some groups with seven raw windows at each evaluation.

    The rule of the period is left out: the seven windows hold none, and the history is shorter.
    """
    once, hourly = 0, Fraction(0)
    for group in groups.values():
        # Alerts read what was recorded a moment before: a sample of each.
        records = [
            rule
            for rule in group.rules
            if isinstance(rule, Record) and not rule.name.endswith(f":burn{period}")
        ]
        read = sum(read_by(server, str(rule.expr)) for rule in records)
        once += read
        hourly += read * 3600 / Fraction(group.interval or EVALUATION)
    raw = sum(read_by(server, expr) for expr in SEVEN_RAW)
    return Cost(once, hourly, raw, raw * Fraction(3600, EVALUATION))
