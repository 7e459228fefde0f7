"""Whether a port on this machine can be had, or is answered, before a server is started."""

import errno
import os
import socket
from contextlib import suppress


def free(host: str, port: int) -> bool:
    """Say whether a server may listen on every address of ``host`` that this machine has.

    granian's SO_REUSEPORT lets a second server in silently; this bind does not ask for it. Ports
    that only wait for old connections to fade count as free.
    """
    if not 0 < port < 65536:
        return False
    bound = False
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, protocol) as sock:
                bound |= _bound(sock, address)
    except OSError:
        return False
    return bound


def listening(host: str, port: int, timeout: float = 1.0) -> bool:
    """Say whether a connection is accepted there within ``timeout`` seconds."""
    with suppress(OSError, OverflowError), socket.create_connection((host, port), timeout):
        return True
    return False


def _bound(sock: socket.socket, address: tuple[object, ...]) -> bool:
    """Bind; False where this machine does not have the address, OSError where it is taken."""
    if os.name == "posix":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(address)
    except OSError as error:
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return False
        raise
    return True
