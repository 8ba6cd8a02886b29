"""Small projects: one component in a text, everything else as the tests of recipes have it."""

import dataclasses
import shutil
from pathlib import Path

from generator import app
from generator.core.finding import Finding
from generator.plan.build import PanelBuilder, Recordings, panel_values
from generator.resolve.estate import Estate, Indicator

_PROJECT = Path(__file__).resolve().parents[2] / "recipes" / "project"
METRICS = """
component: a
title: A
owner: me
metrics:
  hits_total: {type: counter, help: Hits., labels: [layer, reason]}
  misses_total: {type: counter, help: Misses., labels: [layer]}
  cost_total: {type: counter, unit: USD, help: Spend., labels: [layer]}
  read_bytes_total: {type: counter, help: Read., labels: [layer]}
  busy_ms_total: {type: counter, help: Busy., labels: []}
  idle_minutes_total: {type: counter, unit: m, help: Idle., labels: []}
  size_bytes: {type: gauge, help: Size., labels: [layer], aggregate: sum}
  room_bytes: {type: gauge, help: Room., labels: [], aggregate: sum}
  queue_size: {type: gauge, help: Queue., labels: [queue], aggregate: max}
  queue_room: {type: gauge, help: Queue., labels: [queue], aggregate: max}
  machine_bytes: {type: gauge, help: Memory., labels: [], aggregate: max, selector: {job: node}}
  machine_ticks_total: {type: counter, help: Ticks., labels: [], selector: {job: node}}
  others_up: {type: gauge, help: Up., labels: [], aggregate: sum, selector: {instance: b}}
  state_bytes:
    {type: gauge, help: State., labels: [backend], aggregate: sum, shared: {backend: [redis]}}
  flow_bytes: {type: gauge, unit: B/s, help: Flow., labels: [], aggregate: sum}
  seen_timestamp_ms: {type: gauge, help: Seen., labels: [], aggregate: min}
  all_times_ms: {type: gauge, help: Seen., labels: [], aggregate: sum}
  shared_up: {type: gauge, help: Up., labels: [], aggregate: max, shared: true}
  took_ms: {type: histogram, help: Took., labels: [layer], buckets: [10, 50.5]}
indicators:
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Small:
    """A project of one component `a`, read."""

    project: app.Project

    @property
    def estate(self) -> Estate:
        """What was resolved; nothing may be wrong."""
        assert not self.project.failed, [one.message for one in self.project.findings]
        assert self.project.estate is not None
        return self.project.estate

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Code, message and the text that is underlined, of everything that is wrong."""
        found = (one for one in self.project.findings if one.severity.value == "error")
        return [(one.code, one.message, self._underlined(one)) for one in found]

    def _underlined(self, finding: Finding) -> str:
        span = self.project.sources.span(finding.where)
        line = self.project.sources.line(span.file, span.line) or ""
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return line[span.column - 1 : end]

    def records(self, name: str) -> dict[str, str]:
        """The records of an indicator, with their expressions on one line."""
        recording = Recordings(self.estate).of(f"a.{name}")
        return {record.name: str(record.expr) for record in recording.records}

    def panel(
        self,
        name: str,
        *,
        filters: tuple[str, ...] = (),
        ago: str = "",
        by: list[str] | None = None,
    ) -> str:
        """The only expression of an indicator on a panel."""
        indicator = self.estate.indicators[f"a.{name}"]
        use = indicator.use
        if by is not None:
            level = (*self.estate.identity, *by)
            use = dataclasses.replace(use, by=tuple(by), level=level)
        builder = PanelBuilder(self.estate, indicator, filters, ago)
        (value,) = panel_values(indicator, use, builder).values()
        return str(value)

    def indicator(self, name: str) -> Indicator:
        """An indicator by the second half of its id."""
        return self.estate.indicators[f"a.{name}"]


def read(folder: Path, indicators: str, metrics: str = METRICS) -> Small:
    """Read a project with these indicators, each on a line of its own."""
    specs = folder / "specs"
    shutil.copytree(_PROJECT, specs)
    (specs / "components").mkdir()
    lines = (f"  {line}\n" for line in indicators.strip().split("\n"))
    text = metrics.lstrip() + "".join(lines)
    (specs / "components" / "a.yaml").write_text(text, encoding="utf-8")
    return Small(app.read(folder))
