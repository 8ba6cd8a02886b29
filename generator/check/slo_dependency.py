"""SLOs that promise more than what they depend on.

What needs all of its dependencies works only while each of them does. If they fail independently,
the product of their objectives is the most that can be promised on top of them; if they fail
together, the least of them is, which is hardly more.

Bad: ``objective: 99.9%`` with ``depends_on: [db.availability, auth.availability]`` at 99.9 % each:
they bear 99.8 %. Good: ``objective: 99.5%``.
"""

import math
from collections.abc import Iterator
from fractions import Fraction

from generator.check import codes
from generator.core.finding import Finding, Related
from generator.core.units import decimal_text
from generator.resolve.estate import Estate, Slo


def weak_dependencies(estate: Estate) -> Iterator[Finding]:
    """Yield the SLOs whose objective is above the product of those of their dependencies."""
    for slo in estate.slos.values():
        needed = [estate.slos[name] for name in slo.depends_on if name in estate.slos]
        most = math.prod((one.objective for one in needed), start=Fraction(1))
        if slo.objective <= most:
            continue
        weakest = min(needed, key=lambda one: one.objective)
        named = ", ".join(f"`{one.id}` {_percent(one.objective)}" for one in needed)
        yield codes.WEAK_DEPENDENCY.at(
            estate.origin(slo.place.child("objective"), slo.service),
            f"`{slo.id}` promises {_percent(slo.objective)}, what it depends on bears "
            f"{_percent(most)}: {named}",
            related=Related(
                estate.origin(weakest.place.child("objective"), weakest.service), "the weakest"
            ),
        )


def dependency_cycles(estate: Estate) -> Iterator[Finding]:
    """Yield the SLOs that depend on themselves, directly or through others."""
    for slo in estate.slos.values():
        for index, name in enumerate(slo.depends_on):
            if slo.id in _below(estate, name):
                where = estate.origin(slo.place.child("depends_on", index), slo.service)
                message = f"`{slo.id}` depends on `{name}`, which depends on `{slo.id}`"
                if name == slo.id:
                    message = f"`{slo.id}` depends on itself"
                yield codes.DEPENDENCY_CYCLE.at(where, message)


def _below(estate: Estate, name: str) -> set[str]:
    """Return an SLO and everything that it depends on."""
    found: set[str] = set()
    todo = [name]
    while todo:
        one: Slo | None = estate.slos.get(todo.pop())
        if one is not None and one.id not in found:
            found.add(one.id)
            todo += one.depends_on
    return found


def _percent(share: Fraction) -> str:
    """Return a share for prose, rounded down at the sixth digit: no promise is made larger."""
    return f"{decimal_text(Fraction(math.floor(share * 10**8), 10**6))}%"
