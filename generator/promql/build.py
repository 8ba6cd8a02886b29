"""Short names for the forms that recipes are made of."""

from fractions import Fraction

from generator.promql.expr import Aggregate, Binary, Call, Expr, Number, Selector, Text

Operand = Expr | Fraction | int


def expr(value: Operand) -> Expr:
    """Return an expression; a number becomes an exact literal."""
    return value if isinstance(value, Expr) else Number(Fraction(value))


def op(left: Operand, sign: str, right: Operand) -> Binary:
    """Return a binary operation without vector matching modifiers."""
    return Binary(sign, expr(left), expr(right))


def add(left: Operand, right: Operand) -> Binary:
    """Return ``left + right``."""
    return op(left, "+", right)


def subtract(left: Operand, right: Operand) -> Binary:
    """Return ``left - right``."""
    return op(left, "-", right)


def multiply(left: Operand, right: Operand) -> Binary:
    """Return ``left * right``."""
    return op(left, "*", right)


def divide(left: Operand, right: Operand) -> Binary:
    """Return ``left / right``."""
    return op(left, "/", right)


def above(left: Operand, right: Operand) -> Binary:
    """Return ``left > right`` as a filter."""
    return op(left, ">", right)


def positive(value: Expr) -> Binary:
    """Return only the samples above 0: an idle denominator gives no sample instead of NaN."""
    return above(value, 0)


def either(left: Expr, right: Expr) -> Binary:
    """Return ``left or right``."""
    return op(left, "or", right)


def aggregate(how: str, labels: tuple[str, ...], operand: Expr) -> Aggregate:
    """Return an aggregation by exactly these labels."""
    return Aggregate(how, labels, operand)


def total(labels: tuple[str, ...], operand: Expr) -> Aggregate:
    """Return ``sum by (labels) (operand)``."""
    return aggregate("sum", labels, operand)


def call(function: str, *args: Operand | str) -> Call:
    """Return a function call; strings become PromQL strings."""
    return Call(function, tuple(Text(arg) if isinstance(arg, str) else expr(arg) for arg in args))


def over(function: str, selector: Selector, window: str) -> Call:
    """Return a function of a range, such as ``rate(x[5m])``."""
    ranged = Selector(selector.name, selector.matchers, window, selector.offset)
    return Call(function, (ranged,))
