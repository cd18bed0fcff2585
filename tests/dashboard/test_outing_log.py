"""The page of one outing's log, the lines that move to another, the closings proposed the next morning."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.entries import withdraw_entry
from palier.fieldlog.actions.puts import Put, put_observations
from palier.fieldlog.models import Encounter, OutingLog
from palier.fieldlog.queries.closing import outings_to_debrief
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.models import Voice
from tests.factories.fieldlog import (
    make_debrief,
    make_encounter,
    make_line,
    make_observation,
    make_orientation,
    make_origin,
    make_photo,
    make_tallies,
)
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
NEXT_MORNING = "2027-03-12T09:00:00+01:00"


@pytest.fixture(autouse=True)
def next_morning() -> Iterator[None]:
    """Let all happen the morning after the outing."""
    with time_machine.travel(NEXT_MORNING, tick=False):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, structure=make_structure("Centre du Belvédère"), name="Nadia Roche")


@pytest.fixture
def awa(lead: Membership) -> Membership:
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")


@pytest.fixture
def outing(awa: Membership) -> Outing:
    """Return an outing held on Thursday 11 March 2027, with Awa."""
    outing = make_outing(awa.structure, state=OutingState.TERMINEE, place=make_place(awa.structure, "Le marché"))
    make_participation(outing, awa)
    return outing


def url_of(outing: Outing, job: str = "outing-log") -> str:
    return reverse(f"dashboard:{job}", args=[outing.pk])


def read(member: Membership, outing: Outing) -> str:
    answer = logged_in(member.user).get(url_of(outing))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_log_shows_every_kind_of_line(lead: Membership, awa: Membership, outing: Outing) -> None:
    make_encounter(outing, by=awa, duration="5_15", themes=["logement"])
    make_orientation(outing, by=awa)
    make_observation(outing, "Le banc est cassé.", by=awa)
    make_photo(outing, by=awa, caption="Le parvis")
    make_debrief(outing, by=awa, sentence="Belle matinée", moods={awa.pk: "leger"}, incident="verbal")
    make_line(Voice, outing, by=awa, text="On manque de bancs")

    page = read(lead, outing)

    for words in ("5 à 15 minutes", "Logement", "Caf", "Le banc est cassé.", "Le parvis", "On manque de bancs"):
        assert words in page
    for words in ("« Belle matinée »", "Awa Diambour : léger·e", "Agression verbale"):
        assert words in page
    assert "Awa Diambour, noté à 9:30, reçu par le centre le 11 mars à 9:31" in page


def test_table_crosses_age_and_gender_with_what_was_not_told(lead: Membership, awa: Membership, outing: Outing) -> None:
    make_tallies(outing, {"age": "18_24", "gender": "femme", "step": 3}, {"step": 2}, {"contact": "refus"}, by=awa)

    page = read(lead, outing)

    row = '<th scope="row">{}</th><td class="number">{}</td><td class="number">0</td><td class="number">0</td>'
    assert row.format("18 à 24 ans", 3) in page
    assert row.format("Non renseigné", 0) + '<td class="number">2</td>' in page
    assert "Awa Diambour a compté 5 personnes et 1 refus" in page
    assert "Refus : <strong>1</strong>" in page


def test_totals_do_not_depend_on_what_was_told(lead: Membership, outing: Outing) -> None:
    make_tallies(outing, {"age": "18_24"}, {"gender": "homme"}, {})

    assert read(lead, outing).count('<td class="number"><strong>3</strong></td>') == 1


def test_history_tells_what_changed_and_why(lead: Membership, awa: Membership, outing: Outing) -> None:
    line = make_observation(outing, "Un banc", by=awa)
    origin = make_origin(lead, at=outing.ends_at)
    with structure_scope(outing.structure_id):
        put_observations(puts=[Put(outing, line.pk, {"text": "Deux bancs"}, origin)])
        withdraw_entry(entry=line.pk, origin=make_origin(lead, at=outing.ends_at), reason="Déjà notée")

    page = read(lead, outing)

    assert "<strong>Observation</strong> : Un banc → Deux bancs" in page
    assert "<strong>Ligne</strong> : en place → retirée" in page
    assert "Retirée par Nadia Roche le 11 mars à 11:00 : Déjà notée" in page
    assert "Rétablir" in page


def test_debriefs_are_read_by_leads_and_by_who_wrote_them(lead: Membership, awa: Membership, outing: Outing) -> None:
    make_debrief(outing, by=lead, sentence="Rude journée")
    make_debrief(outing, by=awa, sentence="Belle matinée")

    assert ("Rude journée" in read(lead, outing), "Belle matinée" in read(lead, outing)) == (True, True)
    assert ("Rude journée" in read(awa, outing), "Belle matinée" in read(awa, outing)) == (False, True)


def test_log_is_for_its_team_and_the_leads(lead: Membership, awa: Membership, outing: Outing) -> None:
    outsider = make_membership(Role.EQUIPIER, structure=outing.structure)
    stranger, reader = make_membership(Role.REFERENT), make_membership(Role.LECTURE, structure=outing.structure)
    people = {lead: 200, awa: 200, outsider: 404, stranger: 404, reader: 403}

    for job in ("outing-log", "outing-log-move"):
        url = url_of(outing, job)
        assert {who: logged_in(who.user).get(url).status_code for who in people} == people
        assert Client().get(url).status_code == 302
        assert logged_in(lead.user).delete(url).status_code == 405


def test_empty_log_offers_the_first_lines(awa: Membership, outing: Outing) -> None:
    page = read(awa, outing)

    assert "Rien n'est encore noté" in page.replace("&#x27;", "'")
    assert reverse("fieldlog:debrief-new", args=[outing.pk]) in page


def test_log_to_come_offers_nothing(lead: Membership) -> None:
    outing = make_outing(lead.structure, starts_at=make_outing(lead.structure).starts_at + timedelta(days=30))

    page = read(lead, outing)

    assert ("Ajouter au carnet" in page, "deux heures avant la sortie" in page) == (False, True)


def test_queries_do_not_grow_with_the_log(lead: Membership, awa: Membership, outing: Outing) -> None:
    browser = logged_in(lead.user)
    browser.get(url_of(outing))
    counts = []
    for number in (1, 15):
        for _ in range(number):
            line = make_observation(outing, "Un banc", by=awa)
            make_tallies(outing, by=awa)
            make_encounter(outing, by=awa)
            with structure_scope(outing.structure_id):
                origin = make_origin(awa, at=outing.ends_at)
                put_observations(puts=[Put(outing, line.pk, {"text": "Deux bancs"}, origin)])
        with CaptureQueriesContext(connection) as queries:
            browser.get(url_of(outing))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_misplaced_lines_move_with_their_count(lead: Membership, awa: Membership, outing: Outing) -> None:
    make_tallies(outing, {"step": 4}, by=awa)
    make_tallies(outing, {"step": 1}, {"contact": "refus"}, by=lead)
    line, stays = make_encounter(outing, by=awa), make_observation(outing, by=awa)
    other = make_outing(outing.structure, hour=14, place=make_place(outing.structure, "L'école"))
    browser = logged_in(lead.user)
    form = browser.get(url_of(outing, "outing-log-move")).context["form"]
    counted = dict(form.fields["counts"].choices)
    key = next(key for key, words in counted.items() if words == "Awa Diambour : 4 personnes")
    assert f"{lead.name} : 1 personne, 1 refus" in counted.values()

    answer = browser.post(
        url_of(outing, "outing-log-move"), {"counts": [key], "lines": [str(line.pk)], "to": str(other.pk)}
    )

    assert answer.headers["Location"] == url_of(other)
    with structure_scope(outing.structure_id):
        logs = {log.outing_id: log for log in OutingLog.objects.all()}
        assert Encounter.objects.get().outing == other
    assert (logs[outing.pk].people, logs[other.pk].people) == (1, 4)
    stays.refresh_from_db()
    assert stays.outing_id == outing.pk
    assert "notée pour une autre sortie → déplacée ici" in read(lead, other)


def test_move_asks_what_and_where(lead: Membership, outing: Outing) -> None:
    make_encounter(outing)
    other = make_outing(outing.structure, hour=14)
    browser = logged_in(lead.user)

    assert browser.post(url_of(outing, "outing-log-move"), {"to": str(other.pk)}).status_code == 422
    assert browser.post(url_of(outing, "outing-log-move"), {"to": ""}).status_code == 422


def test_member_moves_to_their_own_outings_alone(lead: Membership, awa: Membership, outing: Outing) -> None:
    make_encounter(outing, by=awa)
    make_encounter(outing, by=lead)
    theirs, others = make_outing(outing.structure, hour=14), make_outing(outing.structure, hour=16)
    make_participation(theirs, awa)

    form = logged_in(awa.user).get(url_of(outing, "outing-log-move")).context["form"]

    assert list(form.targets) == [str(theirs.pk)]
    assert str(others.pk) not in form.targets
    assert len(form.fields["lines"].choices) == 1


def proposed(member: Membership, now: Any) -> list[Outing]:
    with structure_scope(member.structure_id):
        return outings_to_debrief(member, now)


def test_forgotten_closings_are_proposed_the_next_morning(lead: Membership, awa: Membership, outing: Outing) -> None:
    morning, evening = outing.ends_at + timedelta(hours=20), outing.ends_at + timedelta(hours=8)

    assert proposed(awa, morning) == [outing]
    assert proposed(lead, morning) == [outing]
    assert proposed(awa, evening) == []
    assert proposed(make_membership(Role.EQUIPIER, structure=lead.structure), morning) == []
    assert proposed(make_membership(Role.LECTURE, structure=lead.structure), morning) == []


def test_closing_is_proposed_until_somebody_tells(awa: Membership, lead: Membership, outing: Outing) -> None:
    morning = outing.ends_at + timedelta(days=1)
    debrief = make_debrief(outing, by=awa)
    assert proposed(awa, morning) == []

    with structure_scope(outing.structure_id):
        withdraw_entry(entry=debrief.pk, origin=make_origin(lead, at=outing.ends_at))

    assert proposed(awa, morning) == [outing]


def test_only_outings_that_were_held_are_proposed(lead: Membership) -> None:
    started = make_outing(lead.structure, hour=8, state=OutingState.EN_COURS)
    written = make_outing(lead.structure, hour=9)
    make_encounter(written)
    for state in (OutingState.CONFIRMEE, OutingState.BROUILLON, OutingState.ANNULEE):
        make_outing(lead.structure, state=state)
    morning = started.ends_at + timedelta(days=1)

    assert proposed(lead, morning) == [written, started]
    assert proposed(lead, morning + timedelta(days=14)) == []


def test_home_page_offers_to_close(awa: Membership, outing: Outing) -> None:
    page = logged_in(awa.user).get("/").content.decode()

    assert reverse("fieldlog:debrief-new", args=[outing.pk]) in page


def test_page_of_the_outing_leads_to_its_log(awa: Membership, outing: Outing) -> None:
    outsider = make_membership(Role.EQUIPIER, structure=outing.structure)

    assert url_of(outing) in logged_in(awa.user).get(outing.get_absolute_url()).content.decode()
    assert url_of(outing) not in logged_in(outsider.user).get(outing.get_absolute_url()).content.decode()
