"""A port for a server that lives as long as a test or a bench: a live site, a driver, a database."""

import socket
from contextlib import suppress
from secrets import SystemRandom

# Below those that Linux lends to connections (32,768 and more).
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on, below those that the system lends to connections.

    One that it lends could be taken by anybody's connection while a server is down, even by one to itself.
    """
    for port in SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")
