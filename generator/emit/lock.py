"""One render at a time: an advisory lock on the output folder itself, so no lock file is left."""

import fcntl
import time
from typing import Final

_TRIES: Final = 50
_PAUSE: Final = 0.1


def lock(fd: int, *, shared: bool = False) -> bool:
    """Lock an open folder until it is closed; wait some seconds, then return False.

    A shared lock suffices for reading: it keeps renders away, not other readers. The system drops
    the lock of a process that dies.

    Raises:
        OSError: the file system has no locks.
    """
    operation = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    # Asking again and again, because a blocking request could only be ended by a signal.
    for _ in range(_TRIES):
        try:
            fcntl.flock(fd, operation)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            return True
    return False
