"""Measures the speed: `make bench`. Prints a table; nothing fails here, tests hold the rest.

Every figure is the best of some runs of a whole process, since what else the machine does only adds
to it. The floor does what cannot be avoided: a bare Python that reads the inputs and writes the
outputs. `--sizes 1000 5000` chooses other estates, `--runs 5` makes quiet figures quieter,
`--long` renders 10,000 SLOs, too, which takes some minutes.
"""

import argparse
import dataclasses
import math
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # started as a program, not as a module

from tests.bench import proofs, slos  # noqa: E402 (needs the line above)
from tests.bench.estate import write_estate  # noqa: E402
from tests.support.program import environment  # noqa: E402
from tests.support.tools import all_promtools, find_tool  # noqa: E402

_FLOOR = """
import sys
from pathlib import Path
source, out, copy = map(Path, sys.argv[1:])
for path in source.rglob("*.yaml"):
    path.read_bytes()
texts = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
for name, text in texts.items() if str(copy) != "." else ():
    target = copy / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text)
"""
_LIBRARIES = ("click", "grafanalib.core", "jinja2", "promql_parser", "pydantic", "yaml")
MEGABYTE = 1024 * 1024
LARGE = 5000
MANY_SLOS = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """The best wall clock and processor time of some runs, in seconds."""

    wall: float
    cpu: float


def measure(
    command: Sequence[str | Path],
    runs: int,
    before: Callable[[], object] = lambda: None,
    cwd: Path = ROOT,
) -> Measured:
    """Run a program some times, each after `before`; it must succeed."""
    walls, cpus = [], []
    for _ in range(runs):
        before()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(command, cwd=cwd, env=environment(), stdout=subprocess.DEVNULL, check=True)
        walls.append(time.perf_counter() - begun)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)
    return Measured(min(walls), min(cpus))


def memory(command: Sequence[str | Path]) -> int:
    """Return the most memory that a program had at once, in bytes."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(found.stdout) * (1 if sys.platform == "darwin" else 1024)


def show(what: str, found: Measured, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<44} {found.wall:8.3f} s {found.cpu:8.3f} s  {note}".rstrip(), flush=True)  # noqa: T201


def title(text: str) -> None:
    """Print the head of a part of the table."""
    print(f"\n{text:<44} {'elapsed':>10} {'cpu':>10}", flush=True)  # noqa: T201


def promspec(*args: str | Path) -> list[str | Path]:
    """Return a call of the command."""
    return [sys.executable, "-m", "generator", *args]


def start_up(runs: int) -> Measured:
    """Measure what every call costs, and return what Python alone costs."""
    title("start")
    bare = measure([sys.executable, "-c", "pass"], runs)
    show("python -c pass", bare)
    for option, goal in (("--version", 40), ("--help", 80)):
        found = measure(promspec(option), runs)
        more, cpu = found.wall - bare.wall, found.cpu - bare.cpu
        note = f"+{more * 1000:.0f} ms, cpu +{cpu * 1000:.0f} ms (goal {goal})"
        show(f"promspec {option}", found, note)
    return bare


def project(name: str, root: Path, runs: int, *, promtool: bool = False) -> Measured:
    """Measure one project: first render, render of nothing new, check, and what they compare to.

    Returns:
        What the first render took.
    """
    out, copy = root / "out", root / "copy"
    title(name)
    first = measure(
        promspec("-C", root, "render"), runs, lambda: shutil.rmtree(out, ignore_errors=True)
    )
    again = measure(promspec("-C", root, "render"), runs)
    checked = measure(promspec("-C", root, "check", "--drift"), runs)
    floor: list[str | Path] = [sys.executable, "-c", _FLOOR, root / "specs", out]
    read = measure([*floor, "."], runs)
    written = measure([*floor, copy], runs, lambda: shutil.rmtree(copy, ignore_errors=True))
    show("floor: read specs, write outputs", written, f"{size(root / 'specs')}; {size(out)}")
    show("render, first", first, f"{first.wall / written.wall:.1f} x floor")
    show("floor: read both", read)
    show("render, unchanged", again, f"{again.wall / read.wall:.1f} x floor (goal 1.5)")
    show("check --drift", checked)
    if promtool:
        rules = sorted(out.glob("prometheus/rules/*.yml"))
        compare(first, rules, runs)
        look = [word for one in rules for word in ("--rules", one)]
        looked = measure(promspec("-C", root, "check", *look), runs)
        show("check --rules, with the catalogue", looked, f"{len(rules)} files")
        analysis = ROOT / "tests" / "bench" / "expressions.py"
        command: list[str | Path] = [sys.executable, analysis, out / "prometheus" / "rules", root]
        subprocess.run(command, cwd=ROOT, env=environment(), check=True)
    peak = memory(promspec("-C", root, "render", "--force"))
    print(f"{'most memory of a render':<44} {peak / MEGABYTE:8.0f} MB", flush=True)  # noqa: T201
    return first


def within_a_second(root: Path, runs: int, bare: Measured) -> None:
    """Print how much of its second of process time a first render takes, and where it goes.

    What else a machine does makes processor time longer, too. So the libraries that are not ours
    are loaded in turn with the render, and what it takes is also told as a multiple of that.
    """
    out, render = root / "out", promspec("-C", root, "render")
    names = _loaded(render, out)
    own = ";".join(f"import {name}" for name in names if name.partition(".")[0] == "generator")
    commands: dict[str, list[str | Path]] = {
        "libraries": [sys.executable, "-c", f"import {', '.join(_LIBRARIES)}"],
        "imports": [sys.executable, "-c", f"import {', '.join(_LIBRARIES)};{own}"],
        "render": render,
    }
    found = {name: Measured(math.inf, math.inf) for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            one = measure(command, 1, lambda: shutil.rmtree(out, ignore_errors=True))
            found[name] = min(found[name], one, key=lambda each: each.cpu)
    title("process time of a first render")
    least, loaded = found["libraries"].cpu, found["imports"].cpu
    show("import libraries alone", found["libraries"], ", ".join(_LIBRARIES))
    show("import all that a render loads", found["imports"])
    total = found["render"]
    show("render, first", total, f"{total.cpu:.2f} of 1 s, {total.cpu / bare.cpu:.0f} x `pass`")
    parts = (("libraries", least), ("own imports", loaded - least), ("work", total.cpu - loaded))
    shares = ", ".join(f"{what} {time / total.cpu:.0%}" for what, time in parts)
    note = f"{total.cpu / least:.1f} x its libraries: {shares}"
    print(f"{'of that':<44} {note}", flush=True)  # noqa: T201


def _loaded(command: Sequence[str | Path], out: Path) -> list[str]:
    """Return the modules that a program imports, in the order in which they are complete."""
    shutil.rmtree(out, ignore_errors=True)
    found = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line for line in found.stderr.splitlines() if line.startswith("import time:"))
    return [line.rpartition("|")[2].strip() for line in lines]


def compare(render: Measured, rules: Sequence[Path], runs: int) -> None:
    """Measure how long promtool takes to read the same rules."""
    tools = all_promtools()
    if not tools:
        print("promtool check rules: not within reach, `make tools` fetches it")  # noqa: T201
    for version, tool in tools:
        found = measure([tool, "check", "rules", *rules], runs)
        ratio = render.wall / found.wall
        show(f"promtool {version} check rules", found, f"render takes {ratio:.2f} x that (goal 1)")


def promises(counts: Sequence[int], pods: Sequence[int]) -> None:
    """Measure how SLOs scale, and what one reads in a real Prometheus."""
    print("\nSLOs", flush=True)  # noqa: T201
    slos.scale(counts, lambda root: measure(promspec("-C", root, "render"), 1).cpu, _say)
    if find_tool("prometheus") is None or find_tool("promtool") is None:
        print("samples: prometheus is not within reach, `make tools` fetches it")  # noqa: T201
        return
    slos.samples(pods, _say)


def alerts(count: int, mutated: int) -> None:
    """Measure how long the proof of many alerts takes, elapsed."""
    print(f"\n{count:,} alerts", flush=True)  # noqa: T201
    promtool = find_tool("promtool")
    if promtool is None:
        print("promtool is not within reach, `make tools` fetches it")  # noqa: T201
        return
    proofs.proofs(count, mutated, promtool, _say)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def size(folder: Path) -> str:
    """Return how many files a folder holds and how large they are."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(sizes)} files, {sum(sizes) / MEGABYTE:.1f} MB"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=[1000, 20000], metavar="RULES")
    parser.add_argument("--runs", type=int, default=5, help="of each call; large estates have two")
    parser.add_argument("--slos", nargs="*", type=int, default=[100, 1000], metavar="SLOS")
    parser.add_argument("--long", action="store_true", help="render 10,000 SLOs, too")
    parser.add_argument("--alerts", type=int, default=1000, metavar="ALERTS")
    parser.add_argument("--mutated", type=int, default=90, help="alerts whose rules are mutated")
    parser.add_argument("--pods", nargs="*", type=int, default=[3, 20], metavar="PODS")
    chosen = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"Python {platform.python_version()}, {platform.system()} {machine}")  # noqa: T201
    bare = start_up(4 * chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"  # what is remembered goes with the rest
        own = Path(folder) / "own"
        shutil.copytree(ROOT / "specs", own / "specs")
        project("specs/ of this repository", own, chosen.runs)
        within_a_second(own, 4 * chosen.runs, bare)
        for rules in chosen.sizes:
            runs = chosen.runs if rules <= LARGE else 2
            root = write_estate(Path(folder) / str(rules), rules)
            project(f"{rules:,} rules", root, runs, promtool=True)
        tested = write_estate(
            Path(folder) / "tested", min(chosen.sizes, default=1000), "rules, tests"
        )
        project(f"{min(chosen.sizes, default=1000):,} rules with their tests", tested, 2)
        promises([*chosen.slos, *([MANY_SLOS] if chosen.long else [])], chosen.pods)
        alerts(chosen.alerts, chosen.mutated)


if __name__ == "__main__":
    main()
