"""Identity labels: which there are, where they come from, and their values in an environment."""

from collections.abc import Mapping

from generator.spec.project import Identity, Project
from generator.spec.variation import Environment


def identity_of(project: Project) -> Mapping[str, Identity]:
    """Return the identity labels with where they come from."""
    if isinstance(project.identity, tuple):
        return {label: Identity() for label in project.identity}
    return project.identity


def is_external(project: Project, label: str) -> bool:
    """Tell whether Prometheus adds a label only when it sends."""
    found = identity_of(project).get(label)
    return found is not None and found.on == "external"


def external_labels(project: Project, environment: Environment | None) -> dict[str, str]:
    """Return the values of the external labels that an environment gives."""
    given = environment.identity if environment else {}
    return {name: value for name, value in given.items() if is_external(project, name)}
