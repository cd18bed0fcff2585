"""The browser rig: the system's Chromium, a phone and a desk, axe, and a guard on what pages ask and say."""

import os
import signal
from collections.abc import Callable, Iterator
from importlib.resources import files
from types import FrameType
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect

from palier.accounts.models import User
from palier.dashboard.demo import load_demo
from palier.library.actions.vectors import prepare_meaning
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.chromium import ARGUMENTS, find_chromium
from tests.factories.people import logged_in, make_membership, make_structure

# Playwright's sync API runs an event loop in the test's thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine busy with other work is slow, not wrong: patience costs nothing where all is well.
STEP_MILLISECONDS = 45_000
TEST_SECONDS = 300
expect.set_options(timeout=STEP_MILLISECONDS)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# The contrast promised is 7:1, axe's "enhanced", which is off by default.
AXE_RUN = "options => axe.run(document, options).then(found => found.violations)"
AXE_ALL = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
# All that dark changes is colours: the other rules have read the same page in light.
AXE_COLOURS = {"runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}

# htmx says so, as errors, when a newer request takes the place of one under way (hx-sync): that is what it was asked.
# A request that fails is told by a line of its own: htmx:sendError, htmx:timeout, htmx:responseError.
DROPPED = ("htmx:afterRequest, ", "htmx:sendAbort, ")

Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Return how pytest-playwright starts the browser: the one of the system, never a downloaded one."""
    found = find_chromium()
    if found is None:
        pytest.fail("Chromium introuvable : installez le paquet chromium du système.")
    return {"executable_path": found, "args": ARGUMENTS}


@pytest.fixture(autouse=True)
def _time_limit() -> Iterator[None]:
    """End a test that hangs: some browser calls have no time-out of their own."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {TEST_SECONDS} s in one browser test")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(TEST_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Guard:
    """Note what no page may do: ask another host, report an error, be stopped by its own security policy."""

    def __init__(self, origin: str) -> None:
        self.host = urlsplit(origin).netloc
        self.faults: list[str] = []
        # Addresses that a test fails on purpose.
        self.may_fail: set[str] = set()

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of the context."""
        context.on("request", lambda request: self.note_request(request.url))
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.faults.append(f"script : {error.error}"))

    def note_request(self, url: str) -> None:
        """Keep the address when it leaves the instance."""
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"demande à l'extérieur : {url}")

    def note_console(self, message: ConsoleMessage) -> None:
        """Keep errors, except the status of the page itself: a test may visit an error page on purpose."""
        asked = message.location.get("url", "")
        of_the_page = message.page is not None and (asked == message.page.url or asked in self.may_fail)
        expected = message.text.startswith(DROPPED) or (of_the_page and "Failed to load resource" in message.text)
        if message.type == "error" and not expected:
            self.faults.append(f"console : {message.text}")


@pytest.fixture
def guard(live_server: Any) -> Iterator[Guard]:
    """Give the guard, and fail the test at its end when a page did what it may not."""
    watching = Guard(live_server.url)
    yield watching
    assert watching.faults == []


@pytest.fixture
def open_page(browser: Browser, playwright: Playwright, live_server: Any, guard: Guard) -> Iterator[OpenPage]:
    """Give ``open_page(width, scheme="light", **more)``: a guarded page; up to 480 px wide it is a phone."""
    contexts: list[BrowserContext] = []

    def open_one(width: int, scheme: Scheme = "light", **more: Any) -> Page:
        device = playwright.devices["Pixel 5"] if width <= 480 else {}
        size = {"width": width, "height": 740 if device else 900}
        settings = {**device, "viewport": size, "color_scheme": scheme, "locale": "fr-FR", **more}
        context = browser.new_context(base_url=live_server.url, **settings)
        context.set_default_timeout(STEP_MILLISECONDS)
        guard.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """Return a page on a 360 px phone."""
    return open_page(360)


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    """Return a page on a 1280 px screen."""
    return open_page(1280)


def violations(page: Page, options: dict[str, Any] = AXE_ALL) -> list[str]:
    """Return what axe finds on the page as shown: rule, help, and the first places."""
    # A click may have opened another page, whose document is not there yet.
    page.wait_for_load_state("load")
    # A colour on its way from light to dark is neither.
    page.evaluate("async () => { await Promise.allSettled(document.getAnimations().map((each) => each.finished)); }")
    # Evaluated, not added as a script: the page's security policy stays as it is.
    page.evaluate(AXE)
    return [
        f"{found['id']} : {found['help']} : {[node['target'] for node in found['nodes'][:5]]}"
        for found in page.evaluate(AXE_RUN, options)
    ]


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Give ``axe(page)``, which fails with the list of what axe finds."""

    def check(page: Page) -> None:
        assert violations(page) == [], page.url

    return check


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window: 0 is right."""
    # Measured before its styles are there, it is another page.
    page.wait_for_load_state("load")
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def every_look(open_page: OpenPage) -> Callable[..., None]:
    """Give ``every_look(path, **context)``: axe at 320 and 1280 px, colours in dark too, width at 320, 360, 1280."""

    def check(path: str, prepare: Callable[[Page], object] | None = None, **more: Any) -> None:
        for widths in ((320, 360), (1280,)):
            page = open_page(widths[0], **more)
            page.goto(path)
            if prepare is not None:
                prepare(page)
            assert violations(page) == [], f"{path} at {widths[0]} px"
            for width in widths:
                page.set_viewport_size({"width": width, "height": 740})
                assert overflow(page) == 0, f"{path} at {width} px"
            page.emulate_media(color_scheme="dark")
            assert violations(page, AXE_COLOURS) == [], f"{path} in the dark"
            page.context.close()

    return check


@pytest.fixture
def library(transactional_db: None) -> None:
    """Fill the instance with the demonstration: a team, forty sheets, the search by meaning."""
    load_demo()
    prepare_meaning()


def cookies(client: Client, server: str) -> dict[str, Any]:
    """Return what ``open_page`` needs to be the browser of ``client``."""
    name = settings.SESSION_COOKIE_NAME
    kept = {"path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    cookie = {"name": name, "value": client.cookies[name].value, "domain": urlsplit(server).hostname, **kept}
    return {"storage_state": {"cookies": [cookie], "origins": []}}


@pytest.fixture
def referent(library: None, live_server: Any) -> dict[str, Any]:
    """Return what ``open_page`` needs to be the demonstration's référent·e, without the log-in page."""
    return cookies(logged_in(User.objects.get(email="referent@demo.example")), live_server.url)


@pytest.fixture
def lead() -> Membership:
    """Return the référent·e of an empty structure; a file may have its own."""
    return make_membership(Role.REFERENT, structure=make_structure("Centre du Belvédère"), name="Nadia Roche")


@pytest.fixture
def context(lead: Membership, live_server: Any) -> dict[str, Any]:
    """Return what ``open_page`` needs to be ``lead``, a second factor shown when the role asks for one."""
    return cookies(logged_in(lead.user), live_server.url)


def tab_to(page: Page, wanted: Locator, presses: int = 60) -> None:
    """Press Tab until the focus is on ``wanted``, as someone without a mouse would."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if wanted.evaluate("found => found === document.activeElement"):
            return
    pytest.fail(f"{presses} presses of Tab do not reach {wanted}")
