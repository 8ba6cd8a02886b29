"""The README holds what it promises: its commands run as written and print what it shows."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from generator.cli import main
from tests.support.program import ROOT, promspec
from tests.support.tools import require_tool

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PLACE = "/tmp/shop"  # noqa: S108 (what the README says; every test puts a folder of its own there)
RULES = "out/prometheus/rules/http.yml"


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def run(line: str, root: Path) -> str:
    """Run a line of the README with another folder in place of its own."""
    program, *args = shlex.split(line.replace(PLACE, str(root)), comments=True)
    assert program in {".venv/bin/promspec", "promspec"}, line
    answer = promspec(*args, cwd=ROOT)
    assert (answer.code, answer.err) == (0, ""), line
    return answer.out


def edit(root: Path, old: str, new: str) -> None:
    spec = root / "specs" / "components" / "http.yaml"
    text = spec.read_text("utf-8")
    assert old in text
    spec.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the tour, begun and rendered as the README says."""
    root = tmp_path_factory.mktemp("tour") / "shop"
    begin = next(text for text in blocks("sh") if "promspec init" in text)
    printed = "".join(run(line, root) for line in begin.splitlines())
    printed = printed.replace(": promspec ", ": .venv/bin/promspec ")  # as it was called there
    assert printed.replace(str(root), PLACE) == blocks("text")[0]
    return root


def test_the_first_thing_to_read_is_how_to_run_it() -> None:
    assert BLOCKS[0][0] == "sh"
    targets = [line.split()[:2] for line in BLOCKS[0][1].splitlines()]
    assert targets == [["make", "render"], ["make", "test"]]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"\n{target}: " in makefile for _, target in targets)


def test_the_spec_that_is_shown_is_that_of_a_new_project(shop: Path) -> None:
    (shown,) = blocks("yaml")
    assert shown in (shop / "specs" / "components" / "http.yaml").read_text("utf-8")


def test_every_command_of_the_tour_runs_as_written(shop: Path) -> None:
    lines = [line for text in blocks("sh")[1:] for line in text.splitlines()]
    tour = [line for line in lines if line.startswith(".venv/bin/promspec") and "shop" in line]
    tour = [line for line in tour if not line.endswith(" simulate")]  # runs until it is ended
    assert len(tour) >= 4
    for line in tour:
        if " init /tmp" not in line:
            assert run(line, shop) or "--format" in line


def test_the_number_that_is_changed_is_changed_everywhere(shop: Path) -> None:
    out = shop / "out"
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    edit(shop, "above: 5%", "above: 2%")
    try:
        promspec("-C", shop, "render", cwd=ROOT)
        changed = {
            path.relative_to(shop).as_posix()
            for path, content in before.items()
            if path.read_bytes() != content
        }
        rules = (shop / RULES).read_text("utf-8")
    finally:
        edit(shop, "above: 2%", "above: 5%")
        promspec("-C", shop, "render", cwd=ROOT)
    assert changed == {
        RULES,
        "out/prometheus/tests/http.yml",
        "out/grafana/provisioning/dashboards/dashboards/overview.json",
        "out/runbooks/high-error-rate.md",
        "out/docs/alerts/http.md",
        "out/docs/dashboards/overview.md",
        "out/docs/indicators/http.md",
        "out/manifest.json",
    }
    assert "ratio_rate5m > 0.02\n" in rules
    assert "(critical above 2%)" in rules


def test_the_mistake_is_told_as_shown(shop: Path) -> None:
    edit(shop, "{status=~", "{statsu=~")
    try:
        answer = promspec("-C", shop, "render", cwd=ROOT)
    finally:
        edit(shop, "{statsu=~", "{status=~")
    told = answer.out.replace(str(shop), PLACE)
    assert (answer.code, told) == (1, blocks("text")[1])
    assert answer.err == f"{shop}/out: not rendered\n"


def test_every_command_is_described() -> None:
    described = re.findall(r"^\| `promspec (\w+)", README, re.MULTILINE)
    assert described == list(main._COMMANDS)


def test_every_path_of_the_output_is_there(shop: Path) -> None:
    (table,) = re.findall(r"## What is in `out/`\n\n(.*?)\n\n", README, re.DOTALL)
    paths = [
        re.sub(r"<\w+>", "*", path) for path in re.findall(r"^\| `(.*?)`", table, re.MULTILINE)
    ]
    assert len(paths) >= 6
    assert [path for path in paths if not list((shop / "out").glob(path.rstrip("/")))] == []


def test_every_file_that_is_named_is_there() -> None:
    (name,) = re.findall(r"evaluated \(`(\S+)`\)", README)
    assert (ROOT / "out" / "prometheus" / "tests" / name).is_file()


def test_the_scenarios_are_those_that_there_are(shop: Path) -> None:
    (first, here, elsewhere) = re.findall(
        r"lets something happen: (.*?) a scenario of your own.*?: here (.*?), elsewhere also"
        r"\n(.*?)\. ",
        README,
        re.DOTALL,
    )[0]
    listed = [
        line.split()[0] for line in run(f"promspec -C {shop} simulate --list", shop).splitlines()
    ]
    assert listed == ["healthy", *re.findall("`(.*?)`", first + here)]
    every = promspec("simulate", "--list", cwd=ROOT).out.splitlines()
    assert {line.split()[0] for line in every} == {
        *listed,
        *re.findall("`(.*?)`", elsewhere),
    }


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https?:)(.*?)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.tool
def test_the_generated_tests_run_where_promtool_is(shop: Path) -> None:
    line = "promtool test rules out/prometheus/tests/*.yml"
    assert f"`{line}`" in README
    done = subprocess.run(
        ["sh", "-c", line.replace("promtool", f"'{require_tool('promtool')}'")],
        cwd=shop,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[-1]) == (0, "SUCCESS")
