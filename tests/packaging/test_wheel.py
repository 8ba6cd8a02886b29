"""What is published is complete: it works where there is no checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import generator
from tests.support.program import ROOT, Answer

SECONDS = 120


def run(*args: str | Path, cwd: Path) -> Answer:
    """Run a program without anything of this checkout in reach."""
    done = subprocess.run(
        [str(arg) for arg in args],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def build(target: str, folder: Path, source: Path = ROOT) -> Path:
    answer = run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    assert answer.code == 0, answer.err
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment of its own that has the dependencies and not the checkout."""
    home = tmp_path_factory.mktemp("installed")
    made = run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    assert made.code == 0, made.err
    python = home / "venv" / "bin" / "python"
    installed = run(
        sys.executable,
        *("-m", "pip", "--disable-pip-version-check", "--python", python),
        *("install", "--no-index", "--no-deps", "--quiet", wheel),
        cwd=home,
    )
    assert installed.code == 0, installed.err
    (site,) = (home / "venv").glob("lib/python*/site-packages")
    # A folder named in a file like this is searched, but files like this in it are not obeyed: so
    # the pointer to the checkout that lies there has no effect.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], "utf-8")
    where = run(python, "-c", "import generator; print(generator.__file__)", cwd=home)
    assert Path(where.out.strip()).is_relative_to(site), where
    return python.with_name("promspec")


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_the_templates_and_nothing_else(wheel: Path) -> None:
    wanted = shipped("generator") | {f"generator/{name}" for name in shipped("templates")}
    about = {name for name in names(wheel) if ".dist-info/" in name}
    assert names(wheel) - about == wanted
    assert any(name.endswith("licenses/LICENSE") for name in about)


def test_an_installed_promspec_begins_renders_and_checks_a_project(
    program: Path, tmp_path: Path
) -> None:
    begun = run(program, "init", "shop", "--ci", "github", cwd=tmp_path)
    assert (begun.code, begun.err) == (0, "")
    rendered = run(program, "-C", "shop", "render", cwd=tmp_path)
    assert (rendered.code, rendered.err) == (0, "")
    checked = run(program, "-C", tmp_path / "shop", "check", "--drift", cwd=tmp_path.parent)
    assert (checked.code, checked.out) == (0, "6 specs, 1 indicator, 1 alert, no findings\n")
    for kind in ("findings", "plan", "component"):
        assert run(program, "schema", kind, cwd=tmp_path).code == 0


def test_an_installed_promspec_renders_what_the_checkout_renders(
    program: Path, tmp_path: Path
) -> None:
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    outside = run(program, "-C", tmp_path, "check", cwd=tmp_path)
    assert "is a link that leaves the project" in outside.out
    drifted = run(program, "-C", ROOT, "check", "--drift", cwd=tmp_path)
    assert (drifted.code, drifted.err) == (0, ""), drifted.out


def test_the_version_stands_in_one_place(wheel: Path, program: Path, tmp_path: Path) -> None:
    version = generator.__version__
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        assert Parser().parsestr(archive.read(metadata).decode())["Version"] == version
    assert run(program, "--version", cwd=tmp_path).out == f"promspec {version}\n"
    files = [*shipped("generator"), *shipped("templates"), "pyproject.toml", "Makefile"]
    files += ["README.md", "CONTRIBUTING.md", ".pre-commit-hooks.yaml"]
    saying = [name for name in files if version in (ROOT / name).read_text("utf-8")]
    assert saying == ["generator/__init__.py"]


def test_the_source_archive_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        # Newer Pythons want to be told one, 3.11.2 knows of none.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path)  # noqa: S202 (our own archive)
    (unpacked,) = tmp_path.iterdir()
    assert names(build("wheel", tmp_path / "wheel", unpacked)) == names(wheel)


@pytest.mark.parametrize(
    "name", ["Makefile", "README.md", "LICENSE", "requirements.lock", ".ci/setup", "CHANGELOG.md"]
)
def test_the_source_archive_is_the_whole_project(sdist: Path, name: str) -> None:
    with tarfile.open(sdist) as archive:
        found = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert name in found
    assert shipped("tests") | shipped("specs") | shipped("out") <= found
