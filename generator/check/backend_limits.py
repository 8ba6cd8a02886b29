"""Groups that a backend refuses: too many rules in one, or too many of them.

Grafana Mimir takes 20 rules in a group and 70 groups of a tenant, unless its limits
``ruler_max_rules_per_rule_group`` and ``ruler_max_rule_groups_per_tenant`` say otherwise.

Bad: an SLO with twelve tiers and ``target: {backend: mimir}``. Good: with four.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generator.check import codes
from generator.core.finding import Finding, Place, Related
from generator.plan.plan import Plan
from generator.plan.rules import Group
from generator.resolve.estate import Estate


class Limits(NamedTuple):
    """How many rules one group may hold, and how many groups there may be."""

    rules: int
    groups: int


LIMITS = {"mimir": Limits(rules=20, groups=70)}
"""The limits of backends as they come; a backend without any is not here."""


def beyond_limits(estate: Estate, plan: Plan) -> Iterator[Finding]:
    """Yield what the backend that the rules run on would refuse."""
    backend = estate.project.target.backend
    limits = LIMITS.get(backend)
    if limits is None:
        return
    target = estate.origin(Place(estate.project_file, ("target", "backend")))
    groups = [group for file in plan.rule_files for group in file.groups]
    for group in groups:
        if len(group.rules) > limits.rules:
            yield codes.LARGE_GROUP.at(
                _place(estate, group, target),
                f"group `{group.name}` has {len(group.rules)} rules, {backend} takes "
                f"{limits.rules}",
                related=Related(target, "where the rules run"),
            )
    if len(groups) > limits.groups:
        message = f"there are {len(groups)} groups, {backend} takes {limits.groups} of a tenant"
        yield codes.TOO_MANY_GROUPS.at(target, message)


def _place(estate: Estate, group: Group, otherwise: Place) -> Place:
    """Return what a group is made of: an indicator, an SLO or an alert written by hand."""
    name = group.name.removesuffix(".slow")
    for known in (estate.indicators, estate.slos, estate.alerts):
        if name in known:
            return estate.origin(known[name].place.key(), known[name].service)
    return otherwise
