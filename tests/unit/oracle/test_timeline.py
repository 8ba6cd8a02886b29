"""The oracle's own arithmetic, held against numbers worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.oracle.timeline import (
    STALE,
    Check,
    Phase,
    Sample,
    checks_of,
    notation,
    states,
)

T, F = True, False


@pytest.mark.parametrize(
    ("conditions", "for_", "keep", "expected"),
    [
        ([F, T, T, T, F], 2, 0, ["quiet", "pending", "pending", "firing", "quiet"]),
        ([T, F, T, T], 1, 0, ["pending", "quiet", "pending", "firing"]),
        ([T, F], 0, 0, ["firing", "quiet"]),
        # Cleared at step 2 and kept for 3 steps: it fires through step 4.
        ([T, T, F, F, F, F], 1, 3, ["pending", "firing", "firing", "firing", "firing", "quiet"]),
        # A pending alert is not kept.
        ([T, F, F], 2, 3, ["pending", "quiet", "quiet"]),
        # It comes back while it is kept, and so never ends.
        ([T, T, F, T, F, F], 1, 2, ["pending", "firing", "firing", "firing", "firing", "firing"]),
        # What is not known matters until both ways lead to the same.
        ([F, None, T, F], 0, 0, ["quiet", None, "firing", "quiet"]),
        ([F, None, T, T, F], 1, 0, ["quiet", None, None, "firing", "quiet"]),
    ],
)
def test_states_follow_the_rules_of_prometheus(
    conditions: list[bool | None], for_: int, keep: int, expected: list[str | None]
) -> None:
    assert states(conditions, for_=for_, keep=keep) == expected


def test_checks_stand_around_changes_and_at_the_end_of_phases() -> None:
    phases = [Phase("calm", 3), Phase("storm", 4)]
    seen = {(("job", "a"),): ["quiet"] * 4 + ["pending", "firing", "firing"]}
    found = checks_of(phases, seen)  # type: ignore[arg-type]
    assert found == (
        Check(1, "calm", ()),
        Check(2, "calm", ()),
        Check(3, "storm", ()),
        Check(4, "storm", (((("job", "a"),), "pending"),)),
        Check(5, "storm", (((("job", "a"),), "firing"),)),
        Check(6, "storm", (((("job", "a"),), "firing"),)),
    )


@pytest.mark.parametrize(
    ("samples", "text"),
    [
        ([Fraction(1), Fraction(3), Fraction(5)], "1+2x2"),
        ([None, None, Fraction(7)], "_x2 7"),
        ([Fraction(5), STALE, None], "5 stale _"),
        ([Fraction(5), Fraction(5), Fraction(1), Fraction(0)], "5+0x1 1-1x1"),
        ([Fraction(1, 2), Fraction(3, 4)], "0.5+0.25x1"),
    ],
)
def test_samples_are_written_as_promtool_reads_them(samples: list[Sample], text: str) -> None:
    assert notation(samples) == text


def expanded(text: str) -> list[Sample]:
    """Read promtool's notation by its own rules."""
    found: list[Sample] = []
    for part in text.split():
        head, _, count = part.partition("x")
        if head == "stale":
            found.append(STALE)
        elif head == "_":
            found += [None] * int(count or 1)
        else:
            at = max(head.rfind("+"), head.rfind("-"))
            first, gap = (head[:at], head[at:]) if at > 0 else (head, "0")
            found += [Fraction(first) + Fraction(gap) * n for n in range(int(count or 0) + 1)]
    return found


numbers = st.integers(0, 10**9).map(lambda n: Fraction(n, 8))


@given(st.lists(st.none() | st.just(STALE) | numbers, max_size=40))
def test_the_notation_keeps_every_sample(samples: list[Sample]) -> None:
    assert expanded(notation(samples)) == samples
