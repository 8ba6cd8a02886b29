"""What each Prometheus takes: some hundred expressions, our word held against promtool's."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
import yaml

from generator.promql.expr import quote
from generator.promql.functions import SIGNATURES
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.promql.uses import uses
from generator.promql.versions import (
    EXPERIMENTAL,
    FUNCTIONS,
    RULE_FIELDS,
    TEST_FIELDS,
    Feature,
    Target,
    version_of,
)
from tests.support.patterns import REFUSED, TAKEN, UNSAID
from tests.support.tools import all_promtools

pytestmark = pytest.mark.tool

# Where our word is not promtool's, and why that is accepted.
DIFFERENT: Final[dict[str, str]] = {
    "anchored + 1": "a metric of that name: since 3.7 the word is taken, so nobody should use it",
    "x @ start()[5m]": "a range behind `@`: 3.15 refuses it, too",
    "x[--5m]": "two signs: 3.4 to 3.15 took it by mistake",
    "0x12_0": "`_` in a hexadecimal number: nobody writes it",
}
_ARGUMENTS: Final = {"v": "x", "m": "x[5m]", "s": "2", "t": '"l"'}
_CALLS: Final = [
    f"{name}({', '.join(_ARGUMENTS[kind] for kind in one.args[:count])})"
    for name, one in sorted(SIGNATURES.items())
    for count in range(max(0, one.least - 1), min(len(one.args) + 1, one.least + 2) + 1)
]
_WRONG: Final = [f"{name}({_ARGUMENTS['t']})" for name, one in SIGNATURES.items() if one.args]
_AGGREGATIONS: Final = [
    f"{op}{by}({param}x)"
    for op in ("sum", "min", "max", "avg", "group", "stddev", "count", "limitk", "limit_ratio")
    for by in ("", " by (job) ", " without () ", ' by ("a.b") ')
    for param in ("", "2, ", '"v", ')
] + ['count_values("v", x)', "count_values(2, x)", "topk(2, x)", "quantile(0.9, x) by (job)"]
_SYNTAX: Final = [
    *("x", "x[5m]", "rate(x[5m])", "x{}", "{}", '{a=""}', '{a!=""}', '{a=~".*"}', '{a=~".+"}'),
    *("x{a='b',}", "x{,}", 'x{a="1" or b="2"}', "x{a=`b`}", "x{a=b}", "x{a}", "{__name__='x'}"),
    *("x{__name__='y'}", "a.b", '{"a.b"}', '{"a.b", c="d"}', '{"a", "b"}', 'x{"a.b"="c"}'),
    *('x{"a"="c"}', '{"x", a="b",}', '"x"', "'x'", '"x" + 1', "x:y", ":x", "x[5m] offset 5m"),
    *("x offset 5m", "x offset -5m", "x offset 5m offset 1m", "x offset 5m [5m]", "x @ 100"),
    *("x @ -100", "x @ start()", "x @ end()", "x @ step()", "x @ 5m", "x @ (5)", "x @ 1 @ 2"),
    *("x @ 1 offset 5m", "x offset 5m @ 1", "(x) offset 5m", "rate(x[5m]) offset 5m"),
    *("rate(x[5m] @ end())", "rate(x[5m:1m])", "max_over_time(rate(x[5m])[1h:])", "1[5m:]"),
    *("x[5m:1m]", "rate(x[5m:])[1h]", "x[5m:] offset -1m", "(x[5m])[5m:]", "x[5m][5m:]"),
    *("x[300]", "rate(x[300])", "x[5m30s]", "x[30s5m]", "x[1.5m]", "x[0]", "x[0s]", "x[-5m]"),
    *("x[5]", "x[5m", "x[]", "x[a]", "x[5m * 2]", "x[5m+1m]", "x[(5m)]", "x[2 * (5m + 1m)]"),
    *("x[step()]", "x[step() * 4]", "x[max(step(), 5m)]", "x[min(5m, 1m)]", "x[5m:step()]"),
    *("x[max_of(5m, 1m)]", "x[range()]", "x offset (5m * 2)", "x offset 5m * 2", "x offset 300"),
    *("x offset -300", "x offset step()", "x offset -(5m)", "x[5m] anchored", "x[5m] smoothed"),
    *("x anchored", "rate(x[5m] anchored)", "rate(x[5m] smoothed) > 1", "x[5m] anchored smoothed"),
    *("x + y", "x + on (a) y", "x + ignoring (a) y", "x + on (a) group_left y", "x + group_left y"),
    *(
        "x + on (a) group_left (b) y",
        "x + on (a) group_left (a) y",
        "x + ignoring (a) group_right y",
    ),
    *("x + bool y", "x > bool y", "x > y", "1 > 2", "1 > bool 2", "x and y", "x and 1", "1 or x"),
    *("x and on (a) y", "x and on (a) group_left y", "x or y", "x unless y", "x and bool y"),
    *("x + on (a,) y", "x + on a y", "x + on () y", "x + fill(0) y", "x + fill_left(1) y"),
    *(
        "x + fill_left(0) fill_right(2) y",
        "x + on (a) fill(-1) y",
        "x + fill(y) y",
        "x and fill(0) y",
    ),
    *("x / on (a) group_left (b) fill_right(1) y", 'x + on ("a.b") y', "fill", "fill + x"),
    *("x == y == z", "x ^ y ^ z", "-x ^ 2", "--x", "- 1", "+x", "-'x'", "-x[5m]", "x atan2 y"),
    *("x atan2 1", "x % 2", "x ** 2", "x = 1", "x =~ 1", "!x", "x </ 5", "x >/ 5", "1 + 2 * 3"),
    *("1", "1.5", ".5", "5.", "1e3", "1E-3", "0x1F", "0b1", "1_000", "1__000", "1_", "_1", "Inf"),
    *("NaN", "+Inf", "-inf", "nan", "5m", "x > 10m", "time() - x > 1h", "5m30s", "10m * 2"),
    *("", " ", "#", "x # y", "x # y\n+ z", "(x)", "((x))", "(x", "x)", "()", "x y", "x,", ",x"),
    *("sum", "sum(x)", "sum x", "sum by (a) x", "sum by (a) (x) by (b)", "sum(x) by (a,)"),
    *("sum by (a, b,) (x)", "sum by () (x)", "sum by a (x)", "sum(x, y)", "sum()", "SUM(x)"),
    *("sum by (on) (x)", "sum by (sum) (x)", "by", "on", "bool", "offset", "group_left", "and"),
    *(
        "and + 1",
        "start",
        "end",
        "start()",
        "end() - start()",
        "x{on='1'}",
        "x{by='1'}",
        "sum{a='1'}",
    ),
    *(
        "Rate(x[5m])",
        "nope(x)",
        "rate(x)",
        "rate(x[5m], 1)",
        "rate()",
        "rate(sum(x))",
        "abs(x[5m])",
    ),
    *("rate(rate(x[5m])[5m:])", "topk(x, y)", "topk(1)", "topk(scalar(x), y)", "round(x,)"),
    *("info(x, {a='b'})", "info(x, y)", "info()", "label_replace(x, 'a', 'b', 'c', '(')"),
    *("label_join(x, 'a', ',')", "label_join(x, 'a')", "vector(x)", "scalar(1)", "time(1)"),
    *(
        "absent(x[5m])",
        "absent_over_time(x)",
        "histogram_quantile(x, y)",
        "x{a=~'('}",
        "x{a='\\d'}",
    ),
    *(
        "x{a=`\\d`}",
        "x{a='\\''}",
        "x{a='\n'}",
        "métrique",
        "{'métrique'}",
        "x{a='é'}",
        "x\\y",
        "x;y",
    ),
    *("$x", "x[$__rate_interval]", "x[1w2d]", "x[1y]", "x[1M]", "x offset 1w", "x[1d:1h] @ 1"),
    *("x @ 1_0", '{"x"} @ 1_0', "info(x{a='\\d'})", "info(x{a=~'('})", "x @ step() > 10m"),
    *("holt_winters(x[5m5m], 2, 2)", "+ 5m5m", '{"x", a="b",=}', "limit_ratio(2, bool)"),
    *DIFFERENT,
]
_PATTERNS: Final = [f"x{{a=~{quote(one)}}}" for one in (*TAKEN, *UNSAID, *REFUSED)]
EXPRESSIONS: Final = list(dict.fromkeys([*_CALLS, *_WRONG, *_AGGREGATIONS, *_SYNTAX, *_PATTERNS]))
_FAILED = re.compile(r'group "g", rule (\d+), "')


def ours(expr: str, target: Target) -> bool:
    """Tell whether a Prometheus takes an expression, as far as we know."""
    try:
        node = parse(expr)
    except PromqlError:
        return False
    return all(one.feature.lack(target) is None for one in uses(node))


def theirs(promtool: Path, folder: Path, expressions: list[str], *flags: str) -> list[bool]:
    """Ask promtool in one go which expressions it takes."""
    rules = [{"record": f"r{index}", "expr": expr} for index, expr in enumerate(expressions)]
    path = folder / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]}), "utf-8")
    found = subprocess.run(
        [promtool, "check", "rules", *flags, path],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    failed = {int(one) for one in _FAILED.findall(found.stdout + found.stderr)}
    assert failed, found.stderr
    return [index not in failed for index in range(1, len(expressions) + 1)]


def _asked() -> Iterator[tuple[str, Path, str]]:
    for version, path in all_promtools():
        yield version, path, ""
        if version_of(version) >= (3, 0):  # the first whose promtool knows the flag
            yield version, path, EXPERIMENTAL


@pytest.mark.parametrize(
    ("version", "promtool", "flag"), list(_asked()), ids=lambda one: str(one) if one else "plain"
)
def test_our_word_on_an_expression_is_promtools(
    tmp_path: Path, version: str, promtool: Path, flag: str
) -> None:
    target = Target(version_of(version), frozenset(filter(None, [flag])))
    flags = [f"--enable-feature={flag}"] if flag else []
    answers = theirs(promtool, tmp_path, EXPRESSIONS, *flags)
    different = {
        expr
        for expr, taken in zip(EXPRESSIONS, answers, strict=True)
        if ours(expr, target) is not taken
    }
    assert different - set(DIFFERENT) == set()


def test_the_reviewed_differences_are_differences(tmp_path: Path) -> None:
    seen = set()
    for version, promtool, _ in _asked():
        target = Target(version_of(version))
        answers = theirs(promtool, tmp_path, [*DIFFERENT, "("])
        seen |= {one for one, taken in zip(DIFFERENT, answers, strict=False) if taken}
        assert not any(ours(one, target) for one in DIFFERENT)
    assert seen == set(DIFFERENT)


_PLAIN_RULE: Final = {"record": "a", "expr": "1"}
_FIELDS: Final[dict[str, dict[str, object]]] = {
    "limit": {"limit": 1},
    "keep_firing_for": {"rules": [{"alert": "A", "expr": "x", "keep_firing_for": "5m"}]},
    "query_offset": {"query_offset": "1m"},
    "labels of a group": {"labels": {"a": "b"}},
    "name with other characters": {"rules": [{"record": "é", "expr": "1"}]},
}
_TESTS: Final[dict[str, dict[str, object]]] = {
    "name": {"tests": [{"interval": "1m", "name": "n"}]},
    "native histogram": {
        "tests": [
            {"interval": "1m", "input_series": [{"series": "x", "values": "{{schema:0 sum:1}}x2"}]}
        ]
    },
    "fuzzy_compare": {"fuzzy_compare": True, "tests": []},
    "start_timestamp": {"tests": [{"interval": "1m", "start_timestamp": 5}]},
}


def _takes(promtool: Path, folder: Path, *command: str, tree: object) -> bool:
    path = folder / "file.yml"
    path.write_text(tree if isinstance(tree, str) else yaml.safe_dump(tree), "utf-8")
    found = subprocess.run(
        [promtool, *command, path],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return found.returncode == 0


@pytest.mark.parametrize(
    ("version", "promtool"), all_promtools(), ids=[version for version, _ in all_promtools()]
)
def test_our_word_on_fields_is_promtools(tmp_path: Path, version: str, promtool: Path) -> None:
    target = Target(version_of(version))

    def known(table: Mapping[str, Feature], names: Iterable[str]) -> dict[str, bool]:
        return {name: table[name].lack(target) is None for name in names}

    rules = {
        name: _takes(
            promtool,
            tmp_path,
            *("check", "rules"),
            tree={"groups": [{"name": "g", "rules": [_PLAIN_RULE], **group}]},
        )
        for name, group in _FIELDS.items()
    }
    assert rules == known(RULE_FIELDS, _FIELDS)
    tests = {
        name: _takes(promtool, tmp_path, "test", "rules", tree={"rule_files": [], **tree})
        for name, tree in _TESTS.items()
    }
    assert tests == known(TEST_FIELDS, _TESTS)


@pytest.mark.parametrize(
    ("version", "flags", "lack"),
    [
        ("3.6", set(), "too old"),
        ("3.6", {EXPERIMENTAL}, "too old"),
        ("3.7.1", set(), "flag"),
        ("3.13", set(), "flag"),
        ("3.13", {EXPERIMENTAL}, None),
        ("3.14", set(), None),
    ],
)
def test_a_feature_comes_behind_a_flag_and_becomes_stable(
    version: str, flags: set[str], lack: str | None
) -> None:
    target = Target(version_of(version), frozenset(flags))
    assert FUNCTIONS["first_over_time"].lack(target) == lack


def test_a_function_that_went_is_gone() -> None:
    lacks = [FUNCTIONS["holt_winters"].lack(Target(version)) for version in ((2, 55), (3, 0))]
    assert lacks == [None, "removed"]


def test_every_function_with_a_release_has_a_signature() -> None:
    assert set(FUNCTIONS) <= set(SIGNATURES)
