"""What a new project begins with: the example, and the pipelines that check it."""

import generator
from generator.plan.stack import prometheus_image
from generator.render._jinja import render, templates_folder

PIPELINES = {
    "github": (".github/workflows/promspec.yml", "ci/github.yml.j2"),
    "gitlab": (".gitlab-ci.yml", "ci/gitlab.yml.j2"),
}
"""By code host: the path of the pipeline in the project, and its template."""


def starter_files(project: str) -> dict[str, str]:
    """Return the files of a new project by path, named after it."""
    folder = templates_folder() / "init"
    found = {}
    for path in sorted(folder.rglob("*.j2")):
        name = path.relative_to(folder).as_posix()
        target = name.removesuffix(".j2").replace("dot.", ".")
        found[target] = render(f"init/{name}", project=project)
    return found


def pipeline_files(host: str) -> dict[str, str]:
    """Return the pipeline for a code host by its path."""
    path, template = PIPELINES[host]
    version, prometheus = generator.__version__, prometheus_image()
    return {path: render(template, version=version, prometheus=prometheus)}
