"""The example that a new project begins with."""

from generator.render._jinja import render, templates_folder


def starter_files(project: str) -> dict[str, str]:
    """Return the files of a new project by path, named after it."""
    folder = templates_folder() / "init"
    found = {}
    for path in sorted(folder.rglob("*.j2")):
        name = path.relative_to(folder).as_posix()
        target = name.removesuffix(".j2").replace("dot.", ".")
        found[target] = render(f"init/{name}", project=project)
    return found
