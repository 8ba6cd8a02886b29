"""How the proof of many alerts scales: their tests rendered, run by promtool, and mutated."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.estate import ALERTS_PER_COMPONENT, RULES_PER_COMPONENT, write_estate
from tests.support.program import environment

ROOT = Path(__file__).resolve().parents[2]
_GOAL = 30
"""Seconds that promtool may take for the tests of 1,000 alerts."""
_CASE = "eval_time:"


def proofs(alerts: int, mutated: int, promtool: Path, say: Callable[[str], object]) -> None:
    """Say how long the tests of so many alerts take, and how long it takes to mutate some."""
    with tempfile.TemporaryDirectory() as folder:
        root = _estate(Path(folder), alerts)
        seconds, _ = _timed("-C", root, "render")
        texts = [path.read_text("utf-8") for path in root.glob("out/prometheus/tests/*.yml")]
        cases = sum(text.count(_CASE) for text in texts)
        size = sum(map(len, texts)) / 1024 / 1024
        say(
            f"{'tests rendered, with their rules':<44} {seconds:8.1f} s  "
            f"{len(texts)} files, {cases:,} cases, {size:.1f} MB"
        )
        seconds, report = _prove(root, promtool, "--no-mutate")
        say(
            f"{'tests run by promtool':<44} {seconds:8.1f} s  "
            f"{_proven(report)} (goal {_GOAL} s for 1,000)"
        )
    with tempfile.TemporaryDirectory() as folder:
        root = _estate(Path(folder), mutated)
        seconds, report = _prove(root, promtool, "--mutate")
        counted = report["mutants"] - len(report["equivalent"])
        say(
            f"{'tests run, rules mutated':<44} {seconds:8.1f} s  {_proven(report)}, "
            f"{report['killed']:,} of {counted:,} mutants killed"
        )


def _estate(folder: Path, alerts: int) -> Path:
    components = -(-alerts // ALERTS_PER_COMPONENT)
    return write_estate(folder, components * RULES_PER_COMPONENT, "rules, tests")


def _proven(report: dict[str, Any]) -> str:
    alerts = report["alerts"]
    return f"{sum(one['proven'] for one in alerts):,} of {len(alerts):,} alerts proven"


def _prove(root: Path, promtool: Path, how: str) -> tuple[float, dict[str, Any]]:
    seconds, text = _timed("-C", root, "prove", how, "--promtool", promtool, "--format", "json")
    return seconds, json.loads(text)


def _timed(*args: str | Path) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "generator", *args],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return time.perf_counter() - begun, done.stdout
