"""What a reference may name, by sort of thing; and what it may not, as a finding."""

from collections.abc import Mapping

from generator.core.finding import Place
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Estate

_WORDS = {
    "indicator": "an indicator",
    "metric": "a metric",
    "threshold": "a threshold",
    "slo": "an SLO",
    "tier": "a tier",
    "alert": "an alert",
    "component": "a component",
}


class Names:
    """The ids of an estate by sort of thing.

    A thing that is declared and could not be resolved is not missing: what is wrong with it has
    been told. ``complete`` says that there is no such thing.
    """

    def __init__(self, context: Context, estate: Estate, *, complete: bool) -> None:
        """Collect the ids."""
        self._context, self._complete = context, complete
        thresholds = [
            name
            for _, one in estate.thresholds()
            for name in (one.id, *(bound.id for bound in one.bounds))
        ]
        self._known: Mapping[str, tuple[str, ...]] = {
            "indicator": tuple(estate.indicators),
            "metric": tuple(estate.metrics),
            "threshold": tuple(dict.fromkeys(thresholds)),
            "slo": tuple(estate.slos),
            "tier": tuple(tier.id for slo in estate.slos.values() for tier in slo.tiers),
            "alert": tuple(context.declared - {*estate.indicators, *estate.slos}),
            "component": tuple(estate.components),
        }
        self._services = {one.service for one in estate.components.values()}

    @property
    def complete(self) -> bool:
        """Tell whether everything that is declared could be resolved."""
        return self._complete

    def of(self, *sorts: str) -> tuple[str, ...]:
        """Return the ids of some sorts of things."""
        return tuple(name for sort in sorts for name in self._known[sort])

    def need(self, name: str, where: Place, *sorts: str, fix: str = "") -> None:
        """Report a name that none of some sorts of things has."""
        known = self.of(*sorts)
        if name in known or (not self._complete and self._is_declared(name)):
            return
        other = next((sort for sort in _WORDS if name in self._known[sort]), None)
        if other is not None:
            wanted = " or ".join(_WORDS[sort] for sort in sorts)
            message = f"`{name}` is {_WORDS[other]}"
            self._context.report(codes.UNKNOWN_ID, where, message, fix=f"name {wanted}")
            return
        sort = "metric" if "metric" in sorts and "." not in name else sorts[0]
        self._context.unknown(
            codes.UNKNOWN_ID,
            where,
            f"`{name}` is not defined",
            sought=(sort, name),
            known=known,
            fix=fix or None,
        )

    def _is_declared(self, name: str) -> bool:
        """Tell whether a component says something of an id, or of what a threshold belongs to."""
        service, slash, rest = name.rpartition("/")
        if slash and service not in self._services:
            return False
        subject = ".".join(rest.split(".")[:2])
        return subject in self._context.declared
