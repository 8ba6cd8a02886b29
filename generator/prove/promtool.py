"""promtool: where it is, and what it says of tests."""

import dataclasses
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.core.finding import PromspecError

_ERROR = re.compile(r"^\s*rule: (?P<rule>.*), time: \S+, err: (?P<error>.*)$", re.MULTILINE)
# What 2.x says of native histograms in tests: it knows none, or only some.
_NATIVE = re.compile(r"""parse error: unexpected (?:character in series sequence: '\{'|"\{")""")
_TOO_OLD = "this promtool is too old for native histograms in tests: take one of 3.0 or newer"


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What promtool said of one or several test files."""

    passed: bool
    text: str

    @property
    def told(self) -> str:
        """The text, and what it means where promtool does not say so."""
        said = self.text.strip()
        return f"{said}\n{_TOO_OLD}" if _NATIVE.search(said) else said

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """Rules that could not be evaluated, with the reason; tests end at the first of them."""
        return tuple(dict.fromkeys((m["rule"], m["error"]) for m in _ERROR.finditer(self.text)))


def find_promtool(given: Path | None, root: Path) -> Path:
    """Return promtool: the one named, else that on PATH, else that of the project's `.tools/`.

    Raises:
        PromspecError: there is none.
    """
    on_path = shutil.which("promtool")
    for path in (given,) if given else (Path(on_path) if on_path else None, root / _LOCAL):
        if path is not None and path.is_file() and os.access(path, os.X_OK):
            return path.resolve()
    raise PromspecError(
        f"{given} is no program"
        if given
        else "promtool is neither on PATH nor in .tools/bin; it comes with Prometheus (in the "
        "repository of promspec `make tools` fetches it), or name it with --promtool"
    )


_LOCAL = Path(".tools", "bin", "promtool")


def run_tests(promtool: Path, files: Iterable[Path]) -> Answer:
    """Run test files.

    Raises:
        PromspecError: promtool cannot be started.
    """
    try:
        done = subprocess.run(  # noqa: S603 (the program that the user named)
            [promtool, "test", "rules", *files],
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError as error:
        raise PromspecError(f"{promtool} cannot be started: {error.strerror}") from error
    return Answer(done.returncode == 0, done.stdout + done.stderr)
