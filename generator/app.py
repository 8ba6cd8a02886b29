"""The stages in their order, from a folder of specs to artifacts and findings."""

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generator
from generator.check import codes as check_codes
from generator.check.acceptance import Acceptance
from generator.core.artifact import Artifact, ArtifactSet
from generator.core.finding import Finding, Place, PromspecError, Rule, Severity, rules_of
from generator.core.spelling import listed
from generator.emit import codes as emit_codes
from generator.emit.drift import drift as find_drift
from generator.emit.tree import EmitResult, emit
from generator.load import codes as load_codes
from generator.load import foreign_codes
from generator.load.discovery import read_specs
from generator.load.document import Document, Sources
from generator.load.files import named_files, read_files
from generator.load.kept import kept
from generator.migrate import codes as migrate_codes
from generator.plan.plan import Plan, make_plan
from generator.resolve import codes as resolve_codes
from generator.resolve.attribution import distinct
from generator.resolve.environments import resolve_environments
from generator.resolve.estate import Estate
from generator.resolve.overlay import Layered
from generator.resolve.resolver import resolve
from generator.spec import codes as spec_codes
from generator.spec.project import Project as ProjectSpec
from generator.spec.validate import Specs, validate

if TYPE_CHECKING:
    from generator.check.certificate import Certificate
    from generator.check.foreign import Looked
    from generator.check.promql.base import Check as ExpressionCheck
    from generator.check.promql.catalogue import Catalogue
    from generator.check.reach import Scope
    from generator.check.shape import Check
    from generator.check.specs.whole import Whole
    from generator.migrate.run import Format, Imported
    from generator.oracle.proof import Proof
    from generator.plan.cardinality import Budget
    from generator.prove.failures import Cases
    from generator.prove.result import Report

OUT = "out"


@dataclasses.dataclass(frozen=True, slots=True)
class Project:
    """A project as far as it could be read: findings, and an estate where they are no errors.

    ``estate`` is that of the default environment, ``environments`` are the others by name.
    """

    root: Path
    sources: Sources
    specs: Specs
    estate: Estate | None
    findings: tuple[Finding, ...]
    environments: Mapping[str, Estate] = dataclasses.field(default_factory=dict)
    acceptance: Acceptance | None = None

    @property
    def failed(self) -> bool:
        """Tell whether something is wrong that forbids rendering."""
        return self.estate is None or any(one.severity is Severity.ERROR for one in self.findings)


def read(root: Path) -> Project:
    """Read, validate and resolve the specs below a folder."""
    loaded = read_specs(root)
    findings = list(loaded.findings)
    specs, found = validate(loaded.documents, loaded.texts, loaded.findings, loaded.hidden)
    findings += found
    layered = Layered.of(specs, loaded.documents)
    estate, found = resolve(layered)
    if findings:  # the project may stand in a file that could not be read
        found = [one for one in found if one.rule is not spec_codes.NO_PROJECT]
    # What is wrong with a template is found again with each overlay.
    findings = distinct([*findings, *found])
    environments, found = resolve_environments(layered, findings)
    findings += found
    acceptance = Acceptance(specs, loaded.documents, rules)
    findings = acceptance.settle(findings)
    return Project(root, loaded.sources, specs, estate, tuple(findings), environments, acceptance)


def estate_of(project: Project, environment: str = "") -> Estate:
    """Return the estate of an environment, by default that of the default one.

    Raises:
        PromspecError: there is no such environment.
        ValueError: the project has errors.
    """
    estate = project.environments.get(environment) if environment else project.estate
    if project.estate is None or (estate is None and project.failed):
        raise ValueError("the project has errors")
    if estate is None:
        known = listed(project.environments, "and") or "none but the default one"
        raise PromspecError(f"there is no environment `{environment}`; there are {known}")
    return estate


def plan_of(project: Project, environment: str = "") -> Plan:
    """Return the plan of a project that was read without errors, in one environment.

    Raises:
        PromspecError: there is no such environment.
        ValueError: the project has errors.
    """
    return make_plan(estate_of(project, environment))


def plans_of(project: Project) -> dict[str, Plan]:
    """Return the plans of all environments by name, that of the default one under ``""``."""
    return {name: plan_of(project, name) for name in ("", *project.environments)}


def artifacts_of(
    project: Project,
    plans: Mapping[str, Plan] | None = None,
    budgets: "Mapping[str, Budget] | None" = None,
) -> ArtifactSet:
    """Render everything that a project asks for, in memory.

    ``plans`` and ``budgets`` of the environments save making them again.
    """
    # Imported here: dashboards bring grafanalib along, which most commands do not need.
    from generator.render.codeowners import render_codeowners  # noqa: PLC0415
    from generator.render.tree import render_tree  # noqa: PLC0415
    from generator.resolve.vocabulary import vocabulary_of  # noqa: PLC0415
    from generator.spec.schema import schema_artifacts  # noqa: PLC0415

    if project.estate is None:
        raise ValueError("the project has errors")
    artifacts = ArtifactSet()
    pages = list(_pages()) if "docs" in project.estate.project.outputs else []
    for name, plan in (plans or plans_of(project)).items():
        folder = f"env/{name}/" if name else ""
        budget = budgets[name] if budgets is not None else None
        estate = estate_of(project, name)
        for one in render_tree(estate, plan, pages, project.environments, budget):
            artifacts.add(dataclasses.replace(one, path=f"{folder}{one.path}"))
    if "codeowners" in project.estate.project.outputs:
        artifacts.extend(render_codeowners(project.estate, list(artifacts)))
    if len(artifacts):  # schemas alone are no output
        artifacts.extend(schema_artifacts(vocabulary_of(project.estate)))
    return artifacts


def _pages() -> Iterator[Artifact]:
    """Yield the pages of the reference that are the same for every project."""
    for name, source, make in (
        ("language.md", "the spec language", _language_page),
        ("checks.md", "its checks", _checks_page),
    ):
        yield Artifact(f"docs/{name}", kept(name, make), source)


def _language_page() -> str:
    # Imported here, because the page is seldom made.
    from generator.render.reference.language import render_language  # noqa: PLC0415

    return render_language()


def _checks_page() -> str:
    # Imported here, because the page is seldom made.
    from generator.check.reference import checks_page  # noqa: PLC0415

    shown = {one.rule.code: _shown(one) for _, one in _all_checks()}
    return checks_page(rules().values(), lambda code: shown.get(code, {}), reach)


def check(project: Project, *, drift: bool = False) -> list[Finding]:
    """Return the findings of a project, those about what it renders included.

    With ``drift`` the output folder is compared with what would be rendered, too.
    """
    if project.failed:
        return list(project.findings)
    artifacts, found = _checked(project)
    findings = [*project.findings, *found]
    if drift and not errors(findings):
        differences = find_drift(artifacts, project.root / OUT, version())
        findings += [one.finding for one in differences]
    return findings


def _checked(project: Project) -> tuple[ArtifactSet, list[Finding]]:
    """Return what a project renders, and what is wrong with it."""
    # Imported here, because few commands need it.
    from generator.check.specs.whole import Whole  # noqa: PLC0415

    plans = plans_of(project)
    wholes = {name: Whole(estate_of(project, name), plan) for name, plan in plans.items()}
    budgets = {name: one.budget for name, one in wholes.items()}
    artifacts = artifacts_of(project, plans, budgets)
    found = distinct(_check(project, wholes.values(), artifacts))
    if project.acceptance is not None:
        found = project.acceptance.settle(found)
        found += project.acceptance.findings()
    return artifacts, found


def _check(
    project: Project, wholes: "Iterable[Whole]", artifacts: ArtifactSet
) -> Iterator[Finding]:
    """Yield what is wrong with that which a project renders."""
    # Imported here, because the checks of dashboards bring grafanalib along.
    from generator.check.alert_texts import text_findings  # noqa: PLC0415
    from generator.check.backend_limits import beyond_limits  # noqa: PLC0415
    from generator.check.beyond_retention import beyond_retention  # noqa: PLC0415
    from generator.check.expressions import expression_findings  # noqa: PLC0415
    from generator.check.idle_window import idle_windows  # noqa: PLC0415
    from generator.check.metrics.registry import name_findings  # noqa: PLC0415
    from generator.check.outputs import idle_outputs, unreadable_reviewers  # noqa: PLC0415
    from generator.check.provisioning import provisioning_clashes  # noqa: PLC0415
    from generator.check.short_windows import short_windows  # noqa: PLC0415
    from generator.check.slos import slo_findings  # noqa: PLC0415
    from generator.check.specs.registry import SPECS  # noqa: PLC0415

    found = project.specs.one(ProjectSpec)
    if found is not None:
        yield from idle_outputs(*found, artifacts)
    yield from unreadable_reviewers(project.specs)
    for whole in wholes:
        estate, plan = whole.estate, whole.plan
        yield from (estate.provenance[""].translated(one) for one in provisioning_clashes(plan))
        yield from slo_findings(estate)
        yield from beyond_limits(estate, plan)
        yield from SPECS.findings(whole)
        yield from idle_windows(estate)
        yield from short_windows(estate)
        yield from beyond_retention(estate)
        yield from name_findings(estate)
        yield from text_findings(whole)
        yield from expression_findings(estate, plan)


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


def check_rules(
    names: Iterable[str | Path], project: Project | None, target: str | None = None
) -> tuple[Sources, "Looked"]:
    """Return what is wrong with rule files that others wrote, and their texts.

    A name may be that of a folder, a pattern, or ``-`` for what is piped in.

    With a project that was read without errors its metrics are known, and that there are no
    others; without one only what follows from the rules themselves is said. ``target`` is the
    release of the oldest Prometheus that loads the rules, by default that of the project.

    Raises:
        PromspecError: a file cannot be read.
        ValueError: the project has errors.
    """
    # Imported here, because few commands need it.
    from generator.check.foreign import look_at  # noqa: PLC0415

    return _check_files(names, project, target, look_at)


def check_dashboards(
    names: Iterable[str | Path], project: Project | None, target: str | None = None
) -> tuple[Sources, "Looked"]:
    """Return what is wrong with dashboards in Grafana's JSON, and their texts.

    All else is as for :func:`check_rules`, and so is what is raised.
    """
    # Imported here, because few commands need it.
    from generator.check.dashboards.manifests import read_dashboards  # noqa: PLC0415
    from generator.check.foreign_dashboards import look_at  # noqa: PLC0415

    return _check_files(names, project, target, look_at, read_dashboards)


def _check_files(
    names: Iterable[str | Path],
    project: Project | None,
    target: str | None,
    look_at: "Callable[[Iterable[Document], Catalogue, Mapping[str, Rule], set[str]], Looked]",
    read_from: Callable[[Iterable[str]], tuple[Sources, list[Finding]]] = read_files,
) -> tuple[Sources, "Looked"]:
    """Return what looking at some files finds, with what is known of a project."""
    # Imported here, because few commands need them.
    from generator.check.expressions import with_records  # noqa: PLC0415
    from generator.check.promql.catalogue import Catalogue, catalogue_of  # noqa: PLC0415
    from generator.promql.versions import Target, version_of  # noqa: PLC0415

    files, swept = named_files(map(str, names))
    sources, findings = read_from(files)
    catalogue = Catalogue()
    if project is not None:
        catalogue = with_records(catalogue_of(estate_of(project)), plan_of(project))
    if target is not None:
        flags = catalogue.target.flags if catalogue.target is not None else frozenset()
        oldest = Target(version_of(target), flags)
        catalogue = dataclasses.replace(catalogue, target=oldest)
    looked = look_at(sources.documents.values(), catalogue, rules(), swept)
    findings = distinct([*findings, *looked.findings])
    if project is not None and project.acceptance is not None:
        findings = project.acceptance.weigh(findings)
    return sources, dataclasses.replace(looked, findings=findings)


def import_specs(
    kind: "Format", names: Iterable[str], project: str, *, period: Fraction
) -> "Imported":
    """Return the specs that say what files of another program say; nothing is written.

    ``period`` is that of SLOs that say none.

    Raises:
        PromspecError: a file cannot be read.
    """
    # Imported here, because few commands need it.
    from generator.migrate.run import Imported, import_specs  # noqa: PLC0415

    files, _ = named_files(names)
    sources, findings = read_files(files)
    if findings:
        return Imported(kind, project, sources, tuple(findings))
    return import_specs(kind, sources, project, _wrong_with, period=period)


def _wrong_with(files: Mapping[str, str]) -> list[Finding]:
    """Return what is wrong with a project of such files, and with what it renders."""
    with tempfile.TemporaryDirectory(prefix="promspec-") as name:
        for path, text in files.items():
            target = Path(name) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return check(read(Path(name)))


def version() -> str:
    """Return the tool's version."""
    return generator.__version__


def errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is an error."""
    return any(one.severity is Severity.ERROR for one in findings)


def write(project: Project, *, force: bool = False) -> EmitResult:
    """Render a project into its output folder, unless something is wrong with it.

    The findings of the result are those that reading the project did not have. With ``force``,
    files edited by hand are overwritten.
    """
    if project.failed:
        return EmitResult()
    artifacts, findings = _checked(project)
    if errors(findings):
        return EmitResult(findings=tuple(findings))
    result = emit(artifacts, project.root / OUT, version=version(), force=force)
    return dataclasses.replace(result, findings=(*findings, *result.findings))


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


def examples(code: str) -> dict[str, str]:
    """Return what a check finds and what it leaves alone, `bad` and `good`; nothing of others."""
    found = next((one for _, one in _all_checks() if one.rule.code == code), None)
    return {} if found is None else _shown(found)


def reach(code: str) -> str:
    """Return where a check finds its `bad` example, and what must be known; nothing of others."""
    # Imported here, because few commands need it.
    from generator.check.reach import reach as reach_of  # noqa: PLC0415

    found = (
        reach_of(where, one.known_from) for where, one in _all_checks() if one.rule.code == code
    )
    return next(found, "")


def _shown(check: "ExpressionCheck | Check[Any]") -> dict[str, str]:
    return dict(zip(("bad", "good"), check.shown, strict=True))


def rules() -> dict[str, Rule]:
    """Return what every finding can be an instance of, by code."""
    # Imported here, because few commands need them.
    from generator.prove import codes as prove_codes  # noqa: PLC0415

    modules = (
        *(load_codes, foreign_codes, spec_codes, resolve_codes, check_codes, emit_codes),
        *(migrate_codes, prove_codes),
    )
    found = [rule for module in modules for rule in rules_of(vars(module))]
    found += [check.rule for _, check in _all_checks()]
    return {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}


def _all_checks() -> "Iterator[tuple[Scope, ExpressionCheck | Check[Any]]]":
    """Yield every check that has examples, with where it looks."""
    # Imported here, because few commands need the checks.
    from generator.check.families import FAMILIES  # noqa: PLC0415
    from generator.check.promql.registry import CHECKS  # noqa: PLC0415

    yield from (("expressions", one) for one in CHECKS)
    for family in FAMILIES:
        yield from ((family.scope, one) for one in family.checks)
