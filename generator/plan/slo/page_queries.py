"""What the pages of SLOs ask, of the series that all SLOs of a project share."""

from collections.abc import Iterable

from generator.core.names import slo_series_name
from generator.promql import build as p
from generator.promql.expr import Aggregate, Binary, Expr, Matcher, Selector, one_of
from generator.resolve.estate import Estate


class PageQueries:
    """Reads the series that SLOs share, with the conditions of a viewer."""

    def __init__(self, estate: Estate, *conditions: Matcher, labels: tuple[str, ...] = ()) -> None:
        """Take the conditions, and the labels by which the viewer chooses."""
        self._estate, self._prefix = estate, estate.prefix
        self._slo = conditions
        self._groups = tuple(Matcher(label, "=~", f"${label}") for label in labels)

    def of(self, what: str, *more: Matcher) -> Selector:
        """Read a series of each group of an SLO."""
        name = slo_series_name(self._prefix, what)
        return Selector(name, (*self._slo, *self._groups, *more))

    def of_all(self, what: str) -> Selector:
        """Read what all groups of an SLO have in common."""
        return Selector(slo_series_name(self._prefix, what), self._slo)

    def objective(self) -> Selector:
        """Return the share that was promised."""
        return self.of_all("objective")

    def described(self) -> Expr:
        """Return the objective with what people call an SLO, and who owns it."""
        info = self.of_all("info")
        return Binary("*", info, self.objective(), on=("slo",), group_left=())

    def left(self) -> Expr:
        """Return what is left where least is: one row for each SLO."""
        return p.aggregate("min", ("slo",), self.of("remaining"))

    def burn_now(self) -> Expr:
        """Return how fast the budget burned in the last minutes, where it did so fastest."""
        bad = Aggregate(
            "sum", ("outcome",), self.of("events", Matcher("outcome", "=", "bad")), without=True
        )
        every = Aggregate("sum", ("outcome",), self.of("events"), without=True)
        worst = p.aggregate("max", ("slo",), p.divide(bad, p.positive(every)))
        return p.divide(worst, p.subtract(1, self.objective()))

    def state(self) -> Expr:
        """Return 2 while somebody is paged for an SLO, 1 while there is a ticket, else 0."""
        known = self.objective()
        value: Expr = p.multiply(0, known)
        for weight, what in ((1, "ticket"), (2, "page")):
            names = [one for one, does in self._estate.project.severities.items() if does == what]
            if names:
                told = p.op(p.multiply(weight, self._firing(names)), "and", known)
                value = p.either(told, value)
        return value

    def _firing(self, severities: Iterable[str]) -> Expr:
        alerts = Selector(
            "ALERTS",
            (
                Matcher("alertstate", "=", "firing"),
                Matcher("project", "=", self._estate.project.project),
                one_of("severity", severities),
            ),
        )
        named = p.call("label_replace", alerts, "slo", "$1", "subject", "(.+)")
        return p.aggregate("max", ("slo",), named)
