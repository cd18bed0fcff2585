"""One outing: its page, writing it, moving it, cancelling it, and what never changes any more."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import CancelReason, Modality, OutingState
from palier.agenda.models import Outing, OutingSeries
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.models import Place
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, make_vehicle, paris
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
NEW = "/sorties/nouvelle/"
FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2027-03-01T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, name="Nadia Roche")


@pytest.fixture
def desk(lead: Membership) -> Client:
    return logged_in(lead.user)


@pytest.fixture
def outing(lead: Membership) -> Outing:
    return make_outing(lead.structure, place=make_place(lead.structure, "Le marché"))


def typed(where: Place, **changed: Any) -> dict[str, Any]:
    values = {
        "place": str(where.pk),
        "day": "2027-03-11",
        "start": "09:00",
        "end": "11:00",
        "modality": Modality.MARCHE.value,
        "smallest_team": "2",
        "largest_team": "3",
        "intents": ["isolement"],
        "material": "Thermos\n\nGobelets",
    }
    return {**values, **changed}


def kept(lead: Membership, key: UUID) -> Outing:
    """Return an outing as the database holds it."""
    with structure_scope(lead.structure_id):
        return Outing.objects.select_related("place").get(pk=key)


def written(lead: Membership, answer: Any) -> Outing:
    """Return the outing that an answer leads to."""
    return kept(lead, UUID(answer.headers["Location"].split("/")[2]))


def entries(lead: Membership) -> list[str]:
    """Return what the audit says of outings, in the order of the alphabet: the clock of these tests stands still."""
    with structure_scope(lead.structure_id):
        return sorted(AuditEntry.objects.filter(kind=AuditKind.OUTINGS_CHANGED).values_list("detail", flat=True))


def path(outing: Outing, end: str = "") -> str:
    return f"/sorties/{outing.pk}/{end}"


def in_series(outing: Outing) -> OutingSeries:
    """Put the outing in a series, as the rule would."""
    series = OutingSeries.objects.create(
        structure=outing.structure,
        name="Petits-déjeuners",
        weekdays=["jeudi"],
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
        start_time="09:00",
        end_time="11:00",
    )
    outing.series, outing.series_date = series, THURSDAY
    outing.save()
    return series


def test_outing_is_written_as_a_draft(desk: Client, lead: Membership) -> None:
    place = make_place(lead.structure, "Le marché")

    answer = desk.post(NEW, typed(place, name="Café  du jeudi", is_public="on"))
    outing = written(lead, answer)

    assert (outing.name, outing.state, outing.place.name) == ("Café du jeudi", OutingState.BROUILLON, "Le marché")
    assert (outing.starts_at, outing.ends_at) == (paris(THURSDAY, 9), paris(THURSDAY, 11))
    assert (outing.material, outing.intents, outing.is_public) == (["Thermos", "Gobelets"], ["isolement"], True)
    assert entries(lead) == ["Créée"]


def test_new_outing_begins_on_the_day_asked(desk: Client) -> None:
    assert 'value="2027-03-11"' in desk.get(f"{NEW}?jour=2027-03-11").content.decode()
    assert desk.get(f"{NEW}?jour=2027-02-31").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("place", "", "Choisissez un lieu."),
        ("day", "2202-03-11", "Cette année n&#x27;est pas la bonne."),
        ("day", "", "Donnez une date."),
        ("end", "09:00", "L&#x27;heure de fin vient après l&#x27;heure de début."),
        ("largest_team", "1", "C&#x27;est moins que le nombre de personnes au moins."),
        ("material", "x" * 81, "30 lignes au plus, de 80 caractères chacune."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Client, lead: Membership, field: str, value: str, said: str) -> None:
    answer = desk.post(NEW, typed(make_place(lead.structure), **{field: value}))

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_place_and_vehicle_of_others_are_refused(desk: Client) -> None:
    other = make_structure()

    answer = desk.post(NEW, typed(make_place(other), vehicle=str(make_vehicle(other).pk)))

    assert set(answer.context["form"].errors) == {"place", "vehicle"}


def test_conflict_is_shown_before_saving_and_does_not_block(desk: Client, lead: Membership, outing: Outing) -> None:
    data = typed(outing.place, start="10:00", end="12:00")

    answer = desk.post(NEW, data)
    asked = answer.content.decode()
    saved = desk.post(NEW, {**data, "quand_meme": "oui"})

    assert answer.status_code == 200
    assert "Une autre équipe est au même lieu" in asked
    assert "Enregistrer quand même" in asked
    assert saved.status_code == 302
    assert written(lead, saved).starts_at == paris(THURSDAY, 10)


def test_unusual_hours_are_told_and_saved_at_once(desk: Client, lead: Membership) -> None:
    place = make_place(lead.structure, hours={"jeudi": [["14:00", "16:00"]]})

    answer = desk.post(NEW, typed(place))

    assert answer.status_code == 302
    assert "Ce n&#x27;est pas une heure de passage" in desk.get(answer.headers["Location"]).content.decode()


def test_outing_is_corrected_and_leaves_its_series(desk: Client, lead: Membership, outing: Outing) -> None:
    in_series(outing)

    answer = desk.post(path(outing, "modifier/"), typed(outing.place, end="12:00", intents=[], material=""))

    assert answer.status_code == 302
    assert (kept(lead, outing.pk).ends_at, kept(lead, outing.pk).is_apart) == (paris(THURSDAY, 12), True)
    assert entries(lead) == ["Changée : modalité, fin, annoncée aux habitant·es"]


def test_correcting_nothing_changes_nothing(desk: Client, lead: Membership, outing: Outing) -> None:
    same = typed(outing.place, modality=outing.modality, intents=[], material="", is_public="on")

    assert desk.post(path(outing, "modifier/"), same).status_code == 302
    assert entries(lead) == []


def test_outing_is_done_again_without_its_team_nor_its_series(desk: Client, lead: Membership, outing: Outing) -> None:
    in_series(outing)
    make_participation(outing, lead)

    answer = desk.post(path(outing, "copie/"), {"day": "2027-04-01", "start": "09:00", "end": "11:00"})
    copy = written(lead, answer)

    assert (copy.place_id, copy.starts_at) == (outing.place_id, paris(date(2027, 4, 1), 9))
    assert (copy.series_id, copy.is_apart, copy.state) == (None, False, OutingState.BROUILLON)
    with structure_scope(lead.structure_id):
        assert copy.team.count() == 0


def test_draft_is_deleted_but_a_confirmed_outing_is_not(desk: Client, lead: Membership, outing: Outing) -> None:
    draft = make_outing(lead.structure, state=OutingState.BROUILLON)

    desk.post(path(draft, "suppression/"))
    desk.post(path(outing, "suppression/"))

    with structure_scope(lead.structure_id):
        assert list(Outing.objects.all()) == [outing]
    assert entries(lead) == ["Supprimée"]


def test_outing_moves_and_comes_back(desk: Client, lead: Membership, outing: Outing) -> None:
    in_series(outing)

    answer = desk.post(path(outing, "deplacement/"), {"day": "2027-03-12", "retour": "/agenda/?mois=2027-03"})
    moved = kept(lead, outing.pk)
    page = desk.get("/agenda/?mois=2027-03")
    undo = page.context["undo"]

    assert answer.headers["Location"] == "/agenda/?mois=2027-03"
    assert (moved.starts_at, moved.ends_at, moved.is_apart) == (paris(FRIDAY, 9), paris(FRIDAY, 11), True)
    assert (moved.series_date, moved.state) == (THURSDAY, OutingState.CONFIRMEE)
    assert "vendredi 12 mars 2027, de 9 h à 11 h" in undo["text"]
    assert desk.get("/agenda/?mois=2027-03").context["undo"] is None

    time_later = time_machine.travel("2027-03-01T09:00:08+01:00", tick=False)
    with time_later:
        desk.post(undo["url"])
    back = kept(lead, outing.pk)

    assert (back.starts_at, back.is_apart) == (paris(THURSDAY, 9), False)
    assert entries(lead) == ["Déplacement annulé", "Déplacée"]


def test_move_keeps_the_hours_of_paris_over_the_change_of_hour(desk: Client, lead: Membership, outing: Outing) -> None:
    desk.post(path(outing, "deplacement/"), {"day": "2027-04-01"})

    assert kept(lead, outing.pk).starts_at == paris(date(2027, 4, 1), 9)


def test_move_is_not_undone_after_another_change(desk: Client, lead: Membership, outing: Outing) -> None:
    desk.post(path(outing, "deplacement/"), {"day": "2027-03-12"})
    undo = desk.get(path(outing)).context["undo"]
    with time_machine.travel("2027-03-01T09:00:05+01:00", tick=False):
        desk.post(path(outing, "deplacement/"), {"day": "2027-03-13"})

        answer = desk.post(undo["url"], follow=True)

    assert "a changé depuis" in answer.content.decode()
    assert kept(lead, outing.pk).starts_at == paris(date(2027, 3, 13), 9)


@pytest.mark.parametrize("query", ["", "?avant=faux"])
def test_undo_asks_for_what_we_signed(desk: Client, lead: Membership, outing: Outing, query: str) -> None:
    answer = desk.post(path(outing, f"deplacement/annulation/{query}"), follow=True)

    assert "ne peut plus être annulé" in answer.content.decode()
    assert kept(lead, outing.pk).starts_at == outing.starts_at


@pytest.mark.parametrize("back", ["//ailleurs.example/", "https://ailleurs.example/", "\\\\ailleurs.example"])
def test_move_leads_nowhere_else(desk: Client, outing: Outing, back: str) -> None:
    answer = desk.post(path(outing, "deplacement/"), {"day": "2027-03-12", "retour": back})

    assert answer.headers["Location"] == path(outing)


def test_move_tells_what_the_outing_meets(desk: Client, lead: Membership, outing: Outing) -> None:
    make_outing(lead.structure, place=outing.place, day=FRIDAY, hour=10)

    answer = desk.post(path(outing, "deplacement/"), {"day": "2027-03-12"}, follow=True)

    assert "Une autre équipe est au même lieu" in answer.content.decode()


def test_outing_is_cancelled_for_weather_in_one_tap_and_restored(lead: Membership, outing: Outing) -> None:
    member = make_membership(Role.EQUIPIER, structure=lead.structure)
    make_participation(outing, member)
    phone = logged_in(member.user)
    outing.confirmed_at = outing.created_at
    outing.save()

    assert "Annuler : météo" in phone.get(path(outing)).content.decode()
    phone.post(path(outing, "annulation/"), {"reason": "meteo"})
    cancelled = kept(lead, outing.pk)
    undo = phone.get(path(outing)).context["undo"]
    phone.post(undo["url"])

    assert (cancelled.state, cancelled.cancel_reason) == (OutingState.ANNULEE, CancelReason.METEO)
    assert undo["url"] == path(outing, "retablissement/")
    assert (kept(lead, outing.pk).state, kept(lead, outing.pk).cancel_reason) == (OutingState.CONFIRMEE, "")
    assert entries(lead) == ["Annulée : Météo", "Rétablie"]


def test_draft_that_was_cancelled_comes_back_a_draft(desk: Client, lead: Membership) -> None:
    draft = make_outing(lead.structure, state=OutingState.BROUILLON)

    desk.post(path(draft, "annulation/"), {"reason": "autre", "note": "Travaux"})
    assert "Travaux" in desk.get(path(draft)).content.decode()
    desk.post(path(draft, "retablissement/"))

    assert kept(lead, draft.pk).state == OutingState.BROUILLON


def test_cancelling_asks_for_a_reason(desk: Client, lead: Membership, outing: Outing) -> None:
    answer = desk.post(path(outing, "annulation/"), {"reason": "flemme"})

    assert answer.status_code == 422
    assert kept(lead, outing.pk).state == OutingState.CONFIRMEE


@pytest.mark.parametrize("end", ["annulation/", "retablissement/"])
def test_member_outside_of_the_team_neither_cancels_nor_restores(lead: Membership, outing: Outing, end: str) -> None:
    state = OutingState.ANNULEE if end == "retablissement/" else OutingState.CONFIRMEE
    outing.state, outing.cancel_reason = state, "meteo" if state == OutingState.ANNULEE else ""
    outing.save()
    stranger = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    answer = stranger.post(path(outing, end), {"reason": "meteo"}, follow=True)

    assert "Seule l&#x27;équipe de cette sortie" in answer.content.decode()
    assert kept(lead, outing.pk).state == state


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (OutingState.EN_COURS, THURSDAY),
        (OutingState.TERMINEE, THURSDAY),
        (OutingState.CONFIRMEE, date(2027, 2, 25)),
        (OutingState.BROUILLON, date(2027, 2, 25)),
        (OutingState.ANNULEE, THURSDAY),
    ],
)
@pytest.mark.parametrize(
    ("end", "data"),
    [
        ("modifier/", {"name": "Autre"}),
        ("deplacement/", {"day": "2027-03-19"}),
    ],
)
def test_what_has_begun_is_past_or_cancelled_never_changes(
    desk: Client, lead: Membership, state: OutingState, day: date, end: str, data: dict[str, str]
) -> None:
    outing = make_outing(lead.structure, day=day, state=state)

    answer = desk.post(path(outing, end), {**typed(outing.place), **data}, follow=True)

    said = answer.content.decode()
    assert any(words in said for words in ("elle ne change plus", "Rétablissez-la d&#x27;abord"))
    now = kept(lead, outing.pk)
    assert (now.state, now.starts_at, now.name) == (state, outing.starts_at, "")
    assert entries(lead) == []


@pytest.mark.parametrize("state", [OutingState.EN_COURS, OutingState.TERMINEE, OutingState.ANNULEE])
def test_what_has_begun_is_not_cancelled(desk: Client, lead: Membership, state: OutingState) -> None:
    outing = make_outing(lead.structure, state=state)

    desk.post(path(outing, "annulation/"), {"reason": "meteo"})

    assert kept(lead, outing.pk).state == state
    assert entries(lead) == []


def test_past_outing_that_never_left_is_cancelled_the_day_after_and_comes_back(desk: Client, lead: Membership) -> None:
    outing = make_outing(lead.structure, day=date(2027, 2, 25), state=OutingState.CONFIRMEE)

    desk.post(path(outing, "annulation/"), {"reason": "meteo"})
    cancelled = kept(lead, outing.pk)
    desk.post(path(outing, "retablissement/"))

    assert (cancelled.state, cancelled.cancel_reason) == (OutingState.ANNULEE, CancelReason.METEO)
    assert kept(lead, outing.pk).state == OutingState.BROUILLON


GETS = ("", "modifier/", "copie/", "deplacement/", "annulation/")
POSTS = ("suppression/", "deplacement/annulation/", "retablissement/")
FOR_LEADS = ("modifier/", "copie/", "deplacement/", "suppression/", "deplacement/annulation/")


@pytest.mark.parametrize("end", [*GETS, *POSTS])
def test_addresses_of_an_outing_let_in_whom_they_should(lead: Membership, outing: Outing, end: str) -> None:
    method = "post" if end in POSTS else "get"
    equipier = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)
    foreign = logged_in(make_membership(Role.REFERENT).user)

    def status(client: Client, key: Any = outing.pk) -> int:
        return int(getattr(client, method)(f"/sorties/{key}/{end}").status_code)

    assert status(Client()) == 302
    assert status(foreign) == 404
    assert status(logged_in(lead.user)) == (302 if end in POSTS else 200)
    assert status(logged_in(lead.user), uuid4()) == 404
    assert (status(equipier) == 403) == (end in FOR_LEADS)
    wrong = "get" if end in POSTS else "put"
    assert getattr(logged_in(lead.user), wrong)(path(outing, end)).status_code == 405
