"""A network that does not work well, between phones and a server: what it does to each request is drawn by lot."""

import random
import socket
import threading
from collections import Counter, deque
from contextlib import suppress

PATIENCE = 30.0
PIECE = 65_536
PORTAL = b"<!doctype html><title>Wi-Fi gratuit</title><p>Acceptez les conditions pour continuer.</p>"
# What becomes of a request, and how often out of a hundred.
FATES = {
    "passed": 40,
    "dropped": 8,  # the line breaks before anything is sent
    "request cut": 8,  # in the middle of what the phone sends
    "reply lost": 12,  # the server has committed, the phone will never know
    "reply cut": 8,
    "repeated": 8,  # the server gets it twice at once
    "late": 8,  # the phone gives up; the request arrives after others
    "portal": 4,  # a café's page, 200 OK
    "portal in JSON": 2,
    "gateway": 2,
}


class FaultyProxy:
    """Listens on ``port`` and forwards to the server's. Use it in a ``with`` statement."""

    def __init__(self, server_port: int, seed: int) -> None:
        self._server, self._dice, self._lock = server_port, random.Random(seed), threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self.fates: Counter[str] = Counter()
        self._held: deque[bytes] = deque()

    def __enter__(self) -> "FaultyProxy":
        threading.Thread(target=self._accept, name="faulty-proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes the thread that accepts.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def deliver_late(self) -> int:
        """Let every request held back arrive now; return how many there were."""
        count = 0
        while self._held:
            self._forward(self._held.popleft())
            count += 1
        return count

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _draw(self) -> tuple[str, float, bytes | None]:
        """Return a fate, a share of bytes for what is cut, and a request held back that arrives now, or None."""
        with self._lock:
            fate = self._dice.choices(list(FATES), list(FATES.values()))[0]
            self.fates[fate] += 1
            late = self._held.popleft() if self._held and self._dice.random() < 0.3 else None
            return fate, self._dice.random(), late

    def _serve(self, phone: socket.socket) -> None:
        with phone, suppress(OSError):
            phone.settimeout(PATIENCE)
            request = _read_message(phone)
            if not request:
                return
            fate, share, late = self._draw()
            if late is not None:
                self._forward(late)
            phone.sendall(self._reply_to(request, fate, share))

    def _reply_to(self, request: bytes, fate: str, share: float) -> bytes:
        """Do to the server what this fate does, and return what reaches the phone."""
        if fate == "dropped":
            return b""
        if fate == "request cut":
            self._forward(request[: int(len(request) * share)], waits=False)
            return b""
        if fate == "late":
            self._held.append(request)
            return b""
        if fate in {"portal", "portal in JSON", "gateway"}:
            return _other_reply(fate)
        if fate == "repeated":
            twin = threading.Thread(target=self._forward, args=(request,))
            twin.start()
            reply = self._forward(request)
            twin.join()
            return reply
        reply = self._forward(request)
        if fate == "reply lost":
            return b""
        return reply[: int(len(reply) * share)] if fate == "reply cut" else reply

    def _forward(self, request: bytes, *, waits: bool = True) -> bytes:
        """Give bytes to the server; return its reply, b"" when it has none."""
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self._server), timeout=PATIENCE) as server,
        ):
            server.sendall(request)
            return _read_message(server) if waits else b""
        return b""


def _read_message(line: socket.socket) -> bytes:
    """Return one message of HTTP/1.1 whole, or what came before the line broke."""
    content = b""
    while b"\r\n\r\n" not in content:
        piece = line.recv(PIECE)
        if not piece:
            return content
        content += piece
    head, _, rest = content.partition(b"\r\n\r\n")
    fields = [row.partition(b":") for row in head.split(b"\r\n")[1:]]
    length = next((int(value) for name, _, value in fields if name.lower() == b"content-length"), 0)
    while len(rest) < length:
        piece = line.recv(PIECE)
        if not piece:
            break
        rest += piece
    return head + b"\r\n\r\n" + rest


def _other_reply(fate: str) -> bytes:
    status, kind, body = {
        "portal": (b"200 OK", b"text/html", PORTAL),
        "portal in JSON": (b"200 OK", b"application/json", b'{"ok": true, "receipts": "none"}'),
        "gateway": (b"502 Bad Gateway", b"text/html", b"<h1>502</h1>"),
    }[fate]
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    return head % (status, kind, len(body)) + body
