"""How promises scale: seconds, rules and bytes of many SLOs, and the samples that one reads."""

import dataclasses
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.estate import write_specs
from tests.slo.projects import shop
from tests.support.query_cost import DAYS, cost, history, serving

SLOS_PER_COMPONENT = 10
_INDICATOR = """\
  errors_{number}:
    title: Error rate {number}
    ratio: {{of: 'NAME_requests_total{{status=~"5..",endpoint="e{number}"}}',
            to: 'NAME_requests_total{{endpoint="e{number}"}}'}}
    by: []
    better: lower
"""
_SLO = """\
  slo_{number}: {{of: NAME.errors_{number}, objective: 99.9%, runbook: anything, min_bad_events: 5}}
"""
_COMPONENT = """\
component: NAME
title: Service NAME
metrics:
  NAME_requests_total: {type: counter, help: Requests., noun: requests, labels: [endpoint, status]}
indicators:
"""


def write_promises(root: Path, count: int) -> Path:
    """Write a project with so many SLOs, all tiers each, ten to a component; return its folder."""
    numbers = range(SLOS_PER_COMPONENT)
    indicators = "".join(_INDICATOR.format(number=number) for number in numbers)
    slos = "".join(_SLO.format(number=number) for number in numbers)
    text = f"{_COMPONENT}{indicators}slos:\n{slos}"
    names = [f"svc{number:05}" for number in range(count // SLOS_PER_COMPONENT)]
    return write_specs(root, {name: text.replace("NAME", name) for name in names}, "rules")


@dataclasses.dataclass(frozen=True, slots=True)
class Rendered:
    """What came of a project: processor seconds, rules, and bytes of rule files."""

    seconds: float
    rules: int
    size: int


def scale(
    counts: Sequence[int], seconds: Callable[[Path], float], say: Callable[[str], object]
) -> None:
    """Render so many SLOs each, and say how seconds, rules and bytes grow from one to the next.

    What one SLO takes is the same in a project of any size if the time is linear.
    """
    before: tuple[int, Rendered] | None = None
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            root = write_promises(Path(folder), count)
            taken = seconds(root)
            files = sorted((root / "out" / "prometheus" / "rules").glob("*.yml"))
            texts = [path.read_text(encoding="utf-8") for path in files]
        rules = sum(text.count("- record: ") + text.count("- alert: ") for text in texts)
        found = Rendered(taken, rules, sum(map(len, texts)))
        line = f"{count:,} SLOs: {found.seconds:.2f} s cpu, {rules:,} rules, {found.size:,} bytes"
        if before is not None:
            times, last = count / before[0], before[1]
            line += (
                f"; of {times:g} times as many: {found.seconds / last.seconds:.1f} x the time "
                f"({found.seconds / last.seconds / times:.2f} x for each), "
                f"{rules / last.rules:.2f} x the rules, {found.size / last.size:.2f} x the bytes"
            )
        say(line)
        before = count, found


def samples(pods: Sequence[int], say: Callable[[str], object]) -> None:
    """Ask a real Prometheus how many samples one SLO reads, and seven raw windows instead."""
    for count in pods:
        with tempfile.TemporaryDirectory() as folder:
            one = "one: {of: web.errors, objective: 99.9%, runbook: errors}"
            groups = shop(Path(folder) / "shop", one).groups
            pair = [f"job:shop_web_errors:{part}_rate5m" for part in ("of", "to")]
            history(Path(folder) / "server", count, pair)
            with serving(Path(folder) / "server") as server:
                found = cost(server, groups, "30d")
        once, hourly = found.factors
        say(
            f"one SLO of {2 * count} series over {DAYS} d: {found.once:,} samples an evaluation, "
            f"seven raw windows {found.raw_once:,}: {once:.1f} x; within an hour {hourly:.1f} x"
        )
