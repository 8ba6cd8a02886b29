"""How files are called in a report, and what their findings are recognised by.

People get names that can be opened from where they are. Fingerprints, and services that show
findings beside the code, get the name from the root of the repository, wherever a command runs.
"""

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

from generator.load.document import Sources


def repository_of(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, None where it is in none."""
    real = folder.resolve()
    return next((one for one in (real, *real.parents) if (one / ".git").exists()), None)


def shown_prefix(root: Path) -> str:
    """Return what stands before the file names of a project, so that they can be opened.

    Files below the current folder are named from there, as editors and code hosts want it; those
    of a project elsewhere from where ``-C`` says it is, since a name from the project alone could
    be that of another file here.
    """
    real, here = root.resolve(), Path.cwd()
    if real.is_relative_to(here):
        return _folder(real.relative_to(here))
    return f"{root.as_posix().rstrip('/')}/"


def stable_prefix(root: Path, roots: Sequence[Path]) -> str:
    """Return what stands before the file names of a project, wherever it is looked at from.

    That is the way from the root of its repository; without one from the folder that all projects
    of the call have in common, so none for a single project.
    """
    real = root.resolve()
    base = repository_of(real)
    if base is None:
        base = Path(os.path.commonpath([one.resolve() for one in roots]))
    return _folder(real.relative_to(base))


def prefix_for(form: str, root: Path, roots: Sequence[Path]) -> str:
    """Return what stands before the file names of a project in a format."""
    shown = shown_prefix(root)
    hosted = form in _HOSTED and repository_of(root) is not None
    absolute = form != "text" and Path(shown).is_absolute()
    return stable_prefix(root, roots) if hosted or absolute else shown


def shown_sources(form: str, root: Path, sources: Sources) -> Sources:
    """Return the sources of a project with the names that a format gives to its files."""
    prefix = prefix_for(form, root, [root])
    named = {
        file: dataclasses.replace(one, marks=one.marks.named(f"{prefix}{file}"))
        for file, one in sources.documents.items()
    }
    return dataclasses.replace(sources, documents=named)


def stable_name(file: str, root: Path) -> str:
    """Return the name of a file from the root of its repository, or else from a project."""
    real = Path(file).resolve()
    base = repository_of(real.parent) or root.resolve()
    return Path(os.path.relpath(real, base)).as_posix()


def name_for(form: str, file: str, root: Path) -> str:
    """Return the name of a file that a user named, in a format."""
    hosted = form in _HOSTED and repository_of(Path(file).parent) is not None
    absolute = form != "text" and Path(file).is_absolute()
    return stable_name(file, root) if hosted or absolute else file


_HOSTED = frozenset({"sarif", "github", "gitlab"})


def _folder(path: Path) -> str:
    return "" if path == Path() else f"{path.as_posix()}/"
