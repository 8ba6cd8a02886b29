"""The command as users start it: in a process of its own, with nothing of this one's settings."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a call printed, and how it ended."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """Return the variables of such a process: what the system needs, and the given ones."""
    names = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def promspec(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Answer:
    """Run the command in a folder."""
    return python("-m", "generator", *args, cwd=cwd, env=env)


def python(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Answer:
    """Run this Python in a folder; it finds the package wherever it is started."""
    done = subprocess.run(
        [sys.executable, *map(str, args)],
        cwd=cwd,
        env=environment() if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
