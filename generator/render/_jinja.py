"""The one place that renders templates."""

import contextlib
import functools
import pickle
import re
import sys
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from generator.render.markdown import cell, escaped, fenced, prose

_PLAIN_CONTROL = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Go's YAML reader takes these as line breaks or refuses them outside of escapes.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]')


def templates_folder() -> Path:
    """Return the folder of the templates: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def quote(text: object) -> str:
    """Return a text as a YAML scalar in quotes, whatever it holds.

    Double quotes, but single ones around what would else be full of backslashes.
    """
    plain = str(text)
    if '"' in plain and "'" not in plain and plain.isascii() and plain.isprintable():
        return f"'{plain}'"

    def escape(match: re.Match[str]) -> str:
        char = match[0]
        if char in '"\\':
            return f"\\{char}"
        return _PLAIN_CONTROL.get(char) or (
            f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"  # noqa: PLR2004
        )

    return f'"{_ESCAPED.sub(escape, plain)}"'


def comment(text: object) -> str:
    """Return a text for one line of a comment."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", str(text))


def block(text: str, indent: int) -> str:
    """Return a text as the lines of a YAML literal block."""
    return "\n".join(" " * indent + line for line in text.split("\n"))


class Compiled(jinja2.FileSystemBytecodeCache):
    """Templates once compiled, kept where Python keeps its modules: in ``__pycache__`` beside them.

    Of a template whose text has changed nothing is taken. The names carry the versions of
    everything that compiles, and the kind of environment: a sandbox compiles to other code.
    """

    def __init__(self, folder: Path) -> None:
        versions = f"{sys.implementation.cache_tag}-jinja2-{jinja2.__version__}-plain"
        super().__init__(str(folder / "__pycache__"), f"%s.{versions}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was kept; one that cannot be read is compiled."""
        with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where Python may keep modules and the folder can be written to."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_folder()),
        bytecode_cache=Compiled(templates_folder()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 (YAML and Markdown, escaped by the filters below)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(q=quote, comment=comment, block=block)
    environment.filters.update(md=escaped, prose=prose, cell=cell, fenced=fenced)
    return environment


def render(template_name: str, **context: object) -> str:
    """Return a rendered template; an undefined name in it is an error."""
    return _environment().get_template(template_name).render(**context)
