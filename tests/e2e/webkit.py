"""WebKitGTK, the engine family of iPhones, driven by the W3C WebDriver protocol itself: nothing more to install.

It has no switch for the network, no routing of requests, no window under 447 px: tests change the server instead.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tools.free_port import free_port

DRIVER = shutil.which("WebKitWebDriver")
DISPLAY = shutil.which("Xvfb")
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
IS_HERE = bool(DRIVER and DISPLAY and BROWSERS)
START_SECONDS, SCRIPT_SECONDS = 20, 30
# Runs ``body`` as an asynchronous function, and tells its answer or its error.
WRAPPED = """const done = arguments[arguments.length - 1];
const work = async (...given) => { %s };
work(...arguments).then((value) => done([value ?? null, ""]), (error) => done([null, String(error)]));"""


class WebKitError(AssertionError):
    """What the driver or the page answered instead of a value."""


class WebKit:
    """One window of MiniBrowser."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.base += f"/session/{self._ask('POST', '/session', wanted)['sessionId']}"
        self._ask("POST", "/timeouts", {"script": SCRIPT_SECONDS * 1000})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=SCRIPT_SECONDS + START_SECONDS) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            raise WebKitError(error.read().decode()) from error

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._ask("POST", "/url", {"url": address})

    def keep_cookie(self, name: str, value: str) -> None:
        """Keep a cookie for the page's own host."""
        self._ask("POST", "/cookie", {"cookie": {"name": name, "value": value, "path": "/"}})

    def run(self, body: str, *given: Any) -> Any:
        """Return what the body of an asynchronous function returns; ``given`` holds its arguments."""
        value, fault = self._ask("POST", "/execute/async", {"script": WRAPPED % body, "args": list(given)})
        if fault:
            raise WebKitError(fault)
        return value

    def wait(self, body: str, *given: Any) -> Any:
        """Return the first answer of ``body`` that is true, asked again and again for a while."""
        until = time.monotonic() + SCRIPT_SECONDS
        found = None
        while not found and time.monotonic() < until:
            with suppress(WebKitError):
                found = self.run(body, *given)
        if not found:
            raise WebKitError(f"never true: {body}")
        return found

    def close(self) -> None:
        """Close the window."""
        with suppress(WebKitError, OSError):
            self._ask("DELETE", "")


@contextmanager
def _process(arguments: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
    started = subprocess.Popen(arguments, text=True, **quiet)
    try:
        yield started
    finally:
        if started.stdout:
            started.stdout.close()
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def webkit(home: Path) -> Iterator[WebKit]:
    """Give a window of WebKit, with a home folder and a display of its own."""
    assert DRIVER is not None
    assert DISPLAY is not None
    screen = [DISPLAY, "-displayfd", "1", "-screen", "0", "500x800x24", "-nolisten", "tcp"]
    with _process(screen, stdout=subprocess.PIPE) as display:
        assert display.stdout is not None
        number = display.stdout.readline().strip()
        places = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        port = free_port()
        with _process([DRIVER, f"--port={port}"], env={**os.environ, **places, "DISPLAY": f":{number}"}):
            _wait_for(port)
            window = WebKit(port)
            try:
                yield window
            finally:
                window.close()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise WebKitError("the driver did not start")
