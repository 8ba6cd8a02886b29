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
    """Return the labels of each result of each expression; None where it is an error.

    All expressions are asked at once; if one of them is an error, each is asked alone.
    """
    found = _ask(promtool, folder, series, expressions)
    if found is not None:
        return list(found)
    alone = [_ask(promtool, folder, series, [one]) for one in expressions]
    return [None if one is None else one[0] for one in alone]


def values(
    promtool: Path, folder: Path, series: Mapping[str, str], expressions: Sequence[str]
) -> list[list[float]]:
    """Return the values of the results of each expression, nothing where it is an error."""
    found = _told(promtool, folder, series, expressions)
    if found is None:
        alone = [_told(promtool, folder, series, [one]) for one in expressions]
        found = [one[0] if one else "" for one in alone]
    return [[float(text) for text in _VALUE.findall(line)] for line in found]


def _ask(
    promtool: Path, folder: Path, series: Mapping[str, str], expressions: Sequence[str]
) -> list[list[dict[str, str]]] | None:
    got = _told(promtool, folder, series, expressions)
    if got is None:
        return None
    return [[dict(_LABEL.findall(match[1])) for match in _LABELS.finditer(line)] for line in got]


def _told(
    promtool: Path, folder: Path, series: Mapping[str, str], expressions: Sequence[str]
) -> list[str] | None:
    """Return what promtool got for each expression, in its own words; None where one fails."""
    entries = [{"expr": one, "eval_time": "20m", "exp_samples": [_NEVER]} for one in expressions]
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": entries,
    }
    path = folder / "ask.yml"
    path.write_text(yaml.safe_dump({"tests": [test]}), encoding="utf-8")
    done = subprocess.run(
        [promtool, "test", "rules", path], capture_output=True, text=True, check=False, timeout=120
    )
    text = done.stdout + done.stderr
    got = [
        line.split("got:", 1)[1] for line in text.splitlines() if line.strip().startswith("got:")
    ]
    return got if len(got) == len(expressions) else None
