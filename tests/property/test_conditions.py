"""Conditions that are said to exclude each other are never fulfilled together."""

import random
import tempfile
from pathlib import Path

import pytest

from generator.promql.infer import Inference
from generator.promql.read import parse
from tests.support.engine import answers
from tests.support.tools import require_tool

_VALUES = ("", "a", "b", "ab", "abc", "a.b", "a|b", "b1", "B", "aab", "c", "^a", "a$", "b\nc")
_PATTERNS = (
    *(
        "a",
        "b",
        "a|b",
        "a.*",
        "b.*",
        "ab?",
        "ab*",
        "ac*",
        "ab*c?",
        "a+b",
        "a{2}b",
        "^a.*",
        "a$|b",
        "(a|b).*",
    ),
    *(
        "[ab]+",
        "(?i)b",
        ".+",
        ".*b",
        "a|",
        "|b1",
        "a\\\\.b",
        "a\\\\|b",
        "a.b",
        "b1|c|",
        "\\\\Qa.b\\\\E",
    ),
    *(
        "",
        "abc",
        "^a|^b",
        "a|b.*",
        "c|a[.]b",
        "\\\\^a",
        "(?s)b.c",
        "a.*|b.*|c",
        "\\\\w+",
        "\\\\x61",
    ),
)


def _condition(chance: random.Random) -> str:
    plain = chance.random() < 0.3
    values = [one for one in _VALUES if "\n" not in one]
    if plain:
        return f'l{chance.choice(["=", "!="])}"{chance.choice(values)}"'
    return f'l{chance.choice(["=~", "=~", "!~"])}"{chance.choice(_PATTERNS)}"'


@pytest.mark.tool
@pytest.mark.parametrize("seed", range(2))
def test_no_series_fulfils_what_excludes_itself(seed: int) -> None:
    chance, said = random.Random(seed), []  # noqa: S311 (of no secret)
    for _ in range(4000):
        conditions = [_condition(chance) for _ in range(chance.choice([2, 2, 3]))]
        text = f"x{{{','.join(conditions)}}}"
        inference = Inference()
        inference.of(parse(text))
        if any(one.fault == "contradiction" for one in inference.troubles):
            said.append(text)
    values = {value.replace("\n", "\\n") for value in _VALUES}
    series = {f'x{{l="{value}",i="1"}}': "1x30" for value in sorted(values)}
    with tempfile.TemporaryDirectory() as folder:
        got = answers(require_tool("promtool"), Path(folder), series, said)
    assert [text for text, some in zip(said, got, strict=True) if some != []] == []
    assert len(said) > 500
