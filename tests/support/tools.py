"""Finds the real tools that `make tools` provides: promtool, prometheus, amtool, alertmanager."""

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_TOOLS = Path(__file__).resolve().parents[2] / ".tools"
_VERSION = re.compile(r"version (\d+(?:\.\d+)+)")
_SECONDS = 30


def find_tool(name: str, suite: str | None = None) -> Path | None:
    """Look for `name` in .tools and then on PATH; with `suite`, in that Debian suite only."""
    if suite is not None:
        return _runnable(_TOOLS / suite / "usr" / "bin" / name)
    local = _runnable(_TOOLS / "bin" / name)
    if local is not None:
        return local
    on_path = shutil.which(name)
    return Path(on_path) if on_path else None


@functools.cache
def all_promtools() -> list[tuple[str, Path]]:
    """Every promtool within reach as (version, path), oldest first, one of each version."""
    suites = sorted(path.name for path in _TOOLS.glob("*") if path.is_dir())
    found = [find_tool("promtool"), *(find_tool("promtool", suite) for suite in suites)]
    by_version: dict[str, Path] = {}
    for path in found:
        if path is not None:
            by_version.setdefault(_version_of(path), path)
    return sorted(by_version.items(), key=lambda item: [int(part) for part in item[0].split(".")])


def require_tool(name: str) -> Path:
    """Give the path of a tool, or skip the test; PROMSPEC_REQUIRE_TOOLS=1 makes that a failure."""
    path = find_tool(name)
    if path is not None:
        return path
    reason = f"{name} is neither in .tools/bin nor on PATH: run `make tools`"
    if os.environ.get("PROMSPEC_REQUIRE_TOOLS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _runnable(path: Path) -> Path | None:
    return path if os.access(path, os.X_OK) and path.is_file() else None


def _version_of(tool: Path) -> str:
    """Ask a tool for its version; some releases answer on stderr."""
    answer = subprocess.run(
        [tool, "--version"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=True,
    )
    match = _VERSION.search(answer.stdout + answer.stderr)
    if match is None:
        message = f"{tool} --version names no version"
        raise ValueError(message)
    return match.group(1)
