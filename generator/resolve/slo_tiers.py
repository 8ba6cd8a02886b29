"""Tiers of SLOs: burn-rate alerts fitted to the period of each (Google SRE workbook, chapter 5).

A tier says which share of the error budget may be spent within its long window before it fires.
The factor by which the budget then burns too fast follows from the period:
``f = share * period / long``.
"""

import math
from fractions import Fraction
from typing import Literal, NamedTuple

from generator.core.finding import Place
from generator.core.spelling import listed
from generator.core.units import TIME_UNITS, decimal_text, duration_text
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import DroppedTier, Tier
from generator.spec.project import Tier as TierSpec

_MINUTE, _DAY = TIME_UNITS["m"], TIME_UNITS["d"]
BASE_PERIOD = 30 * _DAY
"""The period that the tiers of a project are written for."""
SHORTEST = 5 * _MINUTE
"""The shortest window worth reading: a few scrapes of counters."""


class Fitted(NamedTuple):
    """Windows in seconds and the factor of a tier for one period."""

    long: Fraction
    short: Fraction
    factor: Fraction


def fit(tier: TierSpec, period: Fraction) -> Fitted:
    """Return a tier for a period.

    The windows stay and the factor follows the period, ``f = share * period / long`` (workbook,
    table 5-8). A factor below 1 would fire while the budget lasts, so there the factor of 30 days
    stays and the windows shrink with the period instead, to whole minutes.
    """
    share = tier.budget.base
    factor = share * period / tier.long
    if factor >= 1:
        return Fitted(tier.long, tier.short, factor)
    shrink = period / BASE_PERIOD
    return Fitted(
        _whole_minutes(tier.long * shrink),
        _whole_minutes(tier.short * shrink),
        share * BASE_PERIOD / tier.long,
    )


def reachable(factor: Fraction, budget: Fraction) -> bool:
    """Tell whether a tier can ever fire.

    With everything failing the budget burns ``1 / (1 - objective)`` times too fast, never faster,
    and the comparison is strict: ``f * (1 - objective) < 1``.
    """
    return factor * budget < 1


def _whole_minutes(seconds: Fraction) -> Fraction:
    return math.floor(seconds / _MINUTE + Fraction(1, 2)) * _MINUTE


def check_tiers(context: Context) -> None:
    """Report tiers of the project that fire although the budget lasts, for any SLO."""
    for name, tier in context.project.tiers.items():
        if tier.budget.base * BASE_PERIOD / tier.long < 1:
            least = _rounded(tier.long / BASE_PERIOD * 100)
            context.report(
                codes.BAD_TIER,
                Place(context.project_file, ("tiers", name, "budget")),
                f"spending {tier.budget} in {duration_text(tier.long)} is slower than a budget of "
                "30 days lasts",
                fix=f"write at least {least}%",
            )


class TierWish(NamedTuple):
    """What an SLO asks for: its id, period and budget, the tiers it names, and where."""

    slo: str
    period: Fraction
    budget: Fraction
    named: tuple[str, ...] | None
    place: Place


def resolve_tiers(
    context: Context, wish: TierWish
) -> tuple[tuple[Tier, ...], tuple[DroppedTier, ...]]:
    """Return the tiers of an SLO and those that it goes without; a named one may not be dropped."""
    tiers: list[Tier] = []
    dropped: list[DroppedTier] = []
    for index, name in enumerate(wish.named or ()):
        where = wish.place.child("tiers", index)
        if name not in context.project.tiers:
            context.unknown(
                codes.UNKNOWN_ID,
                where,
                f"there is no tier `{name}`",
                sought=("tier", name),
                known=context.project.tiers,
                fix=f"tiers are {listed(context.project.tiers, 'and')}",
            )
        elif name in (wish.named or ())[:index]:
            message = f"the tier `{name}` stands twice"
            context.report(codes.UNKNOWN_ID, where, message, fix="remove one")
    for name, spec in context.project.tiers.items():
        if wish.named is not None and name not in wish.named:
            continue
        found = _tier(context, wish, name, spec)
        if isinstance(found, Tier):
            tiers.append(found)
        else:
            dropped.append(found)
    _report_dropped(context, wish, dropped)
    return tuple(tiers), tuple(dropped)


def _tier(context: Context, wish: TierWish, name: str, spec: TierSpec) -> Tier | DroppedTier:
    fitted = fit(spec, wish.period)
    notifies = context.project.severities.get(spec.severity, "none")
    reason = _hindrance(wish, fitted)
    if notifies == "none":
        reason = f"its severity `{spec.severity}` notifies nobody"
    if reason:
        return DroppedTier(name, reason)
    kind: Literal["page", "ticket"] = "page" if notifies == "page" else "ticket"
    return Tier(
        id=f"{wish.slo}.{name}",
        name=name,
        long=fitted.long,
        short=fitted.short,
        factor=fitted.factor,
        severity=spec.severity,
        notifies=kind,
    )


def _hindrance(wish: TierWish, fitted: Fitted) -> str:
    if fitted.short < SHORTEST:
        return (
            f"its short window would be {duration_text(fitted.short)} for a period of "
            f"{duration_text(wish.period)}"
        )
    if not reachable(fitted.factor, wish.budget):
        fastest = _rounded(1 / wish.budget)
        return (
            f"it fires above {_rounded(fitted.factor)} times, and even with everything failing "
            f"the budget burns {fastest} times too fast at most"
        )
    return ""


def _rounded(value: Fraction) -> str:
    """Return a number for prose, to three digits after the point."""
    return decimal_text(Fraction(round(value * 1000), 1000)) or ""


def _report_dropped(context: Context, wish: TierWish, dropped: list[DroppedTier]) -> None:
    if not dropped:
        return
    if wish.named is None:
        listed = "; ".join(f"`{one.name}`: {one.reason}" for one in dropped)
        context.report(
            codes.DROPPED_TIER, wish.place.key(), f"`{wish.slo}` goes without tiers: {listed}"
        )
        return
    for one in dropped:
        where = wish.place.child("tiers", wish.named.index(one.name))
        context.report(
            codes.UNREACHABLE_TIER, where, f"the tier `{one.name}` cannot fire: {one.reason}"
        )
