"""The plan of Alertmanager's configuration."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction


@dataclasses.dataclass(frozen=True, slots=True)
class Timing:
    """When a group of alerts is sent: first, with what is new in it, and again. Seconds."""

    wait: Fraction
    interval: Fraction
    repeat: Fraction


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """Which alerts go to a receiver: all ``matchers`` hold. ``source`` says whose they are."""

    matchers: tuple[str, ...]
    receiver: str
    timing: Timing
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class Integration:
    """One way that a receiver sends by: its kind, and settings under Alertmanager's names."""

    kind: str
    settings: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class ReceiverPlan:
    """A receiver with its ways to send; without any it takes alerts and tells nobody."""

    name: str
    integrations: tuple[Integration, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Inhibition:
    """While ``source`` fires, ``targets`` with the same values of ``equal`` are not sent.

    All are alert ids.
    """

    source: str
    targets: tuple[str, ...]
    equal: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Alertmanager:
    """The whole configuration; ``fallback`` takes what no route does."""

    project: str
    fallback: str
    group_by: tuple[str, ...]
    timing: Timing
    routes: tuple[Route, ...]
    receivers: tuple[ReceiverPlan, ...]
    inhibitions: tuple[Inhibition, ...]
    source: str
