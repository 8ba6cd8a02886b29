"""Measures the analysis of expressions by itself: read, labels inferred, every check asked.

A program of its own, so that what it takes is not mixed with the rest: `python
tests/bench/expressions.py RULES PROJECT`. What follows the figures is where the time goes, by stage
and by check; `--profile` tells it by function. `taskset -c 0` gives the figures of one core.
"""

import argparse
import cProfile
import gc
import os
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import promql_parser

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # started as a program, not as a module

from generator import app  # noqa: E402 (needs the line above)
from generator.check.expressions import with_records  # noqa: E402
from generator.check.foreign_rules import foreign_groups  # noqa: E402
from generator.check.parallel import spread  # noqa: E402
from generator.check.promql.catalogue import Catalogue, catalogue_of  # noqa: E402
from generator.check.promql.registry import CHECKS  # noqa: E402
from generator.check.promql.run import Text, interested, look, subject_of  # noqa: E402
from generator.load.files import named_files, read_files  # noqa: E402
from generator.promql.infer import Inference  # noqa: E402
from generator.promql.parse import check as parse  # noqa: E402
from generator.promql.read import read  # noqa: E402
from generator.promql.types import check_types  # noqa: E402

COUNT = 20_000
_GOALS = {1: 5, 2: 3}
_MOST = 12  # checks that are listed by name
_T = TypeVar("_T")


def texts_in(folder: Path) -> list[Text]:
    """Return the expressions of rule files, as often as it takes to be as many as are wanted."""
    files, _ = named_files([str(folder)])
    sources, _ = read_files(files)
    found = [
        Text(
            one.expr,
            "alert" if one.alert else "record",
            tuple((f"annotations/{name}", text) for name, text in one.annotations),
        )
        for document in sources.documents.values()
        for group in foreign_groups(document)
        for one in group.rules
    ]
    return [found[number % len(found)] for number in range(COUNT)]


def timed(work: Callable[[], _T]) -> tuple[_T, float, float]:
    """Return what comes of something, and how long it takes by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - processor


def figures(texts: list[Text], known: Catalogue) -> None:
    """Print how long the whole takes, on one core and on all that this process may use."""
    _, _, parsed = timed(lambda: [promql_parser.parse(text.expr) for text in texts])
    _line(f"promql-parser reads {COUNT:,} expressions", parsed)
    alone = 0.0
    for what, catalogue in (("", Catalogue()), (", with a catalogue", known)):
        _, alone, spent = timed(lambda world=catalogue: [look(text, world) for text in texts])  # type: ignore[misc]
        note = f"{spent / parsed:.0f} x promql-parser (goal {_GOALS[1]} s)"
        _line(f"analysed on one core{what}", spent, note)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    _, elapsed, _ = timed(lambda: spread(lambda text: len(look(text, known)), texts))
    note = f"{alone / elapsed:.2f} x as fast as on one (goal {_GOALS[2]} s on two)"
    _line(f"the same on {cores} core{'s' if cores > 1 else ''}, by the clock", elapsed, note)


def stages(texts: list[Text], known: Catalogue) -> None:
    """Print how long each stage and each check takes, by the processor."""
    spent: dict[str, float] = {}
    exprs = [one.expr for one in texts]
    _, _, spent["promql-parser: is it PromQL?"] = timed(lambda: [*map(parse, exprs)])
    nodes, _, spent["read into trees with places"] = timed(lambda: [*map(read, exprs)])
    _, _, spent["types of the parts"] = timed(lambda: list(map(check_types, nodes)))
    _, _, inferred = timed(lambda: [Inference(known).of(one) for one in nodes])
    spent["labels inferred"] = inferred
    subjects, _, prepared = timed(lambda: list(map(subject_of, texts, [known] * COUNT, nodes)))
    spent["all else that checks see"] = prepared - inferred
    checks: dict[str, float] = {}
    for check in CHECKS:
        asked = [one for one in subjects if check in interested(one.traits)]
        _, _, took = timed(lambda find=check.find, some=asked: [list(find(one)) for one in some])  # type: ignore[misc]
        checks[f"  {check.rule.code} asked of {len(asked):,}"] = took
    spent[f"{len(CHECKS)} checks"] = sum(checks.values())
    total = sum(spent.values())
    for what, seconds in spent.items():
        _line(what, seconds, f"{seconds / total:.0%}")
    slowest = sorted(checks, key=checks.__getitem__, reverse=True)
    for what in slowest[:_MOST]:
        _line(what, checks[what], f"{checks[what] / total:.1%}")
    _line(f"  the other {len(CHECKS) - _MOST}", sum(checks[one] for one in slowest[_MOST:]))


def main() -> None:
    """Print one line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", type=Path, help="a folder of rule files")
    parser.add_argument("project", type=Path, help="the project whose metrics they read")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    gc.disable()  # as the command does
    texts = texts_in(chosen.rules)
    project = app.read(chosen.project)
    known = with_records(catalogue_of(app.estate_of(project)), app.plan_of(project))
    if chosen.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [look(text, known) for text in texts])
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    figures(texts, known)
    stages(texts, known)


def _line(what: str, seconds: float, note: str = "") -> None:
    print(f"{what:<44} {seconds:8.3f} s  {note}".rstrip(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
