"""Runs every generated test many times: `make repeat`. Each must pass and always say the same.

`RUNS=5` runs them less often; arguments name other test files than those of `out/`.
"""

import argparse
import collections
import concurrent.futures
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # started as a program, not as a module

from tests.support.tools import find_tool  # noqa: E402 (needs the line above)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


def answer(promtool: Path, file: Path) -> tuple[int, str]:
    """Return what promtool says of a test file."""
    done = subprocess.run(
        [promtool, "test", "rules", file],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def repeat(promtool: Path, files: Sequence[Path], runs: int) -> list[str]:
    """Run each file so many times; return what is wrong, a line for each file."""
    wrong = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        for number, file in enumerate(files, 1):
            found = collections.Counter(workers.map(answer, [promtool] * runs, [file] * runs))
            say(f"{number} of {len(files)}: {file.name}")
            failed = sum(count for (code, _), count in found.items() if code)
            if failed:
                wrong.append(f"{file}: {failed} of {runs} runs fail")
            elif len(found) > 1:
                wrong.append(f"{file}: {runs} runs say {len(found)} different things")
    return wrong


def main() -> int:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="test files, by default those of out/")
    parser.add_argument("--runs", type=int, default=50, help="by default 50")
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "out" / "prometheus" / "tests").glob("*.yml"))
    promtool = find_tool("promtool")
    if promtool is None:
        say("promtool is neither in .tools/bin nor on PATH: run `make tools`")
        return 2
    begun = time.monotonic()
    wrong = repeat(promtool, files, options.runs)
    for line in wrong:
        say(line)
    same = len(files) - len(wrong)
    seconds = time.monotonic() - begun
    say(f"{len(files)} files, {options.runs} runs each: {same} always pass ({seconds:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
