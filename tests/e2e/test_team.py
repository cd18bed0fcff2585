"""Teams in the browser: sign up on a phone, ask for a replacement, another one comes, a lead confirms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.enums import OutingState, ParticipationState
from palier.structures.models import Membership
from tests.agenda.teams import Crew, make_crew
from tests.e2e.conftest import OpenPage, cookies
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import logged_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MINE = "/mes-sorties/"
Browser = Callable[[Membership, int], Page]


@pytest.fixture
def crew() -> Crew:
    start = (timezone.now() + timedelta(days=3)).replace(hour=9, minute=0)
    return make_crew(starts_at=start, material=["Thermos", "Gobelets"], note="Rendez-vous devant la fontaine.")


@pytest.fixture
def browse(open_page: OpenPage, live_server: Any) -> Browser:
    """Give ``browse(member, width)``: a page of the browser of a member."""
    return lambda member, width: open_page(width, **cookies(logged_in(member.user), live_server.url))


def test_pair_forms_loses_somebody_finds_another_and_goes(
    crew: Crew, browse: Browser, axe: Callable[[Page], None]
) -> None:
    awa, brahim = crew.member("Awa Diambour"), crew.member("Brahim Sel")
    make_participation(crew.outing, crew.lead)
    phone, other, desk = browse(awa, 360), browse(brahim, 360), browse(crew.lead, 1280)

    phone.goto(f"/sorties/{crew.outing.pk}/")
    phone.get_by_label("Ce que je veux bien faire").select_option("Tenir l'accueil (café, table, stand)")
    phone.get_by_role("button", name="Je prends la place").click()
    expect(phone.get_by_text("La place est à vous. Merci pour l'équipe !")).to_be_visible()
    phone.goto(MINE)
    expect(phone.get_by_text("Thermos, Gobelets")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Je ne peux plus").click()
    expect(phone.get_by_text("Nous demandons un remplacement")).to_be_visible()
    axe(phone)

    other.goto(MINE)
    expect(other.get_by_role("heading", name="On cherche quelqu'un")).to_be_visible()
    axe(other)
    other.get_by_role("button", name="Je prends la place").click()
    expect(other.get_by_text("La place est à vous. Merci pour l'équipe !")).to_be_visible()
    expect(other.get_by_role("heading", name="La prochaine")).to_be_visible()

    desk.goto(f"/sorties/{crew.outing.pk}/")
    expect(desk.get_by_text("Pour un trinôme, proposez aussi la sortie à un·e partenaire.")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Confirmer la sortie").click()
    expect(desk.get_by_text("La sortie est confirmée.")).to_be_visible()
    assert crew.team().outing.state == OutingState.CONFIRMEE


@pytest.mark.parametrize("width", [360, 1280])
def test_lead_passes_over_a_rule_with_a_reason(
    crew: Crew, browse: Browser, axe: Callable[[Page], None], width: int
) -> None:
    make_participation(crew.outing, crew.lead)
    page = browse(crew.lead, width)

    page.goto(f"/sorties/{crew.outing.pk}/")
    page.get_by_role("link", name="Confirmer quand même…").click()
    page.get_by_role("button", name="Confirmer quand même").click()
    expect(page.get_by_text("Écrivez pourquoi cette sortie est confirmée quand même.").first).to_be_visible()
    axe(page)
    page.get_by_label("Pourquoi la confirmer quand même ?").fill("La bibliothécaire vient avec moi.")
    page.get_by_role("button", name="Confirmer quand même").click()

    expect(page.get_by_text("La bibliothécaire vient avec moi. (Nadia Roche)")).to_be_visible()
    expect(page.get_by_text("Équipe incomplète")).to_be_visible()
    axe(page)


def test_lead_adds_somebody_and_calls_the_team(crew: Crew, browse: Browser) -> None:
    crew.member("Awa Diambour")
    page = browse(crew.lead, 1280)

    page.goto(f"/sorties/{crew.outing.pk}/")
    page.get_by_role("button", name="Appeler l'équipe").click()
    expect(page.get_by_text("L'appel est parti vers celles et ceux qui sont libres à ces heures.")).to_be_visible()
    page.get_by_text("Ajouter quelqu'un", exact=True).click()
    page.get_by_label("Personne", exact=True).select_option("Awa Diambour (Bénévole)")
    page.get_by_role("button", name="Ajouter à l'équipe").click()

    expect(page.get_by_text("Awa Diambour est dans l'équipe.")).to_be_visible()


@pytest.fixture
def season(crew: Crew) -> Crew:
    """Return a crew with outings behind and ahead, and people who wait."""
    awa, start = crew.member("Awa Diambour"), crew.outing.starts_at
    make_participation(crew.outing, crew.lead)
    make_participation(crew.outing, awa)
    make_participation(crew.outing, crew.member("Chloé Vial"), state=ParticipationState.ATTENTE)
    for week in (1, 2, 3):
        past = make_outing(
            crew.structure,
            place=crew.outing.place,
            name="Café du jeudi",
            starts_at=start - timedelta(weeks=week),
            state=OutingState.ANNULEE if week == 2 else OutingState.TERMINEE,
        )
        make_participation(past, crew.lead)
    for day in (7, 9):
        coming = make_outing(crew.structure, name="Sortie d'école", starts_at=start + timedelta(days=day))
        make_participation(coming, crew.lead if day == 7 else awa)
    return crew


@pytest.mark.parametrize("path", [MINE, "/sorties/equilibre/", "/sorties/confirmation/", "sortie", "confirmation"])
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], season: Crew, live_server: Any, path: str
) -> None:
    outing = f"/sorties/{season.outing.pk}/"
    address = {"sortie": outing, "confirmation": f"{outing}confirmation/"}.get(path, path)

    every_look(address, **cookies(logged_in(season.lead.user), live_server.url))
