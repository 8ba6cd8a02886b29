"""What a recipe is, and the facts it works on.

A recipe turns operands (selections of metrics, other indicators, constants) into named steps. The
same steps are recorded one by one in rules, and put into one another in panels; which of the two,
the :class:`Builder` decides.
"""

import abc
import dataclasses
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Literal, Protocol, TypeAlias

from generator.core.fields import SpecModel
from generator.core.units import Quantity, Unit, duration_text
from generator.promql import build as p
from generator.promql.expr import Expr, Matcher, Selector

MetricType: TypeAlias = Literal["counter", "gauge", "histogram"]
Side: TypeAlias = Literal["above", "below"]


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """A selection of a declared metric, with everything known of it.

    ``labels`` are the metric's own, ``target_labels`` those that scraping adds, ``identity`` those
    that every series of the project carries. ``shared`` is None where each instance reports its own
    part, ``("*", ())`` where all report the same, else the label and those of its values that are.
    ``part`` is ``_bucket``, ``_sum`` or ``_count`` where a text names a histogram's part.
    """

    metric: str
    type: MetricType
    unit: Unit
    labels: tuple[str, ...]
    target_labels: tuple[str, ...]
    identity: tuple[str, ...]
    matchers: tuple[Matcher, ...]
    aggregate: str = ""
    shared: tuple[str, tuple[str, ...]] | None = None
    buckets: tuple[Fraction, ...] = ()
    native: bool = False
    """Whether it is a native histogram, whose samples are whole histograms."""
    noun: str = ""
    part: str = ""
    foreign: bool = False
    """Whether it is no metric of the project, so that its labels are not known."""
    elsewhere: bool = False
    """Whether another job exposes it, so that the labels of scraping have other values."""

    @property
    def all_labels(self) -> tuple[str, ...]:
        """Every label a series can have, identity first."""
        return (*self.identity, *self.target_labels, *self.labels)

    @property
    def filter_labels(self) -> tuple[str, ...]:
        """Labels by which a viewer filters it: instances of another job have other names."""
        return self.labels if self.elsewhere else self.all_labels


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """Another indicator as an operand: its id, its unit and the labels of its series."""

    id: str
    unit: Unit
    labels: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Constant:
    """A constant of the project as an operand."""

    name: str
    quantity: Quantity

    @property
    def unit(self) -> Unit:
        """The unit of the value."""
        return self.quantity.unit


Operand: TypeAlias = Series | Reference | Constant | Quantity


@dataclasses.dataclass(frozen=True, slots=True)
class Accepts:
    """What an operand of a recipe may be: metric types, and which of the other kinds.

    With ``text`` the parameter is a whole expression, and every operand in it is looked up.
    """

    types: tuple[MetricType, ...] = ()
    reference: bool = False
    number: bool = False
    many: bool = False
    optional: bool = False
    text: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """A recipe in use: parameters, resolved operands, labels of the result and window in seconds.

    ``declared`` is the result's unit where the author states it.
    """

    params: SpecModel
    operands: Mapping[str, tuple[Operand, ...]]
    level: tuple[str, ...]
    by: tuple[str, ...]
    window: Fraction
    declared: Unit | None = None

    @property
    def window_text(self) -> str:
        """The window as Prometheus writes it, such as ``5m``; it ends the names of records."""
        return duration_text(self.window)

    def param(self, name: str) -> Any:
        """Return the value of a parameter, which the recipe's model has checked."""
        return getattr(self.params, name)

    def one(self, name: str) -> Operand:
        """Return the only operand of a name."""
        return self.operands[name][0]

    def series(self, name: str) -> Series:
        """Return the only operand of a name, which is a selection."""
        operand = self.one(name)
        if not isinstance(operand, Series):
            raise TypeError(f"{name} is no selection")  # accepted types were checked before
        return operand


@dataclasses.dataclass(frozen=True, slots=True)
class Variant:
    """What a bound is for: a quantile, a value of the varied label, both or neither."""

    quantile: str = ""
    label: Matcher | None = None

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """The conditions that pick the variant out of a recorded series."""
        return (self.label,) if self.label else ()


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """A bound on one variant: the side that is bad and the exact value in the indicator's unit."""

    side: Side
    value: Fraction
    variant: Variant
    min_bad_events: int = 0

    @property
    def sign(self) -> str:
        """The strict comparison that is true beyond the bound."""
        return ">" if self.side == "above" else "<"


class RecipeError(ValueError):
    """A use of a recipe makes no sense; ``field`` names the parameter to point at.

    ``constant`` is the one whose value is at fault, empty if none is.
    """

    def __init__(self, message: str, field: str = "", fix: str = "", constant: str = "") -> None:
        """Keep the parameter at fault and what to do instead."""
        super().__init__(message)
        self.field, self.fix, self.constant = field, fix, constant


class Wording(Protocol):
    """How an alert speaks of its subject, its value and its bound."""

    @property
    def subject(self) -> str:
        """Title and labels of what is measured, such as ``Error rate of {{ $labels.job }}``."""
        ...

    @property
    def bound(self) -> str:
        """The bound as the author wrote it."""
        ...

    def value(self, unit: Unit) -> str:
        """Return the Go template that prints the alert's value in people's units."""
        ...

    def rule(self, side: Side) -> str:
        """Return the bound with its severity, such as ``critical above 5%``."""
        ...


class Builder(Protocol):
    """Where a recipe's steps go: recorded one by one, or put into one another."""

    @property
    def window(self) -> str:
        """The range of rates: the indicator's window, or Grafana's ``$__rate_interval``."""
        ...

    @property
    def fixed_window(self) -> str:
        """The indicator's own window, where zooming must not change the value."""
        ...

    def select(self, series: Series, suffix: str = "") -> Selector:
        """Return the selector of a selection; ``suffix`` is ``_bucket``, ``_sum`` or ``_count``."""
        ...

    def refer(
        self, reference: Reference, offset: str = "", level: tuple[str, ...] | None = None
    ) -> Expr:
        """Return the value of another indicator, some time ago with ``offset``.

        Records have the labels they have; panels can break another indicator down by ``level``.
        """
        ...

    def step(
        self,
        key: str,
        operation: str,
        value: Expr,
        *,
        part: str = "",
        level: tuple[str, ...] | None = None,
    ) -> Expr:
        """Name an intermediate or final value; return how to read it."""
        ...

    def recent(self, level: Expr, window: str) -> Expr:
        """Return the range of a step over a window, for functions such as ``deriv``."""
        ...


class Recipe(abc.ABC):
    """One way to measure. Subclasses stand one in a file, as ``RECIPE``."""

    name: ClassVar[str]
    params: ClassVar[type[SpecModel]]
    accepts: ClassVar[Mapping[str, Accepts]]
    meaning: ClassVar[str]
    """One sentence for the reference: what the indicator tells."""
    panel: ClassVar[str] = "timeseries"
    """The panel that shows it if a dashboard does not say."""
    zoomable: ClassVar[bool] = False
    """Whether panels may replace the default window by Grafana's ``$__rate_interval``."""
    signed: ClassVar[bool] = False
    """Whether the result can be below 0."""

    @abc.abstractmethod
    def unit(self, use: Use) -> Unit:
        """Return the unit of the result.

        Raises:
            RecipeError: the operands' units do not go together.
        """

    @abc.abstractmethod
    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the result: one value under ``""``, or one for each quantile."""

    def check(self, use: Use) -> None:
        """Refuse uses that the operand types allow and that still make no sense.

        Raises:
            RecipeError: with the parameter at fault.
        """
        del use

    def labels(
        self, params: SpecModel, operands: Mapping[str, tuple[Operand, ...]]
    ) -> tuple[str, ...] | None:
        """Return the labels that the result can have, None if unknown; by default the first's."""
        del params
        first = next((one for some in operands.values() for one in some), None)
        return first.all_labels if isinstance(first, Series) else getattr(first, "labels", ())

    def reach(self, use: Use) -> Fraction:
        """Return how many seconds of raw samples one value of the result reads."""
        return use.window

    def quantiles(self, use: Use) -> tuple[str, ...]:
        """Return the quantiles that the result has, none for most recipes."""
        del use
        return ()

    def counts_events(self, use: Use) -> bool:
        """Tell whether bad events can be counted, so that ``min_bad_events`` applies."""
        del use
        return False

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Return the expression that has a sample for each series beyond the bound."""
        del use
        value = steps[limit.variant.quantile].where(*limit.variant.matchers)
        return p.op(value, limit.sign, limit.value)

    def sentence(self, use: Use, limit: Limit, wording: "Wording") -> str:
        """Return what an alert says: title, value and bound, as a Go template.

        There is no verb, because a title may be a plural.
        """
        unit = use.declared or self.unit(use)
        return f"{wording.subject}: {wording.value(unit)} ({wording.rule(limit.side)})"
