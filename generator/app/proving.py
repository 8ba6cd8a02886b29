"""What shows that alerts work: tests that are run, rules that are mutated, what an alert takes."""

import dataclasses
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.app.project import Project, estate_of, plan_of
from generator.core.finding import Finding, Place
from generator.load.document import Sources
from generator.plan.plan import Plan
from generator.resolve.estate import Estate

if TYPE_CHECKING:
    from generator.check.certificate import Certificate
    from generator.oracle.proof import Proof
    from generator.prove.failures import Cases
    from generator.prove.result import Report


def prove(
    project: Project,
    environment: str = "",
    promtool: Path | None = None,
    *,
    mutate: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> "Report":
    """Run the tests of a project that was read without errors, and mutate its rules.

    Raises:
        PromspecError: there is no such environment, or no promtool.
        ValueError: the project has errors.
    """
    # Imported here, because few commands need them.
    from generator.oracle.proof import prove as proof_of  # noqa: PLC0415
    from generator.prove.files import read_suite  # noqa: PLC0415
    from generator.prove.promtool import find_promtool  # noqa: PLC0415
    from generator.prove.run import prove_suite  # noqa: PLC0415
    from generator.render.rule_tests import render_rule_tests  # noqa: PLC0415
    from generator.render.rules import render_rules  # noqa: PLC0415

    tool = find_promtool(promtool, project.root)
    estate, plan = estate_of(project, environment), plan_of(project, environment)
    progress("making the tests")
    proof = proof_of(estate)
    with tempfile.TemporaryDirectory(prefix="promspec-") as name:
        folder = Path(name)
        rules = render_rules(plan.rule_files)
        tests = render_rule_tests(proof.files, plan.rule_files, estate.prefix)
        for one in (*rules, *tests):
            path = folder / one.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.content.encode())
        suite = read_suite(
            [folder / one.path for one in rules], [folder / one.path for one in tests]
        )
        report = prove_suite(
            suite,
            tool,
            unproven={one.alert_id: one.reason for one in proof.unproven},
            mutate=mutate,
            cases=_cases(estate, plan, proof, folder),
            progress=progress,
        )
    places = {one.place for one in report.failures if one.place is not None}
    spans = {one: project.sources.span(one) for one in places}
    return dataclasses.replace(report.within(name), spans=spans, environment=environment)


def _cases(estate: Estate, plan: Plan, proof: "Proof", folder: Path) -> "Cases":
    """Return what each check shows, and where the alert or its case is written."""
    # Imported here, because few commands need them.
    from generator.check.specs.cannot_fire import made_at  # noqa: PLC0415
    from generator.prove.failures import Told, time_of  # noqa: PLC0415
    from generator.render.rule_tests import named_checks  # noqa: PLC0415

    places = made_at(estate)
    for alert in estate.alerts.values():
        places[alert.id] = estate.origin(alert.place, alert.service).key()
    found: dict[tuple[str, str, float], Told] = {}
    for one in named_checks(proof.files, plan.rule_files, estate.prefix):
        place = one.place or places.get(one.alert_id) or Place(estate.project_file)
        key = (str(folder / one.path), one.about, time_of(one.at))
        found.setdefault(key, Told(one.alert_id, one.case, place))
    return found


def prove_rules(
    rule_files: Iterable[str],
    test_files: Iterable[str],
    promtool: Path | None = None,
    *,
    mutate: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> "tuple[Sources, list[Finding], Report]":
    """Run the tests of rules that others wrote, mutate the rules, and tell what is not tested.

    A name may be that of a folder or a pattern. Rule files that the tests load beside those named
    are seen by the tests, and are not asked about.

    Raises:
        PromspecError: a file cannot be read, or there is no promtool.
    """
    # Imported here, because few commands need them.
    from generator.prove.foreign import prove_foreign  # noqa: PLC0415
    from generator.prove.promtool import find_promtool  # noqa: PLC0415

    tool = find_promtool(promtool, Path())
    return prove_foreign(rule_files, test_files, tool, mutate=mutate, progress=progress)


def certificate(project: Project, alert_id: str, environment: str = "") -> "Certificate | None":
    """Return what shows that an alert can fire; None where there is no such alert.

    Raises:
        PromspecError: there is no such environment.
        ValueError: the project has errors.
    """
    # Imported here, because few commands need it.
    from generator.check.certificate import Registrar  # noqa: PLC0415

    registrar = Registrar(estate_of(project, environment), plan_of(project, environment))
    alert = next((one for one in registrar.alerts if one.alert_id == alert_id), None)
    return None if alert is None else registrar.told(alert)
