"""Events of windows, held against adding up each of their steps."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from generator.oracle.flows import Flow, Story
from generator.oracle.timeline import Phase

flows = st.builds(
    Flow,
    st.builds(Phase, st.just("any"), st.integers(1, 12)),
    st.tuples(*[st.fractions(0, 50, max_denominator=20)] * 2),
)


@given(st.lists(flows, min_size=1, max_size=6), st.integers(0, 40), st.integers(1, 9))
def test_a_window_holds_the_events_of_its_steps(told: list[Flow], length: int, every: int) -> None:
    story = Story(told)
    for kind in (0, 1):
        each = [one.counts[kind] for one in told for _ in range(one.phase.steps)]
        assert [Fraction(one, story.parts) for one in story.within(kind, length, every)] == [
            sum(each[max(0, step + 1 - length) : step + 1]) for step in range(0, len(each), every)
        ]


@given(
    st.lists(flows, min_size=1, max_size=6),
    st.integers(0, 40),
    st.integers(1, 9),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_some_looks_see_what_all_of_them_see(
    told: list[Flow], length: int, every: int, first: int, count: int
) -> None:
    story = Story(told)
    everything = story.within(0, length, every)
    looks = range(min(first, len(everything)), min(first + count, len(everything)))
    assert story.within(0, length, every, looks) == everything[looks.start : looks.stop]
