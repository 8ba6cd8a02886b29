"""What a proof found."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from generator.core.finding import Place, Span
from generator.prove.failures import Failure
from generator.prove.files import Rule
from generator.prove.mutants import Mutant


@dataclasses.dataclass(frozen=True, slots=True)
class AlertResult:
    """An alert: proven if there is no ``reason`` against it."""

    rule: Rule
    reason: str

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.rule.id

    @property
    def name(self) -> str:
        """The name that it fires under."""
        return self.rule.alert

    @property
    def proven(self) -> bool:
        """Tell whether its tests exist and pass."""
        return not self.reason


@dataclasses.dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no test notices, with the reason if it means the same as the rule."""

    mutant: Mutant
    equivalent: str


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """The result for a whole suite; ``failing`` are test files with what promtool says.

    ``places`` are where rules stand, for those that a user can open; ``spans`` where cases that
    fail are written. ``environment`` is the one whose rules these are, empty for the default one.
    """

    alerts: tuple[AlertResult, ...]
    failing: Mapping[str, str]
    mutants: int
    killed: int
    survivors: tuple[Survivor, ...]
    places: Mapping[Rule, Span] = dataclasses.field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    spans: Mapping[Place, Span] = dataclasses.field(default_factory=dict)
    environment: str = ""

    def within(self, folder: str) -> "Report":
        """Return the same with files named from a folder on."""
        prefix = f"{folder}/"
        failing = {
            name.removeprefix(prefix): text.replace(prefix, "")
            for name, text in self.failing.items()
        }
        alerts = tuple(
            dataclasses.replace(one, reason=one.reason.replace(prefix, "")) for one in self.alerts
        )
        failures = tuple(
            dataclasses.replace(
                one,
                check=dataclasses.replace(one.check, file=one.check.file.removeprefix(prefix)),
            )
            for one in self.failures
        )
        return dataclasses.replace(self, alerts=alerts, failing=failing, failures=failures)

    def named(self, prefix: str) -> "Report":
        """Return the same with a prefix before the names of the files of cases."""
        spans = {
            place: dataclasses.replace(one, file=f"{prefix}{one.file}")
            for place, one in self.spans.items()
        }
        return dataclasses.replace(self, spans=spans)

    @property
    def equivalent(self) -> tuple[Survivor, ...]:
        """Mutants that mean the same as the rule."""
        return tuple(one for one in self.survivors if one.equivalent)

    @property
    def alive(self) -> tuple[Survivor, ...]:
        """Mutants that some test should notice and none does."""
        return tuple(one for one in self.survivors if not one.equivalent)

    @property
    def score(self) -> Fraction:
        """The share of mutants noticed, of those that change something; 1 where there are none."""
        counted = self.mutants - len(self.equivalent)
        return Fraction(self.killed, counted) if counted else Fraction(1)
