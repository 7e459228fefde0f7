"""Ties a process's life to its parent's, so that nothing outlives a killed parent (Linux only)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel for a SIGTERM when the thread that started this process ends.

    ``parent`` is the pid that started us, when it is known: if it is gone by now, end at once.
    Elsewhere than on Linux this does nothing.
    """
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
