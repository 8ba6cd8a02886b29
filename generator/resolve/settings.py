"""What environments and services of fleets give alike: labels, constants and `set`."""

import dataclasses
from collections.abc import Iterable, Mapping

from generator.core.finding import Finding, Path, Place, Related
from generator.core.spelling import meant
from generator.load.document import Tree
from generator.resolve import codes
from generator.resolve.identity import is_external
from generator.resolve.provenance import Assignment, Provenance
from generator.resolve.targets import TargetError, Targets
from generator.resolve.trees import look
from generator.spec.lost import NOTHING, Lost
from generator.spec.project import Project


@dataclasses.dataclass(slots=True)
class Settings:
    """Collects the values that one overlay gives.

    Attributes:
        holder: Where it stands: an environment, or a service of a fleet.
        lost: What could not be read; nothing is said of values for it.
        assignments: What it puts where.
        findings: What is wrong with it.
    """

    holder: Place
    project_file: str
    provenance: Provenance
    lost: Lost = NOTHING
    assignments: list[Assignment] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def selector(self, project: Project, labels: Iterable[str]) -> None:
        """Put labels into the project's selector; those that no series has are findings."""
        known = {*project.selector, *project.series_identity, *labels}
        for label, value in self._given("selector").items():
            place = self.holder.child("selector", label)
            if label in known or is_external(project, label):
                self.put(self.project_file, ("selector", label), value, place)
            else:
                message = f"no series of the project has a label `{label}`"
                fix = meant(label, known) or f"its labels are {', '.join(sorted(known))}"
                self.findings.append(codes.UNKNOWN_LABEL.at(place.key(), message, fix=fix))

    def constants(self, project: Project) -> None:
        """Put values of constants into the project."""
        for name, value in self._given("constants").items():
            place = self.holder.child("constants", name)
            if name in project.constants:
                self.put(self.project_file, ("constants", name, "value"), value, place)
            elif not self.lost.may_be("constant", name):
                fix = meant(name, project.constants) or "define it in project.yaml first"
                message = f"constant `{name}` is not defined"
                self.findings.append(codes.UNKNOWN_ID.at(place.key(), message, fix=fix))

    def fields(self, targets: Targets, service: str = "") -> None:
        """Put the values of `set` where their keys lead."""
        for key, value in sorted(self._given("set").items()):
            if not key or value is None:
                continue  # validation has said so
            place = self.holder.child("set", key)
            try:
                target = targets.find(key, service)
            except TargetError as error:
                if self.lost.may_begin(key):
                    continue
                message = f"`{key}` matches nothing: {error}"
                self.findings.append(codes.NO_TARGET.at(place.key(), message, fix=error.fix))
                continue
            self.put(target.file, target.path, value, place, target.service)

    def put(self, file: str, path: Path, value: Tree, origin: Place, service: str = "") -> None:
        """Put a value somewhere, unless it overlaps with one that was put there before."""
        for one in self.assignments:
            shared = min(len(one.path), len(path))
            same = (one.file, one.service) == (file, service)
            if same and one.path[:shared] == path[:shared]:
                related = Related(one.origin.key(), "and here")
                message = f"`{path[-1]}` is given twice"
                self.findings.append(codes.OVERLAP.at(origin.key(), message, related=related))
                return
        self.assignments.append(Assignment(file, path, value, origin, service))

    def _given(self, field: str) -> Mapping[str, Tree]:
        tree = self.provenance.trees[self.holder.file]
        found = look(tree, (*self.holder.path, field))
        return found if isinstance(found, dict) else {}
