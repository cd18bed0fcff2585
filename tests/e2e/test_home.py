"""The home page, the guide and the weight of a first visit, in a real browser."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from palier.dashboard.demo import load_demo
from tests.e2e import conftest
from tests.e2e.conftest import OpenPage
from tools.free_port import free_port

pytestmark = pytest.mark.e2e
FIRST_VISIT_BYTES = 100_000
START_SECONDS = 200
PALIER = Path(sys.executable).parent / "palier"


@pytest.mark.usefixtures("library")
def test_slash_leads_to_the_search_box(desk: Page) -> None:
    desk.goto("/")

    desk.keyboard.press("/")

    field = desk.get_by_role("searchbox", name="Chercher une fiche d'action")
    expect(field).to_be_focused()
    desk.keyboard.type("jardin")
    desk.keyboard.press("Enter")
    expect(desk.locator("ol.found article").first).to_be_visible()


@pytest.mark.usefixtures("library")
def test_home_is_accessible_in_every_look(every_look: Callable[..., None], referent: dict[str, Any]) -> None:
    every_look("/")
    every_look("/", **referent)


def test_home_of_a_lead_leads_to_the_outing_of_the_day(open_page: OpenPage, today: dict[str, Any]) -> None:
    page = open_page(360, **today)
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Aujourd'hui")
    page.get_by_role("region", name="Les sorties du jour").get_by_role("link", name="Simone-Aubier").first.click()

    expect(page).to_have_url(re.compile("/sorties/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_home_of_today_is_accessible_in_every_look(every_look: Callable[..., None], today: dict[str, Any]) -> None:
    every_look("/", **today)


def test_figures_of_the_month_say_how_they_are_counted(open_page: OpenPage, today: dict[str, Any]) -> None:
    page = open_page(1280, **today)
    page.goto("/")
    month = page.get_by_role("region", name="Le mois en quelques chiffres")

    month.locator("summary").first.click()

    expect(month.get_by_text("Closes, en cours")).to_be_visible()


@pytest.mark.parametrize("path", ["/aide/", "/aide/fiches-importer/", "/aide/installation/", "/aide/code-source/"])
def test_guide_is_accessible_in_every_look(every_look: Callable[..., None], path: str) -> None:
    every_look(path)


@pytest.fixture
def today(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the référent·e of a demonstration loaded as of today."""
    monkeypatch.setattr(conftest, "load_demo", partial(load_demo, today=timezone.localdate()))
    found: dict[str, Any] = request.getfixturevalue("referent")
    return found


def test_guide_shows_text_and_no_markup(phone: Page) -> None:
    phone.goto("/aide/fiches-importer/")

    expect(phone.get_by_role("table").first).to_be_visible()
    assert "<p>" not in phone.get_by_role("article").inner_text()


@pytest.fixture(scope="module")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demonstration as a visitor meets it, compressed files included; give its address."""
    port = free_port()
    hidden = ("DJANGO_SETTINGS_MODULE", "PALIER_DATABASE_URL", "PALIER_EMAIL_URL")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PALIER_DATA_DIR"] = str(tmp_path_factory.mktemp("demo"))
    log = (tmp_path_factory.mktemp("log") / "server.log").open("wb")
    server = subprocess.Popen(
        [str(PALIER), "demo", "--port", str(port)], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()


def wait_for(address: str) -> None:
    """Return when the server answers; fail after START_SECONDS."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"no answer from {address} after {START_SECONDS} s")


@pytest.mark.parametrize("path", ["/", "/fiches/"])
def test_first_visit_is_light(browser: Browser, real_server: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(conftest.STEP_MILLISECONDS)
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    session.send("Network.enable")

    page.goto(real_server + path)
    page.wait_for_load_state("networkidle")
    context.close()

    assert len(received) >= 10
    assert sum(received) <= FIRST_VISIT_BYTES, sorted(received, reverse=True)
