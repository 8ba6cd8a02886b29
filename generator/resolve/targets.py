"""Keys of `set`: ids and fields, such as ``http.error_ratio.critical.above``, found in the trees.

An id begins with a component, a metric, a dashboard, a runbook, a fleet, or one of the words
``project``, ``labels`` and ``owners``; ``service/`` before a component narrows it to one service.
After the id come the keys of a field as they stand in the spec. What a name may be is not said
twice: ``indicators``, ``thresholds``, ``rows`` and ``panels`` are left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.core.finding import Path
from generator.core.spelling import closest, listed, meant
from generator.load.document import Tree
from generator.resolve.shape import fields, shape_of
from generator.resolve.trees import Missing, look

_SINGLE = ("project", "labels", "owners")
_NAMED = ("component", "dashboard", "runbook", "fleet")
# What an id stands for is reached by its name; the rest would be another project.
_CLOSED = {
    "component": {"component", "metrics", "indicators", "slos", "alerts"},
    "dashboard": {"dashboard", "rows"},
    "runbook": {"runbook"},
    "fleet": {"fleet", "use"},
    "project": {"project", "promspec", "requires", "prefix", "identity", "selector", "constants"},
    "labels": {"labels", "define"},
    "owners": {"owners", "define"},
}
_ELSEWHERE = {
    "selector": "write it under `selector:` of the environment",
    "constants": "write it under `constants:`",
    "identity": "write it under `identity:` of the environment",
}


class Target(NamedTuple):
    """Where a value of `set` belongs: the spec, and for a service of a fleet its name."""

    service: str
    file: str
    path: Path


class TargetError(ValueError):
    """A key of `set` leads nowhere; ``depth`` tells how much of it was found."""

    def __init__(self, message: str, fix: str | None = None, depth: int = 0) -> None:
        """Keep what to write instead."""
        super().__init__(message)
        self.fix, self.depth = fix, depth


class _Root(NamedTuple):
    """What the first part of a key may stand for."""

    file: str
    kind: str
    path: Path = ()


class Targets:
    """All that can be overridden."""

    def __init__(self, trees: Mapping[str, Tree], services: Mapping[str, tuple[str, ...]]) -> None:
        """Collect the names that a key can begin with; ``services`` have components."""
        self._trees, self._services = trees, services
        self._roots: dict[str, list[_Root]] = {}
        for file, tree in trees.items():
            for name, root in _roots(file, tree):
                self._roots.setdefault(name, []).append(root)

    def find(self, key: str, service: str = "") -> Target:
        """Return what a key stands for; inside a service, ids are those of its components.

        Raises:
            TargetError: it stands for nothing, or for more than one thing.
        """
        before, slash, rest = key.partition("/")
        if slash and not service and "." not in before:
            if before not in self._services:
                fix = meant(before, self._services)
                raise TargetError(f"`{before}` is no service of a fleet", fix)
            return self._find(rest, before, f"{before}/")
        return self._find(key, service, "")

    def _find(self, key: str, service: str, prefix: str) -> Target:
        first, *rest = key.split(".")
        roots = self._of_service(service) if service else self._roots
        if first not in roots:
            fix = _instead(prefix, (), first, rest, roots)
            if not service and first in fields(shape_of("project", ())):
                fix = _ELSEWHERE.get(first, f"did you mean `project.{key}`?")
            if service:
                fix = fix or f"a service has {listed(self._services[service], 'and')}"
            raise TargetError(f"nothing is named `{prefix}{first}`", fix)
        found: list[Target] = []
        errors: list[TargetError] = []
        for root in roots[first]:
            try:
                path = _Walk(self._trees[root.file], root, prefix, first).follow(rest)
                found.append(Target(service, root.file, path))
            except TargetError as error:
                errors.append(error)
        if not found:
            raise max(errors, key=lambda error: error.depth)
        if len(found) > 1:
            files = " and ".join(f"`{one.file}`" for one in found)
            raise TargetError(f"it could be in {files}", "rename one of the two")
        return found[0]

    def _of_service(self, service: str) -> dict[str, list[_Root]]:
        own = self._services[service]
        files = {
            root.file
            for name in own
            for root in self._roots.get(name, [])
            if root.kind == "component"
        }
        kept = {
            name: [one for one in roots if one.kind == "component" and one.file in files]
            for name, roots in self._roots.items()
        }
        return {name: roots for name, roots in kept.items() if roots}


def _roots(file: str, tree: Tree) -> Iterator[tuple[str, _Root]]:
    if not isinstance(tree, dict) or not tree:
        return
    kind, name = next(iter(tree.items()))
    if kind in _SINGLE:
        yield kind, _Root(file, kind)
    elif kind in _NAMED:
        yield str(name), _Root(file, kind)
    metrics = tree.get("metrics")
    if kind == "component" and isinstance(metrics, dict):
        for metric in metrics:
            yield metric, _Root(file, kind, ("metrics", metric))


class _Walk:
    """Follows a key through the tree of one spec."""

    def __init__(self, tree: Tree, root: _Root, prefix: str, first: str) -> None:
        self._tree, self._kind, self._path = tree, root.kind, root.path
        self._prefix, self._done = prefix, [first]
        self._is_thing = True

    def follow(self, rest: list[str]) -> Path:
        """Return the path of a field.

        Raises:
            TargetError: there is no such field, or the key names the whole thing.
        """
        while rest:
            rest = rest[self._step(rest) :]
        if self._is_thing:
            name = self._prefix + ".".join(self._done)
            options = ", ".join(f"`{name}.{one}`" for one in self._fields()[:3])
            message = f"`{name}` is a thing, not a field of it"
            raise TargetError(message, f"name a field, such as {options}", len(self._done))
        return self._path

    def _step(self, rest: list[str]) -> int:
        """Go one name on; return how many parts of the key it is, as names may hold dots."""
        node = look(self._tree, self._path)
        names = dict(_named(self._kind, self._path, node))
        known = self._fields()
        own = node if isinstance(node, dict) and not known else {}
        for count in range(len(rest), 0, -1):
            name = ".".join(rest[:count])
            if name in names or name in own:
                self._path = (*self._path, *names.get(name, (name,)))
                self._is_thing = name in names
                break
        else:
            count, name = 1, rest[0]
            if name not in known:
                raise self._nothing(rest, (*names, *known, *own))
            self._path = (*self._path, name)
            self._is_thing = False
        self._done.append(name)
        return count

    def _fields(self) -> list[str]:
        closed = _CLOSED[self._kind] if not self._path else set()
        if _is_indicator(self._kind, self._path):
            closed = {"thresholds"}
        return [one for one in fields(shape_of(self._kind, self._path)) if one not in closed]

    def _nothing(self, rest: list[str], known: tuple[str, ...]) -> TargetError:
        owner = self._prefix + ".".join(self._done)
        depth = len(self._done)
        if not known:
            message = f"`{owner}` has no parts, so there is no `{rest[0]}` in it"
            return TargetError(message, f"set `{owner}` as a whole", depth)
        fix = _instead(self._prefix, self._done, rest[0], rest[1:], known)
        if self._kind == "project" and depth == 1:
            fix = _ELSEWHERE.get(rest[0], fix)
        options = f"known here are {listed(sorted(known), 'and')}"
        return TargetError(f"`{owner}` has no `{rest[0]}`", fix or options, depth)


def _named(kind: str, path: Path, node: Tree | Missing) -> Iterator[tuple[str, Path]]:
    """Yield the things that are reached by their names alone, and where they stand."""
    containers: tuple[Path, ...] = ()
    if kind == "component" and not path:
        containers = (("indicators",), ("slos",), ("alerts",))
    elif _is_indicator(kind, path):
        containers = (("thresholds",),)
    elif kind in {"labels", "owners"} and not path:
        containers = (("define",),)
    elif kind == "dashboard" and not path:
        containers = tuple(("rows", row, "panels") for row in _keys(look(node, ("rows",))))
    for container in containers:
        for name in _keys(look(node, container)):
            yield name, (*container, name)


def _keys(node: Tree | Missing) -> Iterable[str]:
    return node if isinstance(node, dict) else ()


def _is_indicator(kind: str, path: Path) -> bool:
    match kind, path:
        case "component", ("indicators", _):
            return True
        case _:
            return False


def _instead(
    prefix: str, done: Iterable[str], wrong: str, rest: Iterable[str], known: Iterable[str]
) -> str | None:
    """Return a hint at the whole key that is meant, None if nothing is close."""
    close = closest(wrong, known)
    if close is None:
        return None
    return f"did you mean `{prefix}{'.'.join((*done, close, *rest))}`?"
