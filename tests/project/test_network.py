"""The suite cannot leave this machine, and that guard works."""

import socket
import urllib.request

import pytest


def test_another_machine_is_refused() -> None:
    with socket.socket() as client, pytest.raises(OSError, match="no network in tests"):
        client.connect(("192.0.2.1", 80))


def test_another_machine_is_refused_through_a_library() -> None:
    with pytest.raises(OSError, match="no network in tests"):
        urllib.request.urlopen("http://192.0.2.1/", timeout=2)


def test_this_machine_is_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())

        assert client.getpeername() == server.getsockname()
