"""Measure the phone's page in Chromium: ``python -m tests.bench.field_bench`` writes docs/measures.md.

Opening without network on a processor four times slower (CDP ``Emulation.setCPUThrottlingRate``; the worker, which only
reads its cache, is not slowed), the weight of a first visit, the time of a tap, and the emptying of what waited.
"""

import os
import statistics
import tempfile
import threading
import time
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench.measures import Figure, write_figures
from tests.e2e.until import until
from tests.factories.chromium import ARGUMENTS, find_chromium

SLOWER, OPENINGS, TAPS, RETURNS = 4, 11, 60, 20
OUTINGS, TALLIES, VOICES = 500, 30, 5
OPEN_MILLISECONDS, KILOBYTES, DRAIN_SECONDS, RETURN_SECONDS = 1_000, 100, 60, 10

LATER = "/elements/rest."
# When the next outing may be touched, in milliseconds since the address was asked.
USABLE = """
new MutationObserver((_changes, observer) => {
  const link = document.querySelector("terrain-home [data-part='next']:not([hidden]) [data-link='open']");
  if (!link?.href) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.usable = performance.now(); }));
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
RECORD = "news => import('terrain/store/outbox').then(found => found.recordMany(news)).then(() => undefined)"
TAP = """async (news) => {
  const { recordMany } = await import("terrain/store/outbox");
  const start = performance.now();
  await recordMany(news);
  return performance.now() - start;
}"""
SHOWN = """async () => {
  const cell = document.querySelector(".count-grid button");
  const start = performance.now();
  cell.click();
  // Two frames: the second begins when the first was drawn.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""
FIRST = """async () => {
  const { outingsOf } = await import("terrain/store/facts");
  const { currentUser } = await import("terrain/store/phone");
  return (await outingsOf(await currentUser()))[0].id;
}"""
EMPTY = """async () => {
  const { countPending } = await import("terrain/store/outbox");
  const { currentUser } = await import("terrain/store/phone");
  return (await countPending(await currentUser())).mine === 0;
}"""
PREPARE = """async ({ outings, tallies, voices, starts, ends }) => {
  const { newKey, recordMany } = await import("terrain/store/outbox");
  for (let rank = 0; rank < outings; rank += 1) {
    const outing = newKey();
    const line = (kind, payload) => ({ outing, kind, payload });
    await recordMany([
      line("outing.improvise", { new_place: "Marché", starts_at: starts, ends_at: ends, alone_reason: "essai" }),
      ...Array.from({ length: tallies }, () => line("tally.add", { age: "25_39", gender: "femme", step: 1 })),
      ...Array.from({ length: voices }, () => line("voice.put", { entry: newKey(), text: "On n'a plus de banc" })),
    ]);
  }
}"""


class QuietHandler(WSGIRequestHandler):
    """Serve without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


class Weight:
    """Add up what the server answers, headers included: what the worker asks for is seen here, not in the page."""

    def __init__(self, application: Any) -> None:
        self.application, self.sent, self.answers = application, 0, 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer, and count."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self.answers += 1
            self.sent += len(f"HTTP/1.1 {status}") + 4 + sum(len(name) + len(value) + 4 for name, value in headers)
            return start_response(status, headers, *more)

        found = self.application(environ, start)
        try:
            for part in found:
                self.sent += len(part)
                yield part
        finally:
            getattr(found, "close", lambda: None)()


def main() -> None:
    """Print the figures and write them."""
    # Playwright's sync API runs an event loop in this thread; Django would refuse the database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.demo"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        (server, weight), state = _serve(), _member()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            figures = _figures(browser, f"http://127.0.0.1:{server.server_port}", state, weight)
            browser.close()
        server.shutdown()
    for figure in figures:
        print(figure.row())
    write_figures("terrain", figures)


def _serve() -> tuple[ThreadedWSGIServer, Weight]:
    # The application needs the settings to be read.
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.daemon_threads = True
    weight = Weight(get_wsgi_application())
    server.set_app(weight)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, weight


def _member() -> dict[str, Any]:
    """Write a member with an outing today, and return the state of a browser logged in."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from palier.agenda.enums import OutingState  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.outings import make_outing, make_participation  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership, make_structure  # noqa: PLC0415

    member, now = make_membership(Role.EQUIPIER, structure=make_structure("Centre du Belvédère")), timezone.now()
    for day in range(14):
        starts = now + timedelta(days=day, minutes=5)
        ends = starts + timedelta(hours=2)
        outing = make_outing(member.structure, starts_at=starts, ends_at=ends, state=OutingState.CONFIRMEE)
        make_participation(outing, member)
    value = logged_in(member.user).cookies[settings.SESSION_COOKIE_NAME].value
    kept = {"path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": "127.0.0.1", **kept}
    return {"cookies": [cookie], "origins": []}


def _figures(browser: Browser, origin: str, state: dict[str, Any], weight: Weight) -> list[Figure]:
    context = browser.new_context(base_url=origin, storage_state=state, viewport={"width": 360, "height": 740})  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    context.add_init_script(USABLE)
    page = context.new_page()
    first, kept = _first_visit(page, weight)
    openings = sorted(_opening(context) for _ in range(OPENINGS))
    taps = sorted(_slow(page, lambda: [page.evaluate(TAP, _taps(page, 1)) for _ in range(TAPS)]))
    shown = sorted(_slow(page, lambda: _touches(page)))
    until(page, EMPTY)
    returns = sorted(_return(context, page) for _ in range(RETURNS))
    return [
        *_visit_figures(first, kept, openings),
        *_tap_figures(taps, shown),
        Figure(
            f"retour du réseau : 50 saisies reçues, 95e centile de {RETURNS}",
            returns[int(RETURNS * 0.95) - 1],
            "s",
            RETURN_SECONDS,
        ),
        Figure(
            f"{OUTINGS} sorties en attente ({OUTINGS * (1 + TALLIES + VOICES)} saisies) reçues en",
            _drain(context, page),
            "s",
            DRAIN_SECONDS,
        ),
    ]


def _visit_figures(first: float, kept: float, openings: list[float]) -> list[Figure]:
    return [
        Figure(
            "première visite, jusqu'au premier écran : octets reçus, police et en-têtes compris", first, "ko", KILOBYTES
        ),
        Figure("première visite, avec tout ce que le téléphone garde pour travailler sans réseau", kept, "ko"),
        Figure(
            f"ouverture sans réseau, processeur {SLOWER} fois ralenti, médiane de {OPENINGS}",
            statistics.median(openings),
            "ms",
            OPEN_MILLISECONDS,
        ),
        Figure("ouverture sans réseau, la plus lente", openings[-1], "ms", OPEN_MILLISECONDS),
    ]


def _tap_figures(taps: list[float], shown: list[float]) -> list[Figure]:
    return [
        Figure(
            f"une touche, jusqu'à l'écriture durable, processeur {SLOWER} fois ralenti, médiane de {TAPS}",
            statistics.median(taps),
            "ms",
        ),
        Figure("une touche, la plus lente", taps[-1], "ms"),
        Figure("une touche, jusqu'au chiffre dessiné, médiane", statistics.median(shown), "ms"),
        Figure("une touche, jusqu'au chiffre dessiné, la plus lente", shown[-1], "ms"),
    ]


def _taps(page: Page, count: int) -> list[dict[str, Any]]:
    """Return so many taps in the first outing of the phone."""
    outing = page.evaluate(FIRST)
    return [{"outing": outing, "kind": "tally.add", "payload": {"step": 1}} for _ in range(count)]


def _touches(page: Page) -> list[float]:
    """Return the milliseconds from each touch of a cell to the picture that holds its number."""
    page.evaluate("outing => { location.hash = `#/sortie/${outing}/compter`; }", page.evaluate(FIRST))
    page.wait_for_selector(".count-grid button")
    found = [page.evaluate(SHOWN) for _ in range(TAPS)]
    page.evaluate("() => { location.hash = '#/'; }")
    return found


def _first_visit(page: Page, weight: Weight) -> tuple[float, float]:
    """Return the kilobytes of the first screen, data aside, then those of all that the phone keeps."""
    session, asked, sizes = page.context.new_cdp_session(page), dict[str, str](), dict[str, float]()
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
    session.on("Network.loadingFinished", lambda got: sizes.__setitem__(got["requestId"], got["encodedDataLength"]))
    page.goto("/terrain/")
    page.wait_for_function("() => window.usable")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")
    session.detach()
    keys, urls = list(asked), list(asked.values())
    # The module that wakes up all that may wait for the first screen.
    later = next(rank for rank, url in enumerate(urls) if LATER in url)
    return sum(sizes.get(key, 0.0) for key in keys[:later]) / 1_000, weight.sent / 1_000


def _throttled(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def _opening(context: BrowserContext) -> float:
    """Return the milliseconds from the address to the first outing, in a new tab, without network."""
    context.set_offline(True)
    page = context.new_page()
    _throttled(page)
    page.goto("/terrain/")
    page.wait_for_function("() => window.usable")
    taken = float(page.evaluate("window.usable"))
    page.close()
    context.set_offline(False)
    return taken


def _slow(page: Page, work: Any) -> Any:
    session = _throttled(page)
    found = work()
    session.detach()
    return found


def _return(context: BrowserContext, page: Page) -> float:
    """Return the seconds from the network's return to the receipt of what was written without it."""
    context.set_offline(True)
    page.evaluate(RECORD, _taps(page, 50))
    page.evaluate("() => import('terrain/sync/engine').then(found => found.syncNow())")
    return _timed_return(context, page)


def _timed_return(context: BrowserContext, page: Page) -> float:
    start = time.perf_counter()
    context.set_offline(False)
    until(page, EMPTY, seconds=300)
    return time.perf_counter() - start


def _drain(context: BrowserContext, page: Page) -> float:
    """Return the seconds in which hundreds of outings, made without network, are received."""
    context.set_offline(True)
    counts = {"outings": OUTINGS, "tallies": TALLIES, "voices": VOICES}
    page.evaluate(PREPARE, {**counts, "starts": "2026-11-21T10:00:00Z", "ends": "2026-11-21T12:00:00Z"})
    return _timed_return(context, page)


if __name__ == "__main__":
    main()
