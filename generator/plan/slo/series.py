"""Series that all SLOs share, told apart by `slo`: what the pages of SLOs show.

The records of an SLO have names of their own. A page that shows whichever SLO the viewer chooses
needs one name for all of them: what is left, how fast each tier's budget burns and from where on it
fires, and how many events were good and bad.
"""

from collections.abc import Iterable

from generator.core.names import slo_series_name
from generator.plan.rules import Record
from generator.plan.slo.burn import Burn
from generator.plan.slo.pairs import Pair
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.resolve.estate import Slo, Tier


def quick_series(
    prefix: str, slo: Slo, pair: Pair, burn: Burn, tiers: Iterable[Tier]
) -> list[Record]:
    """Return events, the burn of quick tiers, and the factor of every tier."""
    good = p.call("clamp_min", p.subtract(pair.total, pair.bad), 0)
    events = p.either(_labelled(pair.bad, "outcome", "bad"), _labelled(good, "outcome", "good"))
    factors = [_labelled(p.call("vector", tier.factor), "tier", tier.name) for tier in slo.tiers]
    return [
        _record(prefix, slo, "events", events),
        *_burns(prefix, slo, burn, tiers),
        *([_record(prefix, slo, "factor", _union(factors))] if factors else []),
    ]


def slow_series(prefix: str, slo: Slo, burn: Burn, tiers: Iterable[Tier]) -> list[Record]:
    """Return the burn of slow tiers, and the budget that is left."""
    return [
        *_burns(prefix, slo, burn, tiers),
        _record(prefix, slo, "remaining", burn.remaining_name()),
    ]


def _burns(prefix: str, slo: Slo, burn: Burn, tiers: Iterable[Tier]) -> list[Record]:
    """Return a record for each tier: both groups have some, and none may be recorded twice."""
    return [
        _record(prefix, slo, "burn", burn.over(tier.long), ("tier", tier.name)) for tier in tiers
    ]


def _record(prefix: str, slo: Slo, what: str, value: Expr, *labels: tuple[str, str]) -> Record:
    return Record(slo_series_name(prefix, what), value, slo.id, (("slo", slo.id), *labels))


def _labelled(value: Expr, label: str, text: str) -> Expr:
    return p.call("label_replace", value, label, text, "", "")


def _union(values: list[Expr]) -> Expr:
    whole = values[0]
    for one in values[1:]:
        whole = p.either(whole, one)
    return whole
