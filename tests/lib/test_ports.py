"""Ports of this machine, before a server is started."""

import contextlib
import socket

import pytest

from lib.ports import free, listening


@pytest.fixture
def server():
    with contextlib.closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as every server does
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener


def test_a_port_is_taken_while_somebody_listens_and_free_afterwards(server):
    port = server.getsockname()[1]
    assert not free("127.0.0.1", port)
    assert not free("0.0.0.0", port)
    assert listening("127.0.0.1", port)
    server.close()
    assert free("127.0.0.1", port)
    assert not listening("127.0.0.1", port)


def test_a_port_that_is_only_bound_is_taken():
    with contextlib.closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        assert not free("127.0.0.1", port)
        assert not listening("127.0.0.1", port)


def test_a_server_that_shares_its_port_does_not_make_it_free():
    with contextlib.closing(socket.socket()) as sharing:
        sharing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sharing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sharing.bind(("127.0.0.1", 0))
        port = sharing.getsockname()[1]
        sharing.listen()
        assert not free("127.0.0.1", port)


def test_connections_that_fade_do_not_keep_a_port(server):
    port = server.getsockname()[1]
    with contextlib.closing(socket.create_connection(("127.0.0.1", port))) as client:
        served, _ = server.accept()
        served.close()
        assert client.recv(1) == b""
    server.close()
    assert free("127.0.0.1", port)


def test_ipv6_is_tested_as_well():
    with contextlib.closing(socket.socket(socket.AF_INET6)) as listener:
        listener.bind(("::1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not free("::1", port)
        assert not free("::", port)
        assert listening("::1", port)
        assert free("127.0.0.1", port)
    assert free("::1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 65536), ("192.0.2.77", 8000), ("no such host", 8000), ("", -1)]
)
def test_what_cannot_be_had_is_neither_free_nor_listening(host, port):
    assert not free(host, port)
    assert not listening(host, port, timeout=0.2)
