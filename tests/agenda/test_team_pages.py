"""The pages of teams: what a member and a lead may do from them, who may not, and how many queries they take."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.teams import Crew, make_crew, names
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
MINE = "/mes-sorties/"
Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def crew() -> Crew:
    start = timezone.now() + timedelta(days=2)
    return make_crew(starts_at=start)


@pytest.fixture
def awa(crew: Crew) -> Membership:
    return crew.member("Awa Diambour")


@pytest.fixture
def field(awa: Membership) -> Client:
    return logged_in(awa.user)


@pytest.fixture
def desk(crew: Crew) -> Client:
    return logged_in(crew.lead.user)


def path(crew: Crew, action: str = "") -> str:
    return f"/sorties/{crew.outing.pk}/{action}"


def told(client: Client, address: str, **data: Any) -> list[tuple[str, str]]:
    answer = client.post(address, data, follow=True)
    return [(message.level_tag, str(message)) for message in answer.context["messages"]]


def stands(participation: Participation) -> str:
    with structure_scope(participation.structure_id):
        return Participation.objects.get(pk=participation.pk).state


ACTIONS = ["inscription/", "desistement/", "remplacement/"]
LEAD_ACTIONS = ["equipe/ajout/", "equipe/appel/", "confirmation/", "brouillon/"]


@pytest.mark.parametrize("action", [*ACTIONS, *LEAD_ACTIONS])
def test_who_may_change_a_team(crew: Crew, action: str, field: Client, desk: Client) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=crew.structure).user)
    stranger = logged_in(make_membership(Role.REFERENT).user)

    assert Client().post(path(crew, action)).headers["Location"].startswith("/compte/connexion/")
    assert reader.post(path(crew, action)).status_code == 403
    assert stranger.post(path(crew, action)).status_code == 404
    assert field.post(path(crew, action)).status_code == (302 if action in ACTIONS else 403)
    assert desk.post(f"/sorties/{uuid4()}/{action}").status_code == 404
    assert desk.put(path(crew, action)).status_code == 405


@pytest.mark.parametrize("action", ["retrait", "place"])
def test_who_may_change_the_place_of_somebody(crew: Crew, awa: Membership, field: Client, action: str) -> None:
    address = f"/participations/{make_participation(crew.outing, awa).pk}/{action}/"
    stranger = logged_in(make_membership(Role.REFERENT).user)

    assert Client().post(address).headers["Location"].startswith("/compte/connexion/")
    assert field.post(address).status_code == 403
    assert stranger.post(address).status_code == 404
    assert logged_in(crew.lead.user).get(address).status_code == 405
    assert names(crew.team().present) == ["Awa"]


@pytest.mark.parametrize("address", [MINE, "/sorties/equilibre/", "/sorties/equilibre/export.csv"])
def test_who_may_read(crew: Crew, field: Client, desk: Client, address: str) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=crew.structure).user)

    assert Client().get(address).headers["Location"].startswith("/compte/connexion/")
    assert reader.get(address).status_code == 403
    assert field.get(address).status_code == (200 if address == MINE else 403)
    assert desk.post(address).status_code == 405


def test_member_comes_gives_up_and_comes_back(crew: Crew, awa: Membership, field: Client) -> None:
    came = told(field, path(crew, "inscription/"), role="animation")
    gave_up = told(field, path(crew, "desistement/"), retour="mes-sorties")
    page = field.get(MINE).content.decode()
    back = told(field, path(crew, "inscription/"), role="animation")

    assert came == [("success", "Vous êtes inscrit·e : à bientôt sur le terrain.")]
    assert [level for level, _ in gave_up] == ["success"]
    assert "Finalement, je viens" in page
    assert [level for level, _ in back] == ["success"]
    (entry,) = crew.team().present
    assert (entry.membership, entry.role) == (awa, "animation")


def test_member_waits_and_reads_it(crew: Crew, awa: Membership, field: Client) -> None:
    for name in ("Brahim", "Chloé"):
        make_participation(crew.outing, crew.member(name))

    waits = told(field, path(crew, "inscription/"))
    page = field.get(path(crew)).content.decode()
    make_participation(crew.outing, crew.member("Driss"), state=ParticipationState.ATTENTE, joined_at=timezone.now())
    told(logged_in(crew.team().present[0].membership.user), path(crew, "desistement/"))
    placed = field.get(path(crew)).content.decode()

    assert waits[0][0] == "info"
    assert "au rang 1" in page
    assert "Une place s'est libérée" in placed
    assert "Une place s'est libérée" in field.get(MINE).content.decode()
    assert names(crew.team().waiting) == ["Driss"]


def test_role_unknown_is_the_usual_one(crew: Crew, field: Client) -> None:
    told(field, path(crew, "inscription/"), role="chef")

    assert [entry.role for entry in crew.team().present] == ["ecoute"]


def test_place_taken_by_another_is_told(crew: Crew, field: Client) -> None:
    make_participation(crew.outing, crew.member("Brahim"))
    make_participation(crew.outing, crew.lead)

    assert told(field, path(crew, "remplacement/")) == [
        ("error", "Quelqu'un vient de prendre cette place : merci d'avoir répondu.")
    ]


def test_lead_changes_the_team_from_the_page(crew: Crew, awa: Membership, desk: Client) -> None:
    brahim = crew.member("Brahim Sel")
    added = told(desk, path(crew, "equipe/ajout/"), member=awa.pk, role="accueil")
    told(desk, path(crew, "equipe/ajout/"), member=brahim.pk)
    twice = told(desk, path(crew, "equipe/ajout/"), member=awa.pk)
    stranger = told(desk, path(crew, "equipe/ajout/"), member=make_membership(Role.EQUIPIER).pk)
    waiting = make_participation(crew.outing, crew.member("Chloé Vial"), state=ParticipationState.ATTENTE)
    full = told(desk, f"/participations/{waiting.pk}/place/")
    removed = told(desk, f"/participations/{crew.team().of(awa.pk).pk}/retrait/")  # type: ignore[union-attr]

    assert added == [("success", "Awa Diambour est dans l'équipe.")]
    assert [level for level, _ in (*twice, *stranger, *full)] == ["error"] * 3
    assert removed == [("success", "Awa Diambour n'est plus dans l'équipe. Sa place va à Chloé Vial.")]
    assert stands(waiting) == ParticipationState.INSCRIT


def test_lead_is_warned_when_taking_somebody_out_of_a_confirmed_team(crew: Crew, awa: Membership, desk: Client) -> None:
    entry = make_participation(crew.outing, awa)
    make_participation(crew.outing, crew.lead)
    told(desk, path(crew, "confirmation/"))

    removed = told(desk, f"/participations/{entry.pk}/retrait/")

    assert [level for level, _ in removed] == ["success", "warning"]
    assert "Équipe incomplète" in desk.get(path(crew)).content.decode()
    assert crew.team().outing.state == OutingState.CONFIRMEE


def test_block_asks_why_and_the_reason_is_read_on_the_outing(crew: Crew, awa: Membership, desk: Client) -> None:
    make_participation(crew.outing, awa)

    asked = desk.get(path(crew, "confirmation/")).content.decode()
    silent = desk.post(path(crew, "confirmation/"))
    short = desk.post(path(crew, "confirmation/"), {"reason": "pluie"})
    told(desk, path(crew, "confirmation/"), reason="La bibliothécaire vient avec Awa.")

    assert "On sort à deux au moins" in asked
    assert (silent.status_code, short.status_code) == (422, 422)
    assert "10 caractères au moins" in short.content.decode()
    assert "La bibliothécaire vient avec Awa. (Nadia Roche)" in desk.get(path(crew)).content.decode()


def test_confirmed_outing_is_a_draft_again(crew: Crew, awa: Membership, desk: Client) -> None:
    for member in (awa, crew.lead):
        make_participation(crew.outing, member)
    confirmed = told(desk, path(crew, "confirmation/"))
    reopened = told(desk, path(crew, "brouillon/"))
    again = told(desk, path(crew, "brouillon/"))

    assert confirmed == [("success", "La sortie est confirmée.")]
    assert reopened == again == [("success", "La sortie est de nouveau un brouillon.")]


def test_several_are_confirmed_from_a_list(crew: Crew, awa: Membership, desk: Client) -> None:
    ready = make_outing(crew.structure, state=OutingState.BROUILLON, starts_at=timezone.now() + timedelta(days=4))
    for member in (awa, crew.lead):
        make_participation(ready, member)
    foreign = make_crew("Centre du Val").outing

    some = told(desk, "/sorties/confirmation/", outings=[ready.pk, crew.outing.pk], suite="/mes-sorties/")
    none = told(desk, "/sorties/confirmation/", suite="https://ailleurs.example/")
    walled = told(desk, "/sorties/confirmation/", outings=[foreign.pk], suite="/mes-sorties/")

    assert some[0] == ("success", "1 sortie est confirmée.")
    assert (some[1][0], "Square des Tilleuls : On sort à deux" in some[1][1]) == ("warning", True)
    assert none == walled == [("error", "Cochez au moins une sortie de cette liste.")]
    assert logged_in(awa.user).post("/sorties/confirmation/").status_code == 403


def test_list_of_outings_confirms_those_ticked_and_comes_back(crew: Crew, awa: Membership, desk: Client) -> None:
    for member in (awa, crew.lead):
        make_participation(crew.outing, member)
    short = make_outing(crew.structure, state=OutingState.BROUILLON, starts_at=timezone.now() + timedelta(days=4))
    sure = make_outing(crew.structure, starts_at=timezone.now() + timedelta(days=4))
    address = "/agenda/liste/?tri=lieu"
    page = desk.get(address).content.decode()
    drawn = [page.count(f'value="{outing.pk}" form="confirmer"') for outing in (crew.outing, short, sure)]

    answer = desk.post("/sorties/confirmation/", {"outings": [crew.outing.pk, short.pk], "suite": address}, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    # Once in the table, once among the cards: a screen shows one of them.
    assert (drawn, f'name="suite" value="{address}"' in page) == ([2, 2, 0], True)
    assert answer.redirect_chain == [(address, 302)]
    assert (said[0], "On sort à deux au moins" in said[1]) == ("1 sortie est confirmée.", True)
    assert 'form="confirmer"' not in logged_in(awa.user).get(address).content.decode()


def test_drafts_to_come_are_ticked_when_their_team_is_enough(crew: Crew, awa: Membership, desk: Client) -> None:
    ready = make_outing(crew.structure, state=OutingState.BROUILLON, starts_at=timezone.now() + timedelta(days=4))
    for member in (awa, crew.lead):
        make_participation(ready, member)
    make_outing(crew.structure, state=OutingState.BROUILLON, starts_at=timezone.now() - timedelta(days=4))
    make_outing(crew.structure, starts_at=timezone.now() + timedelta(days=4))

    answer = desk.get("/sorties/confirmation/")

    assert [draft.team.outing for draft in answer.context["drafts"]] == [crew.outing, ready]
    assert answer.content.decode().count('name="outings"') == 1
    assert "On sort à deux au moins" in answer.content.decode()
    assert logged_in(awa.user).get("/sorties/confirmation/").status_code == 403


def test_drafts_take_as_many_queries_with_one_and_with_thirty(
    crew: Crew, awa: Membership, desk: Client, django_assert_max_num_queries: Counting
) -> None:
    counts = []
    for number in (2, 30):
        for day in range(number):
            start = timezone.now() + timedelta(days=day + 3)
            draft = make_outing(crew.structure, place=crew.outing.place, starts_at=start, state=OutingState.BROUILLON)
            make_participation(draft, awa)
        desk.get("/sorties/confirmation/")
        with django_assert_max_num_queries(12) as queries:
            desk.get("/sorties/confirmation/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_my_outings_show_the_next_the_following_the_wanted_and_the_past(
    crew: Crew, awa: Membership, field: Client
) -> None:
    now = timezone.now()
    make_participation(crew.outing, awa)
    with structure_scope(crew.structure.pk):
        Outing.objects.filter(pk=crew.outing.pk).update(material=["Thermos", "Jeu de mölkky"])
    later = make_outing(crew.structure, name="Marché du samedi", starts_at=now + timedelta(days=5))
    make_participation(later, awa)
    wanted = make_outing(crew.structure, name="Sortie d'école", starts_at=now + timedelta(days=6))
    make_participation(wanted, crew.lead)
    make_outing(crew.structure, name="Au même moment", starts_at=crew.outing.starts_at)
    cancelled = make_outing(
        crew.structure, name="Sous la pluie", state=OutingState.ANNULEE, starts_at=now + timedelta(days=1)
    )
    make_participation(cancelled, awa)
    past = make_outing(crew.structure, name="Hier", starts_at=now - timedelta(days=1), state=OutingState.TERMINEE)
    make_participation(past, awa)

    answer = field.get(MINE)

    mine = answer.context["mine"]
    assert mine.next.outing == crew.outing
    assert [entry.outing for entry in mine.following] == [cancelled, later]
    assert [team.outing for team in mine.wanted] == [wanted]
    assert mine.past == [past]
    for words in ("Thermos, Jeu de mölkky", "Square des Tilleuls", "Annulée", "Je prends la place"):
        assert words in answer.content.decode()
    assert "Au même moment" not in answer.content.decode()


def test_my_outings_begin_empty(crew: Crew) -> None:
    with structure_scope(crew.structure.pk):
        Outing.objects.all().delete()

    assert "Votre prochaine sortie sera ici" in logged_in(crew.lead.user).get(MINE).content.decode()


def test_my_outings_take_as_many_queries_with_one_and_with_thirty(
    crew: Crew, awa: Membership, field: Client, django_assert_max_num_queries: Counting
) -> None:
    now = timezone.now()
    counts = []
    for number in (1, 30):
        for day in range(number):
            for owner in (awa, crew.lead):
                offset = timedelta(days=day + 3, hours=5 if owner == awa else 0)
                make_participation(make_outing(crew.structure, starts_at=now + offset), owner)
                make_participation(make_outing(crew.structure, starts_at=now - offset), owner)
        field.get(MINE)
        with django_assert_max_num_queries(12) as queries:
            field.get(MINE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_panel_takes_as_many_queries_with_one_and_with_thirty(
    crew: Crew, desk: Client, django_assert_max_num_queries: Counting
) -> None:
    counts = []
    for number in (1, 29):
        for index in range(number):
            make_participation(crew.outing, crew.member(f"Personne {number} {index}"))
            crew.member(f"Libre {number} {index}")
        desk.get(path(crew, "confirmation/"))
        with django_assert_max_num_queries(12) as queries:
            desk.get(path(crew, "confirmation/"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_time_of_the_letters_and_pages_is_that_of_paris(crew: Crew, awa: Membership, field: Client) -> None:
    summer = make_crew("Centre du Val", starts_at=timezone.now().replace(month=7, day=2, hour=16, minute=0))
    member = summer.member("Zoé")
    make_participation(summer.outing, member)

    with time_machine.travel(summer.outing.starts_at - timedelta(days=1)):
        page = logged_in(member.user).get(MINE).content.decode()

    assert "18:00 – 20:00" in page
