"""The desk of what was set aside: list, one, apply, apply elsewhere, two contents, dismiss, export."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.fieldlog.models import Observation, OutingLog, Tally
from palier.mobile.enums import Verdict
from palier.mobile.models import Operation, SetAside
from palier.voices.models import Voice
from tests.agenda.safety_teams import START, Team, make_team
from tests.factories.outings import make_outing
from tests.factories.people import logged_in, make_structure, show_second_factor
from tests.mobile.conftest import Receive
from tests.mobile.phone import NOW, Phone

pytestmark = pytest.mark.django_db
LIST = "/carnet/mis-de-cote/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(team: Team) -> Client:
    return logged_in(team.lead.user)


def only_aside() -> SetAside:
    found: SetAside = SetAside.objects.get()
    return found


def act(client: Client, what: str, **typed: Any) -> Any:
    return client.post(f"{LIST}{only_aside().pk}/{what}/", typed, follow=True)


def audited() -> list[str]:
    found = AuditEntry.objects.filter(kind=AuditKind.FIELDLOG_CHANGED).order_by("at", "id")
    return list(found.values_list("detail", flat=True))


def test_list_shows_what_waits_for_a_decision(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.put("voice", team.outing, text="Bonjour.")], by=team.karim)

    page = lead.get(LIST).content.decode()

    assert "1 saisie" in page
    assert "Écrite par une autre personne que celle qui est connectée" in page
    assert "Awa Perrin" in page


def test_list_tells_what_each_one_says_and_where(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    words = "Un banc à l'ombre, et du temps pour s'y asseoir. " * 5
    receive([phone.put("voice", team.outing, text=words), phone.tap(team.outing, age="18_24")], by=team.karim)
    receive([phone.put("voice", uuid7(), text="Dite ailleurs")])

    lines = {line.aside.kind: line for line in lead.get(f"{LIST}?decision=tout").context["lines"]}
    page = lead.get(LIST).content.decode()

    assert (lines["tally.add"].words, lines["tally.add"].outing) == ("18 à 24 ans", team.outing)
    assert "Dite ailleurs" in page
    assert page.count(f"Awa Perrin, {team.outing.place}, ") == 2
    assert (words[:150].replace("'", "&#x27;") in page, words.strip() in page) == (True, False)


def test_of_two_contents_the_one_in_the_log_is_shown_beside(
    team: Team, phone: Phone, receive: Receive, lead: Client
) -> None:
    first = phone.put("observation", team.outing, text="Deux lampadaires éteints.")
    again = {**first, "payload": {**first["payload"], "text": "Trois lampadaires éteints."}}
    receive([first])
    receive([again])

    page = lead.get(only_aside().get_absolute_url())

    assert page.context["words"] == [("Mots", "Trois lampadaires éteints.")]
    assert page.context["logged"] == [("Mots", "Deux lampadaires éteints.")]
    assert "Ce que dit le carnet aujourd'hui" in page.content.decode()


def test_empty_list_says_so(team: Team, lead: Client) -> None:
    assert "Rien n'est mis de côté" in lead.get(LIST).content.decode()


def test_list_asks_as_much_for_one_as_for_thirty(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    lead.get(LIST)
    counted = []
    for count in (1, 29):
        receive([phone.tap(team.outing) for _ in range(count)], by=team.karim)
        with CaptureQueriesContext(connection) as asked:
            lead.get(LIST)
        counted.append(len(asked))

    assert counted[1] == counted[0]


def test_page_of_one_says_what_it_holds(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.put("voice", team.outing, text="L'ascenseur.", themes=["logement"])], by=team.karim)

    page = lead.get(only_aside().get_absolute_url()).content.decode()

    assert [word in page for word in ("L&#x27;ascenseur.", "Logement", "Karim Vidal", "Awa Perrin")] == [True] * 4


def test_applied_under_the_name_of_who_wrote_it(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.tap(team.outing)], by=team.karim)

    page = act(lead, "application")

    tally = Tally.objects.get()
    assert f'<a href="/carnet/{team.outing.pk}/">ouvrir le carnet' in page.content.decode()
    assert (tally.made_by_id, tally.made_at, tally.outing_id) == (team.awa.pk, phone.at, team.outing.pk)
    assert (only_aside().verdict, only_aside().judged_by_id) == (Verdict.APPLIED, team.lead.pk)
    assert audited() == ["Enregistrée"]


def test_applied_in_another_outing(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    other = make_outing(team.structure, place=team.outing.place, starts_at=START)
    receive([phone.tap(uuid7())])

    page = act(lead, "application", outing=str(other.pk))

    assert Tally.objects.get().outing_id == other.pk
    assert f'<a href="/carnet/{other.pk}/">ouvrir le carnet' in page.content.decode()


def test_operation_without_outing_asks_for_one(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.op("observation.put", None, entry=str(uuid7()), text="Un banc.")])

    refused = act(lead, "application")
    act(lead, "application", outing=str(team.outing.pk))

    assert refused.status_code == 422
    assert Observation.objects.get().outing_id == team.outing.pk


def test_outing_of_another_structure_is_not_offered(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    foreign = make_team(structure=make_structure()).outing
    receive([phone.tap(uuid7())])

    assert act(lead, "application", outing=str(foreign.pk)).status_code == 422
    assert Tally.objects.count() == 0


def test_what_still_refuses_says_why_and_changes_nothing(
    team: Team, phone: Phone, receive: Receive, lead: Client
) -> None:
    receive([phone.op("tally.melt", team.outing)])

    page = act(lead, "application")

    assert (page.status_code, only_aside().verdict) == (422, Verdict.OPEN)
    assert "ne connaît pas" in page.content.decode()


def test_outing_applied_wakes_what_waited_for_it(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    key = uuid7()
    receive([phone.improvise(key, team.outing.place_id)], by=team.karim)
    receive([phone.put("voice", key, text="Bonjour.")])
    improvised = SetAside.objects.get(kind="outing.improvise")

    lead.post(f"{LIST}{improvised.pk}/application/")

    assert Voice.objects.get().outing_id == key
    assert set(SetAside.objects.values_list("verdict", flat=True)) == {Verdict.APPLIED}


@pytest.mark.parametrize(("keep", "ages"), [("both", {"12_17": 1, "18_24": 1}), ("this", {"18_24": 1})])
def test_of_two_contents_one_keeps_both_or_the_other(
    team: Team, phone: Phone, receive: Receive, lead: Client, keep: str, ages: dict[str, int]
) -> None:
    tap = phone.tap(team.outing, age="12_17")
    receive([tap])
    receive([{**tap, "payload": {"age": "18_24"}}])

    act(lead, "application", keep=keep)

    counted = dict.fromkeys(ages, 0)
    for tally in Tally.objects.all():
        counted[tally.age] = counted.get(tally.age, 0) + tally.step
    assert {age: people for age, people in counted.items() if people} == ages
    assert OutingLog.objects.get().people == sum(ages.values())
    assert Operation.objects.count() == 2


def test_left_aside_with_a_reason(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.tap(team.outing)], by=team.karim)

    without = act(lead, "abandon", reason="")
    act(lead, "abandon", reason="Comptée deux fois")

    assert without.status_code == 422
    assert (only_aside().verdict, only_aside().judge_note) == (Verdict.DISMISSED, "Comptée deux fois")
    assert (Tally.objects.count(), audited()) == (0, ["Laissée de côté : Comptée deux fois"])
    assert "Laissée de côté" in lead.get(f"{LIST}?decision=dismissed").content.decode()


def test_decided_once(team: Team, phone: Phone, receive: Receive, lead: Client) -> None:
    receive([phone.tap(team.outing)], by=team.karim)
    act(lead, "abandon", reason="Un essai")

    again = act(lead, "application")

    assert (again.status_code, Tally.objects.count()) == (422, 0)


@pytest.mark.parametrize("file_format", ["json", "csv", "xlsx"])
def test_export_is_complete_and_audited(
    team: Team, phone: Phone, receive: Receive, lead: Client, file_format: str
) -> None:
    tap = phone.put("voice", team.outing, text="=1+1")
    receive([tap], by=team.karim)
    asked_again = lead.get(f"{LIST}export.{file_format}")
    show_second_factor(lead, team.lead.user)

    answer = lead.get(f"{LIST}export.{file_format}")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert (asked_again.status_code, answer.status_code, content != b"") == (302, 200, True)
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT_NAMED).count() == 1
    if file_format == "json":
        assert json.loads(content)["ops"] == [tap]


@pytest.mark.parametrize("path", ["", "application/", "abandon/"])
def test_desk_is_for_leads_of_this_structure(team: Team, phone: Phone, receive: Receive, path: str) -> None:
    receive([phone.tap(team.outing)], by=team.karim)
    address = f"{LIST}{only_aside().pk}/{path}"
    stranger, member, visitor = (
        logged_in(make_team(structure=make_structure()).lead.user),
        logged_in(team.awa.user),
        Client(),
    )
    ask = "get" if path == "" else "post"

    assert [getattr(who, ask)(address).status_code for who in (stranger, member, visitor)] == [404, 403, 302]
    assert getattr(stranger, "post" if ask == "get" else "get")(address).status_code == 405
