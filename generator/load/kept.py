"""Keeps what follows from promspec alone and takes long to make, as Python keeps compiled modules.

It lies in ``__pycache__`` and holds for as long as no file of promspec changes, nor the Python and
the libraries it runs on. What is not as it was written is made anew.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import generator
from generator.load.fingerprint import UnclearError, tool


def kept(name: str, make: Callable[[], str]) -> str:
    """Return the text of a name, as it was kept, or else as it is made."""
    try:
        made_by = tool()
    except (OSError, ImportError, ValueError, UnclearError):
        return make()
    folder = Path(generator.__file__).parent / "__pycache__"
    place = folder / f"{name}.{sys.implementation.cache_tag}"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        head, _, text = place.read_bytes().decode().partition("\n")
        if head == _head(made_by, text):
            return text
    text = make()
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            part = place.with_suffix(f".{os.getpid()}")
            part.write_bytes(f"{_head(made_by, text)}\n{text}".encode())
            part.replace(place)
    return text


def _head(made_by: str, text: str) -> str:
    return f"{made_by} {hashlib.sha256(text.encode()).hexdigest()}"
