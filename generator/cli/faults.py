"""What is said when promspec itself is at fault: enough to find the place, and no traceback."""

import platform
import traceback
from pathlib import Path

import generator
from generator.core.finding import PromspecError as SetUpError

_PACKAGE = Path(generator.__file__).resolve().parent

__all__ = ["SetUpError", "report"]


def report(error: BaseException) -> str:
    """Return the text that a user is asked to send, with the calls that led to the fault."""
    calls = [
        f"{Path(frame.filename).relative_to(_PACKAGE).as_posix()}:{frame.lineno} ({frame.name})"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    what = traceback.format_exception_only(error)[-1].strip()
    version = f"promspec {generator.__version__}, Python {platform.python_version()}"
    return "\n".join(
        (
            f"promspec: internal fault: {what}",
            *(f"  in {call}" for call in calls[-_SHOWN:]),
            f"  This is a defect of promspec, not of your specs ({version}, {platform.system()}).",
            "  No file is half written. Please report it with this text and, if you can, the specs",
            "  that led to it.",
        )
    )


_SHOWN = 8
