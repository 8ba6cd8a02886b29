"""What Prometheus itself answers to expressions: promtool asked to fail, so that it tells."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

_LABELS = re.compile(r"\{((?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*)\} \S+")
_LABEL = re.compile(r"([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\]|\\.)*)\"")
_VALUE = re.compile(r"\} ([-+0-9.eEInfNa]+)")
_NEVER = {"labels": "nobody_has_this_name", "value": 77.123}


def answers(
    promtool: Path, folder: Path, series: Mapping[str, str], expressions: Sequence[str]
) -> list[list[dict[str, str]] | None]:
    """Return the labels of each result of each expression; None where it is an error."""
    got = _told(promtool, folder, series, expressions)
    return [
        None if one is None else [dict(_LABEL.findall(each[1])) for each in _LABELS.finditer(one)]
        for one in got
    ]


def values(
    promtool: Path,
    folder: Path,
    series: Mapping[str, str],
    expressions: Sequence[str],
    records: Mapping[str, str] | None = None,
) -> list[list[float]]:
    """Return the values of the results of each expression, nothing where it is an error.

    ``records`` are expressions by the name under which they are recorded, in this order.
    """
    got = _told(promtool, folder, series, expressions, records)
    return [[float(text) for text in _VALUE.findall(one or "")] for one in got]


def _told(
    promtool: Path,
    folder: Path,
    series: Mapping[str, str],
    expressions: Sequence[str],
    records: Mapping[str, str] | None = None,
) -> list[str | None]:
    """Return what promtool got for each expression, in its own words; None where it is an error."""
    entries = [{"expr": one, "eval_time": "20m", "exp_samples": [_NEVER]} for one in expressions]
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": entries,
    }
    rules = [{"record": name, "expr": expr} for name, expr in (records or {}).items()]
    beside = folder / "records.yml"
    beside.write_text(yaml.safe_dump({"groups": [{"name": "records", "rules": rules}]}), "utf-8")
    path = folder / "ask.yml"
    path.write_text(yaml.safe_dump({"rule_files": [str(beside)], "tests": [test]}), "utf-8")
    done = subprocess.run(
        [promtool, "test", "rules", path], capture_output=True, text=True, check=False, timeout=120
    )
    found: list[str | None] = []
    for line in (done.stdout + done.stderr).splitlines():
        if line.startswith("    expr: "):
            found.append(None)
        elif line.startswith("        got:"):
            found[-1] = line.split("got:", 1)[1]
    assert len(found) == len(expressions), done.stderr
    return found
