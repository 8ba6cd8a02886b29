"""Where programs of others are looked for, and what is said where there is none."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator import app
from tests.unit.plan.test_inhibitions import PROJECT, WORKER, make_project

Cli = Callable[..., Result]
_SYSTEM = "/usr/bin:/bin"
_FAKE = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rendered project with an environment, where PATH has none of the programs."""
    if any(shutil.which(name, path=_SYSTEM) for name in ("promtool", "amtool")):
        pytest.skip("they stand among the programs of the system")
    monkeypatch.setenv("PATH", _SYSTEM)
    project = make_project(
        tmp_path,
        project=PROJECT,
        worker=WORKER,
        test="environment: test\nidentity: {cluster: eu-2}\n",
    )
    assert app.write(project).written
    return tmp_path


def fake(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_FAKE, encoding="utf-8")
    path.chmod(0o755)
    return path


def routes(script: Path, *args: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["sh", script, *args], capture_output=True, text=True, check=False, cwd="/"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["out", "out/env/test"])
def test_the_test_of_routes_finds_amtool_beside_the_project(root: Path, folder: str) -> None:
    script = root / folder / "alertmanager" / "routes_test.sh"
    code, said = routes(script)
    hint = "there is no amtool on PATH or in .tools/bin; it comes with Alertmanager "
    where = "(in the repository of promspec\n`make tools` fetches it)"
    assert (code, said) == (2, f"{hint}{where}, or name it: sh {script} PATH\n")
    code, said = routes(script, root / "nowhere")
    assert (code, said.partition(" on PATH")[0]) == (2, f"there is no {root / 'nowhere'}")
    told = "2 alerts, 0 sent to somebody else\n"
    named = fake(root / "elsewhere" / "amtool")
    assert routes(script, named) == (0, told)
    fake(root / ".tools" / "bin" / "amtool")
    assert routes(script) == (0, told)


def test_without_promtool_is_said_where_it_comes_from(cli: Cli, root: Path) -> None:
    result = cli("-C", root, "prove")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "prove: reading the specs\n"
        "promspec: promtool is neither on PATH nor in .tools/bin; it comes with Prometheus (in the "
        "repository of promspec `make tools` fetches it), or name it with --promtool\n"
    )
