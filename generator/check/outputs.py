"""Outputs that a project asks for and that nothing is rendered for."""

import re
from collections.abc import Iterator

from generator.check import codes
from generator.core.artifact import ArtifactSet
from generator.core.finding import Finding, Place
from generator.spec.project import Owners, Project
from generator.spec.validate import Specs

_FILES = {
    "rules": "prometheus/rules/",
    "tests": "prometheus/tests/",
    "dashboards": "grafana/provisioning/dashboards/.+/",
    "runbooks": "runbooks/",
    "docs": "docs/",
    "scrape": r"prometheus/(prometheus\.yml$|targets/)",
    "alertmanager": "alertmanager/",
    "collector": "collector/",
    "compose": r"compose\.yaml$",
    "codeowners": "CODEOWNERS$",
    "meta": r"prometheus/rules/meta\.yml$",
}
# Programs that alone watch nothing.
_STACK = frozenset({"scrape", "alertmanager", "collector", "compose"})
_REVIEWER = re.compile(r"@[\w.-]+(/[\w.-]+)*|[^\s@#]+@[^\s@#]+")
_FIXES = {
    "compose": "add what it runs: `scrape`, `alertmanager`, `dashboards` or `collector`",
    "tests": "add `rules`, which they test, and an alert",
    "codeowners": "give the owners in specs/owners.yaml their `reviewers`",
}


def idle_outputs(file: str, project: Project, artifacts: ArtifactSet) -> Iterator[Finding]:
    """Yield the outputs that nothing was rendered for, if the author named them.

    Where nothing is rendered at all, or only docs and what runs the rest, that is said once
    instead, and is an error.
    """
    place = Place(file, ("outputs",))
    idle = [output for output in project.outputs if not _rendered(output, artifacts)]
    watching = [output for output in project.outputs if output != "docs"]
    if not len(artifacts) or (watching and set(watching) - _STACK <= set(idle)):
        yield codes.NOTHING_TO_RENDER.at(
            place, f"`{project.project}` renders nothing to monitor it with"
        )
    elif "outputs" in project.model_fields_set:
        for output in idle:
            where = place.child(project.outputs.index(output))
            message = f"nothing is rendered for `{output}`"
            yield codes.IDLE_OUTPUT.at(where, message, fix=_FIXES.get(output))


def _rendered(output: str, artifacts: ArtifactSet) -> bool:
    pattern = re.compile(rf"(env/[^/]+/)?{_FILES[output]}")
    return any(pattern.match(artifact.path) for artifact in artifacts)


def unreadable_reviewers(specs: Specs) -> Iterator[Finding]:
    """Yield the reviewers that a code host would not find; they could also add lines."""
    project, owners = specs.one(Project), specs.one(Owners)
    if project is None or owners is None or "codeowners" not in project[1].outputs:
        return
    file, model = owners
    for team, owner in model.define.items():
        for index, reviewer in enumerate(owner.reviewers):
            if not _REVIEWER.fullmatch(reviewer):
                place = Place(file, ("define", team, "reviewers", index))
                yield codes.BAD_REVIEWER.at(place, f"`{reviewer}` is no user, team or address")
