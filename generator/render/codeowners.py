"""CODEOWNERS: who reviews a change of a spec, and of what is rendered from it."""

from collections.abc import Iterable, Iterator

from generator.core.artifact import Artifact
from generator.core.names import rule_path, rule_test_path
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError
from generator.resolve.estate import Estate

PATH = "CODEOWNERS"
_SOURCE = "specs/owners.yaml"


def render_codeowners(estate: Estate, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """Yield the file that maps specs and artifacts to reviewers; none where nobody reviews.

    Raises:
        TemplateFaultError: the template made something else than the estate says.
    """
    lines = [f"{_escaped(path)} {' '.join(who)}" for path, who in _reviewed(estate, artifacts)]
    if not lines:
        return
    text = render("codeowners/CODEOWNERS.j2", source=_SOURCE, lines=lines)
    if [line for line in text.splitlines() if line and not line.startswith("#")] != lines:
        raise TemplateFaultError(PATH, "the lines read back are not those of the estate")
    yield Artifact(PATH, text, _SOURCE)


def _reviewed(
    estate: Estate, artifacts: Iterable[Artifact]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield paths with their reviewers, those of the whole project first."""
    fallback = _reviewers(estate, estate.project.owner)
    if fallback:
        yield from (("/specs/", fallback), ("/out/", fallback))
    by_spec = _by_spec(estate, fallback)
    by_path = {path: _reviewers(estate, owner) for path, owner in _services(estate)}
    made = [
        (f"/out/{one.path}", by_path.get(_plain(one.path), by_spec.get(one.source, ())))
        for one in artifacts
    ]
    said = [(f"/{file}", who) for file, who in by_spec.items()]
    for path, who in sorted((*said, *made)):
        if who and who != fallback:
            yield path, who


def _by_spec(estate: Estate, fallback: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return who reviews each spec; one that services of several teams share, the project's."""
    found: dict[str, tuple[str, ...]] = {}
    for file, owner in _owned(estate):
        who = _reviewers(estate, owner)
        found[file] = who if found.get(file, who) == who else fallback
    return found


def _services(estate: Estate) -> Iterator[tuple[str, str]]:
    """Yield the files of each service's own component, with the owner there."""
    for component in estate.components.values():
        if component.service:
            yield rule_path(component.id, component.service), component.owner
            yield rule_test_path(component.id, component.service), component.owner


def _plain(path: str) -> str:
    """Return a path as it is in the default environment."""
    return path.split("/", 2)[2] if path.startswith("env/") else path


def _owned(estate: Estate) -> Iterator[tuple[str, str | None]]:
    """Yield the spec files that have an owner of their own, with the owner."""
    for component in estate.components.values():
        yield component.file, component.owner
    for file, view in (*estate.dashboards.values(), *estate.runbooks.values()):
        yield file, view.owner


def _reviewers(estate: Estate, owner: str | None) -> tuple[str, ...]:
    found = estate.owners.get(owner or "")
    # On one line, whatever they hold; a check refuses those that are no names.
    return tuple(" ".join(one.split()) for one in found.reviewers) if found else ()


def _escaped(path: str) -> str:
    return path.replace("\\", "\\\\").replace(" ", "\\ ")
