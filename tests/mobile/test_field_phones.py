"""Which phones hold something, which outings say nothing; and the file of a phone brought by hand."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.agenda.enums import OutingState
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.fieldlog.models import Tally
from palier.mobile.models import FieldPhone, SetAside
from palier.mobile.phone_files import NOT_OURS, TOO_NEW, UnreadablePhoneFile, read_phone_file
from palier.structures.models import Membership
from tests.agenda.safety_teams import Team, make_team
from tests.factories.outings import make_outing
from tests.factories.people import logged_in, make_structure
from tests.mobile.conftest import Receive
from tests.mobile.phone import NOW, Phone

pytestmark = pytest.mark.django_db
PHONES, ALERT, IMPORT = "/carnet/telephones/", "/carnet/telephones/alerte/", "/carnet/telephones/fichier/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(team: Team) -> Client:
    return logged_in(team.lead.user)


def make_phone(member: Membership, **fields: Any) -> FieldPhone:
    values = {"label": "Firefox sur téléphone Android", "last_sync_at": NOW, **fields}
    return FieldPhone.objects.create(structure=member.structure, membership=member, device=uuid7(), **values)


def test_phone_that_holds_something_for_a_day_is_told(team: Team, lead: Client) -> None:
    make_phone(team.awa, pending=3, oldest_pending_at=NOW - DAY - timedelta(minutes=1))
    make_phone(team.karim, pending=2, oldest_pending_at=NOW - timedelta(hours=1))
    make_phone(team.ines)

    page, alert = lead.get(PHONES).content.decode(), lead.get(ALERT).content.decode()

    assert page.count("Depuis plus d&#x27;un jour") + page.count("Depuis plus d'un jour") == 1
    assert ("3 saisies en attente" in page, page.count("Tout est reçu")) == (True, 1)
    assert "1 téléphone garde depuis plus d'un jour" in alert


def test_phone_silent_with_something_on_it_is_told(team: Team, lead: Client) -> None:
    make_phone(team.awa, pending=3, oldest_pending_at=None, last_sync_at=NOW - 2 * DAY)

    assert "1 téléphone garde" in lead.get(ALERT).content.decode()


def test_outing_without_a_line_is_told(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    silent, told, _ = (
        make_outing(team.structure, place=team.outing.place, starts_at=NOW - 2 * DAY, state=state)
        for state in (OutingState.TERMINEE, OutingState.TERMINEE, OutingState.ANNULEE)
    )
    receive([phone.put("debrief", told, nobody=True)])

    assert "1 sortie passée depuis plus d'un jour" in lead.get(ALERT).content.decode()
    assert silent.get_absolute_url() in lead.get(PHONES).content.decode()


def test_all_is_well(team: Team, lead: Client) -> None:
    assert "attend" not in lead.get(ALERT).content.decode().replace("carnet-attend", "")
    assert "Aucun téléphone n'a encore écrit" in lead.get(PHONES).content.decode()


def test_home_page_asks_for_it_for_leads_alone(team: Team, lead: Client) -> None:
    pages = [client.get("/").content.decode() for client in (lead, logged_in(team.awa.user))]

    assert [ALERT in page for page in pages] == [True, False]


def file_of(ops: list[Any], structure: Any, **changed: Any) -> dict[str, Any]:
    account = {"user": "", "name": "Awa", "structure": str(structure.pk), "structure_name": str(structure)}
    return {
        "palier": "terrain",
        "version": 1,
        "exported_at": NOW.isoformat(),
        "account": account,
        "ops": ops,
        **changed,
    }


def bring(client: Client, content: Any, **typed: Any) -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("terrain.json", body), **typed})


def carried(page: Any) -> str:
    kept: str = page.context["kept"]
    return kept


def test_file_is_tried_then_written_under_the_name_of_who_wrote_it(team: Team, phone: Phone, lead: Client) -> None:
    content = file_of([phone.tap(team.outing), phone.tap(team.outing)], team.structure)

    trial = bring(lead, content)
    before = Tally.objects.count()
    done = lead.post(f"{IMPORT}enregistrement/", {"lines": carried(trial)})

    assert (trial.context["found"].written, before) == (2, 0)
    assert (done.context["found"].written, Tally.objects.count()) == (2, 2)
    assert set(Tally.objects.values_list("made_by", flat=True)) == {team.awa.pk}
    entry = AuditEntry.objects.get(kind=AuditKind.FIELDLOG_CHANGED)
    assert entry.detail == "2 saisies enregistrées, 0 déjà reçues, 0 mises de côté ; écrites par Awa Perrin"


def test_what_the_phone_sent_meanwhile_is_not_counted_twice(
    team: Team, phone: Phone, receive: Receive, lead: Client
) -> None:
    ops = [phone.tap(team.outing), phone.tap(team.outing)]
    receive(ops[:1], now=NOW - timedelta(minutes=5))

    done = bring(lead, file_of(ops, team.structure), at_once="on")

    assert (done.context["found"].known, done.context["found"].written, Tally.objects.count()) == (1, 1, 2)


def test_trial_of_what_the_centre_has_offers_nothing_to_write(
    team: Team, phone: Phone, receive: Receive, lead: Client
) -> None:
    ops = [phone.tap(team.outing), phone.tap(team.outing)]
    receive(ops[:1], now=NOW - timedelta(minutes=5))

    some, none = (bring(lead, file_of(held, team.structure)).content.decode() for held in (ops, ops[:1]))

    assert ["Enregistrer pour de bon" in page for page in (some, none)] == [True, False]
    assert ["a déjà tout reçu" in page for page in (some, none)] == [False, True]


def test_operation_of_somebody_unknown_is_set_aside(team: Team, lead: Client) -> None:
    stranger = Phone(make_team(structure=make_structure()).awa)

    done = bring(lead, file_of([stranger.tap(team.outing), "illisible"], team.structure), at_once="on")

    assert (done.context["found"].aside, Tally.objects.count(), SetAside.objects.count()) == (2, 0, 2)
    assert "Mis de côté (2)" in lead.get(ALERT).content.decode()


def test_file_of_another_structure_is_refused(team: Team, phone: Phone, lead: Client) -> None:
    refused = bring(lead, file_of([phone.tap(team.outing)], make_team(structure=make_structure()).structure))

    assert (refused.status_code, Tally.objects.count()) == (422, 0)
    assert "autre structure" in refused.content.decode()


def test_trial_too_old_or_forged_writes_nothing(team: Team, lead: Client) -> None:
    answer = lead.post(f"{IMPORT}enregistrement/", {"lines": "rien"})

    assert (answer.status_code, answer.headers["Location"]) == (302, IMPORT)


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"", NOT_OURS), (b"[]", NOT_OURS), (b'{"palier": "terrain", "ops": 1}', NOT_OURS), (b"\xff", NOT_OURS)],
)
def test_file_that_is_none_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(UnreadablePhoneFile, match=message.split("'")[0]):
        read_phone_file(body)


def test_file_of_a_later_version_says_so() -> None:
    with pytest.raises(UnreadablePhoneFile, match=TOO_NEW.split(":")[0]):
        read_phone_file(b'{"palier": "terrain", "version": 2, "ops": []}')


@pytest.mark.parametrize("path", [PHONES, ALERT, IMPORT])
def test_pages_are_for_leads(team: Team, path: str) -> None:
    assert [who.get(path).status_code for who in (logged_in(team.awa.user), Client())] == [403, 302]
