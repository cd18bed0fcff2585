"""The phone's page, its worker, and what installs it."""

import gzip
import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from palier.mobile import shell
from palier.structures.enums import Role
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
# Of a first visit, until the first screen is drawn; the headers of a file as Palier sends them.
MOST_BYTES, HEADERS = 100_000, 450


@pytest.fixture
def member() -> Client:
    return logged_in(make_membership(Role.EQUIPIER, structure=make_structure(), name="Samia Diallo").user)


def kept(script: str) -> dict[str, Any]:
    """Return what a worker was told to keep."""
    found = re.match(r"self\.TERRAIN = (\{.*\});\n", script)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_page_opens_for_who_writes_on_the_field(member: Client) -> None:
    response = member.get("/terrain/")

    assert response.status_code == 200
    assert response["X-Terrain-Version"] == shell.shell_version()
    assert f'content="{shell.shell_version()}"' in response.content.decode()


def test_page_holds_nothing_of_anybody(member: Client) -> None:
    other = logged_in(make_membership(Role.REFERENT, structure=make_structure(), name="Nadia Roche").user)
    nonce = re.compile(rb'nonce="[^"]+"')

    pages = [nonce.sub(b"", browser.get("/terrain/").content) for browser in (member, other)]

    assert pages[0] == pages[1]
    assert "Samia" not in pages[0].decode()


def test_visitor_is_sent_to_the_log_in_page() -> None:
    response = Client().get("/terrain/")

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/terrain/")


def test_member_who_only_reads_is_refused() -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=make_structure(), name="Paul Petit").user)

    assert reader.get("/terrain/").status_code == 403


def test_browser_is_told_that_somebody_left(member: Client) -> None:
    before = member.get("/terrain/")

    left = member.post(reverse("account_logout"))

    assert "palier_sorti" not in before.cookies
    mark = left.cookies["palier_sorti"]
    assert (mark.value, mark["path"], mark["samesite"], mark["httponly"]) == ("1", "/", "Lax", "")


def test_templates_of_the_other_screens_come_apart(member: Client) -> None:
    template = re.compile(r'<template id="([a-z-]+)">')

    first, later = member.get("/terrain/"), member.get("/terrain/ecrans/")

    assert later["X-Terrain-Version"] == first["X-Terrain-Version"] == shell.shell_version()
    assert template.findall(first.content.decode()) == ["screen-home", "screen-improvise"]
    assert {"screen-count", "screen-recall", "choix-themes"} <= set(template.findall(later.content.decode()))
    assert kept(shell.worker_script())["screens"] == "/terrain/ecrans/"


def test_version_follows_the_templates_of_the_other_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell._version()

    monkeypatch.setattr(shell, "screens_page", lambda: "changed")

    assert shell._version() != before


@pytest.mark.parametrize(
    "address", ["/terrain/", "/terrain/ecrans/", "/terrain/sw.js", "/terrain/manifest.webmanifest"]
)
def test_only_reading_is_answered(member: Client, address: str) -> None:
    assert member.post(address).status_code == 405


def test_worker_keeps_files_that_exist_and_the_page() -> None:
    response = Client().get("/terrain/sw.js")

    told = kept(response.content.decode())
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert (told["shell"], told["version"], told["fresh"]) == ("/terrain/", shell.shell_version(), True)
    assert [path for path in told["files"] if finders.find(path.removeprefix("/static/")) is None] == []


def test_page_asks_for_nothing_that_the_worker_does_not_keep(member: Client) -> None:
    page = "".join(member.get(address).content.decode() for address in ("/terrain/", "/terrain/ecrans/"))
    told = kept(shell.worker_script())

    asked = set(re.findall(r'"(/static/[^"#]+)[#"]', page))

    assert asked - set(told["files"]) == {"/static/mobile/icons/icon-180.png"}


def test_every_import_of_a_module_is_in_the_import_map() -> None:
    names = {module.name for module in shell.modules()}

    sources = [path.read_text(encoding="utf-8") for path in (shell.STATIC / "mobile").rglob("*.js")]
    wanted = {name for source in sources for name in re.findall(r'(?:import|from) "([^"]+)";', source)}

    assert wanted - names == set()
    assert "idb" in wanted


def test_first_modules_are_those_of_the_first_screen_alone() -> None:
    names = {module.name for module in shell.first_modules()}

    assert {"idb", "terrain/elements/home", "terrain/store/outbox", "terrain/sync/state"} <= names
    assert names & {"terrain/elements/count", "terrain/elements/rest", "terrain/sync/engine"} == set()
    assert names < {module.name for module in shell.modules()}


def test_first_screen_is_light(member: Client) -> None:
    page = member.get("/terrain/", headers={"accept-encoding": "gzip"})
    asked = [*shell.STYLES, *shell.OTHERS, *shell.UNNAMED, *(module.path for module in shell.first_modules())]

    files = [shell._content(path) for path in asked]
    weights = [len(file) if file.startswith(b"wOF2") else len(gzip.compress(file, 9)) for file in files]

    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) + sum(weights) + HEADERS * (1 + len(files)) <= MOST_BYTES


def test_version_follows_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    # Worked out before the content changes, whichever test comes first.
    before = shell._version_once()

    monkeypatch.setattr(shell, "_content", lambda path: b"changed" if path == "mobile/terrain.css" else b"")

    assert shell._version() != before == shell._version_once()


def test_manifest_installs_the_page() -> None:
    response = Client().get("/terrain/manifest.webmanifest")

    content = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (content["start_url"], content["scope"], content["display"]) == ("/terrain/", "/terrain/", "standalone")
    assert [icon["purpose"] for icon in content["icons"]] == ["any", "any", "maskable", "maskable"]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in content["icons"])
