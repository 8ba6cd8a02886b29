"""What the tests of emitting share: artifacts from plain text, and what a folder holds."""

import json
from pathlib import Path

from generator.core.artifact import Artifact, ArtifactSet
from generator.emit.tree import EmitResult, emit

# Where programs that tests start find the modules.
ROOT = Path(__file__).parents[3]
VERSION = "0.1.0"
HTTP = "prometheus/rules/http.yml"
LATENCY = "prometheus/rules/latency.yml"
MAIN = "prometheus/prometheus.yml"
RUNBOOK = "runbooks/http-errors.md"
DASHBOARD = "grafana/provisioning/dashboards/dashboards/http.json"
PROVIDER = "grafana/provisioning/dashboards/dashboard.yml"


def artifacts(files: dict[str, str]) -> ArtifactSet:
    return ArtifactSet(Artifact(path, text, f"http.yaml: {path}") for path, text in files.items())


def render(files: dict[str, str], out: Path, *, force: bool = False) -> EmitResult:
    return emit(artifacts(files), out, version=VERSION, force=force)


def tree(out: Path) -> dict[str, str]:
    """Every file below a folder, whatever it is called, but for the manifest."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes().decode()
        for path in out.rglob("*")
        if path.is_file() and path != out / "manifest.json"
    }


def state(out: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything that a render which must not write could have changed."""
    return {
        path.relative_to(out).as_posix(): (
            path.lstat().st_ino,
            path.lstat().st_mtime_ns,
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in out.rglob("*")
    }


def manifest(out: Path) -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads((out / "manifest.json").read_text("utf-8"))
    return loaded


def codes(result: EmitResult) -> list[tuple[str, str, int]]:
    """The code, file and line of each finding."""
    found = []
    for finding in result.findings:
        span = finding.where
        assert hasattr(span, "line")
        found.append((finding.code, span.file, span.line))
    return found
