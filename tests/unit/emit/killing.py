"""A program that renders over copies of a tree and is killed in each before another step.

Usage: ``killing.py FOLDER``, with ``old.json`` and ``new.json`` in the folder. It leaves a folder
``<n>/out`` for each number of steps done before the kill, the last of them not killed.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from tests.unit.emit.trees import render

# What Python reports before it asks the system for it; opening counts, because it makes files.
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}


def kill_after(steps: int) -> None:
    """Let this process be killed, as by ``kill -9``, where it is about to do one step more."""
    numbers = count()

    def hook(event: str, _: object) -> None:
        if event in STEPS and next(numbers) == steps:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main(folder: Path) -> None:
    """Make one copy after the other until a render comes through."""
    old, new = (json.loads((folder / name).read_text()) for name in ("old.json", "new.json"))
    for steps in count():
        out = folder / str(steps) / "out"
        out.parent.mkdir()
        if old:
            assert render(old, out).findings == ()
        child = os.fork()
        if child == 0:
            kill_after(steps)
            os._exit(len(render(new, out).findings))
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
        assert os.WTERMSIG(status) == signal.SIGKILL


if __name__ == "__main__":
    main(Path(sys.argv[1]))
