"""The engine of iPhones keeps, sends and opens without network as the others do (WebKitGTK: not Safari itself)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.fieldlog.models import Tally
from palier.mobile import shell
from palier.mobile.api import sync
from palier.mobile.api.requests import RequestRefused
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.webkit import IS_HERE, WebKit, webkit
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not IS_HERE, reason="no WebKitGTK here: tools/test_needs.sh installs webkit2gtk-driver and xvfb"
    ),
]
RECORD = """const { recordMany } = await import("terrain/store/outbox");
return recordMany(given[0]);"""
SYNC = """await (await import("terrain/sync/engine")).syncNow();"""
HELD = """const { currentUser } = await import("terrain/store/phone");
const { countPending } = await import("terrain/store/outbox");
return (await countPending(await currentUser())).mine;"""
STATUS = "return document.querySelector('#etat').textContent.includes(given[0]);"
# What the pages would not say of themselves: each writing, how durable, and when it was complete.
SPY = """const { database } = await import("terrain/store/database");
const { recordMany } = await import("terrain/store/outbox");
await database();
const journal = [], begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...asked) {
  const transaction = begin.apply(this, asked);
  if (transaction.mode === "readwrite") {
    journal.push(transaction.durability);
    transaction.addEventListener("complete", () => journal.push("complete"));
  }
  return transaction;
};
await recordMany(given[0]);
IDBDatabase.prototype.transaction = begin;
journal.push("saved");
return journal;"""


@pytest.fixture
def member() -> Membership:
    return make_membership(Role.EQUIPIER, structure=make_structure("Centre du Belvédère"), name="Samia Diallo")


@pytest.fixture
def outing(member: Membership) -> Outing:
    starts = timezone.now() + timedelta(hours=1)
    outing = make_outing(member.structure, starts_at=starts, ends_at=starts + timedelta(hours=2))
    make_participation(outing, member)
    return outing


@pytest.fixture
def phone(member: Membership, outing: Outing, live_server: Any, tmp_path: Path) -> Iterator[WebKit]:
    """Give WebKit on Terrain, the outing come down and the worker in charge."""
    with webkit(tmp_path) as window:
        window.open(f"{live_server.url}/terrain/manifest.webmanifest")
        name = settings.SESSION_COOKIE_NAME
        window.keep_cookie(name, logged_in(member.user).cookies[name].value)
        window.open(f"{live_server.url}/terrain/")
        window.wait(
            "return document.querySelector('terrain-home [data-link=open]')?.href.includes(given[0])", str(outing.pk)
        )
        window.wait("return navigator.serviceWorker.controller !== null")
        yield window


def taps(outing: Outing, count: int) -> list[dict[str, Any]]:
    return [{"outing": str(outing.pk), "kind": "tally.add", "payload": {"step": 1}} for _ in range(count)]


def tallied(outing: Outing) -> int:
    with structure_scope(outing.structure_id):
        return Tally.objects.filter(outing=outing).count()


def test_saved_is_said_after_a_strict_commit(phone: WebKit, outing: Outing) -> None:
    assert phone.run(SPY, taps(outing, 1)) == ["strict", "complete", "saved"]


def test_what_the_centre_refuses_stays_then_leaves_once(
    phone: WebKit, outing: Outing, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*asked: Any) -> None:
        raise RequestRefused(429, "Un moment.")

    with monkeypatch.context() as patch:
        patch.setattr(sync, "_answer", refuse)
        kept = phone.run(RECORD, taps(outing, 20))
        phone.run(SYNC)
        phone.open(f"{live_server.url}/terrain/#/attente")
        phone.run("location.reload();")
        phone.wait("return document.querySelector('terrain-waiting li')?.textContent.includes('20 comptages')")
        assert (phone.run(HELD), tallied(outing)) == (20, 0)

    phone.run(SYNC)
    phone.wait(STATUS, "Reçu par le centre")

    assert (phone.run(HELD), tallied(outing)) == (0, 20)
    assert [op["seq"] for op in kept] == list(range(1, 21))


def test_page_opens_from_the_phone_when_the_server_has_it_no_more(
    phone: WebKit, outing: Outing, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**asked: Any) -> str:
        raise AssertionError("the page was asked to the server")

    monkeypatch.setattr(shell, "shell_page", fail)
    monkeypatch.setattr("palier.mobile.views.shell.shell_page", fail)

    phone.open(f"{live_server.url}/terrain/?encore")

    phone.wait(
        "return document.querySelector('terrain-home [data-link=open]')?.href.includes(given[0])", str(outing.pk)
    )


def test_engine_without_storage_manager_is_no_trouble(phone: WebKit) -> None:
    assert (
        phone.run("return navigator.storage === undefined || typeof navigator.storage.persist === 'function'") is True
    )
    assert phone.run("return document.querySelector('#ennui').hidden") is True
    assert phone.run("return (await import('terrain/store/phone')).isPersisted()") in {None, False, True}
