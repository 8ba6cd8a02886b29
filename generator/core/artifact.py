"""Artifacts: the files of an output tree while they are still in memory."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath


@dataclasses.dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the output tree: its path below ``out/``, its text and the id it comes from."""

    path: str
    content: str
    source: str = ""


class ArtifactSet:
    """Artifacts by path, in the order of their paths; two with one path cannot be added."""

    def __init__(self, artifacts: Iterable[Artifact] = ()) -> None:
        """Start with some artifacts."""
        self._by_path: dict[str, Artifact] = {}
        self._folded: set[str] = set()
        self.extend(artifacts)

    def add(self, artifact: Artifact) -> None:
        """Add an artifact.

        Raises:
            ValueError: the path leaves the tree, or stands for another artifact already.
        """
        path = PurePosixPath(artifact.path)
        if path.is_absolute() or ".." in path.parts or str(path) != artifact.path:
            raise ValueError(f"{artifact.path!r} is no path below the output folder")
        # Folded, because file systems of macOS and Windows take two spellings for one name.
        if artifact.path.casefold() in self._folded:
            raise ValueError(f"two artifacts are named {artifact.path!r}")
        self._folded.add(artifact.path.casefold())
        self._by_path[artifact.path] = artifact

    def extend(self, artifacts: Iterable[Artifact]) -> None:
        """Add several artifacts; see :meth:`add`."""
        for artifact in artifacts:
            self.add(artifact)

    def __iter__(self) -> Iterator[Artifact]:
        """Yield the artifacts in the order of their paths."""
        return iter([self._by_path[path] for path in sorted(self._by_path)])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._by_path)

    def get(self, path: str) -> Artifact | None:
        """Return the artifact of a path, None if there is none."""
        return self._by_path.get(path)
