"""Everything that a finding can be an instance of, with its examples."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.check import codes as check_codes
from generator.core.finding import Rule, rules_of
from generator.emit import codes as emit_codes
from generator.load import codes as load_codes
from generator.load import foreign_codes
from generator.migrate import codes as migrate_codes
from generator.resolve import codes as resolve_codes
from generator.spec import codes as spec_codes

if TYPE_CHECKING:
    from generator.check.promql.base import Check as ExpressionCheck
    from generator.check.reach import Scope
    from generator.check.shape import Check


def rules() -> dict[str, Rule]:
    """Return what every finding can be an instance of, by code."""
    # Imported here, because few commands need them.
    from generator.prove import codes as prove_codes  # noqa: PLC0415

    modules = (
        *(load_codes, foreign_codes, spec_codes, resolve_codes, check_codes, emit_codes),
        *(migrate_codes, prove_codes),
    )
    found = [rule for module in modules for rule in rules_of(vars(module))]
    found += [check.rule for _, check in _all_checks()]
    return {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}


def examples() -> dict[str, dict[str, str]]:
    """Return what each check finds and what it leaves alone, `bad` and `good`, by code."""
    return {
        one.rule.code: dict(zip(("bad", "good"), one.shown, strict=True))
        for _, one in _all_checks()
    }


def reach(code: str) -> str:
    """Return where a check finds its `bad` example, and what must be known; nothing of others."""
    # Imported here, because few commands need it.
    from generator.check.reach import reach as reach_of  # noqa: PLC0415

    found = (
        reach_of(where, one.known_from, one.unaided)
        for where, one in _all_checks()
        if one.rule.code == code
    )
    return next(found, "")


def _all_checks() -> "Iterator[tuple[Scope, ExpressionCheck | Check[Any]]]":
    """Yield every check that has examples, with where it looks."""
    # Imported here, because few commands need the checks.
    from generator.check.families import FAMILIES  # noqa: PLC0415
    from generator.check.promql.registry import CHECKS  # noqa: PLC0415

    yield from (("expressions", one) for one in CHECKS)
    for family in FAMILIES:
        yield from ((family.scope, one) for one in family.checks)
