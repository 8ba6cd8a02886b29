"""Bounds as steps of colour."""

from fractions import Fraction

from generator.plan.dashboards import Line, Severity
from generator.render.grafana.thresholds import marks, regions
from tests.unit.render.grafana.sample import HIGH, HIGHER, LOW, LOWER

INFO = Line(Fraction(1, 100), Severity.INFO, "worth a look")


def colours(steps: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(step["value"], step["color"]) for step in steps]


def test_bounds_from_above_grow_graver_upwards() -> None:
    assert colours(regions((HIGHER, HIGH))) == [
        (None, "green"),
        (HIGH.value, "orange"),
        (HIGHER.value, "red"),
    ]


def test_bounds_from_below_start_at_the_gravest() -> None:
    assert colours(regions((LOW, LOWER))) == [
        (None, "red"),
        (LOWER.value, "orange"),
        (LOW.value, "green"),
    ]


def test_bounds_of_both_directions_leave_a_good_middle() -> None:
    assert colours(regions((HIGHER, LOW))) == [
        (None, "orange"),
        (HIGHER.value, "red"),
    ]
    above_all = Line(Fraction(9, 10), Severity.CRITICAL, "too much")
    assert colours(regions((above_all, LOW))) == [
        (None, "orange"),
        (LOW.value, "green"),
        (above_all.value, "red"),
    ]


def test_a_graver_bound_hides_a_lesser_one_beyond_it() -> None:
    late = Line(Fraction(1, 2), Severity.WARNING, "late")
    assert colours(regions((HIGHER, late)))[1:] == [(HIGHER.value, "red")]


def test_a_bound_that_informs_is_blue() -> None:
    assert colours(regions((INFO,), ok="transparent")) == [
        (None, "transparent"),
        (INFO.value, "blue"),
    ]


def test_without_bounds_there_is_one_step() -> None:
    assert colours(regions(())) == colours(marks(())) == [(None, "green")]


def test_lines_have_the_colour_of_their_severity_in_both_directions() -> None:
    assert colours(marks((HIGH, LOW, LOWER, INFO))) == [
        (None, "green"),
        (INFO.value, "blue"),
        (HIGH.value, "orange"),
        (LOWER.value, "red"),
        (LOW.value, "orange"),
    ]


def test_of_two_lines_at_one_value_the_graver_is_drawn() -> None:
    twin = Line(HIGH.value, Severity.CRITICAL, "the same")
    assert (
        colours(marks((twin, HIGH)))
        == colours(marks((HIGH, twin)))
        == [
            (None, "green"),
            (HIGH.value, "red"),
        ]
    )
