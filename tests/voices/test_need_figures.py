"""The figures of words, needs, relays and answers: each is the count of the rows that it opens."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.agenda.periods import PeriodKind, period_of
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from palier.territory.models import PlaceZone
from palier.voices.actions.standing import settle_need
from palier.voices.enums import RestitutionState
from palier.voices.models import Restitution
from palier.voices.queries.need_figures import FigureScope, figures_of
from palier.voices.views.figures import ROWS
from tests.factories.outings import make_outing
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import HEARD, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
PAGE = "/paroles/chiffres/"
MONTH = period_of(PeriodKind.MOIS, HEARD.date())
SCOPE = FigureScope(MONTH)


@pytest.fixture(autouse=True)
def next_month() -> Iterator[None]:
    """Let all be looked at forty days after the words."""
    with time_machine.travel(HEARD + timedelta(days=40), tick=False):
        yield


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def told(centre: Structure) -> Structure:
    """Return the structure once words were heard, relayed in part, answered in part, told back in part."""
    hall, square, north = make_place(centre), make_place(centre), make_zone(centre, "Nord")
    PlaceZone.objects.create(structure=centre, place=hall, zone=north)
    words = [make_words(centre, place=hall, themes=["logement"]), make_words(centre, place=square)]
    words += [make_words(centre, outing=make_outing(centre), themes=["logement", "ecole"])]
    make_words(centre, at=HEARD - timedelta(days=40))
    make_words(centre, withdrawn_at=HEARD)
    lift = make_need(centre, words[0], words[1], theme="logement", created_at=HEARD)
    bench = make_need(centre, words[2], theme="ecole", created_at=HEARD)
    make_need(centre, created_at=HEARD - timedelta(days=40))
    first = make_relay(lift)
    forward = make_relay(lift, forwarded_from=first, at=HEARD + timedelta(days=1))
    make_reply(forward, "realise", at=HEARD + timedelta(days=4))
    make_reply(first, "realise", at=HEARD + timedelta(days=9))
    make_reply(make_relay(bench), "en_cours", at=HEARD + timedelta(days=2))
    make_reply(make_relay(bench), "recu", at=HEARD + timedelta(days=1))
    make_reply(make_relay(bench, at=HEARD - timedelta(days=40)), "realise", at=HEARD)
    with structure_scope(centre.pk):
        for need in (lift, bench):
            settle_need(need=need, now=HEARD + timedelta(days=10))
        Restitution.objects.filter(place=hall).update(
            state=RestitutionState.RAPPORTEE, told_at=HEARD + timedelta(days=11), people=6
        )
        Restitution.objects.filter(place=square).update(state=RestitutionState.IMPOSSIBLE, reason="Place fermée")
    return centre


def test_figures_of_a_month(told: Structure) -> None:
    with structure_scope(told.pk):
        found = figures_of(SCOPE)

    total = found.total
    assert (total.words, total.needs, total.relays, total.answered, total.done) == (3, 2, 3, 2, 1)
    assert found.delay == 3.0
    assert (total.told, found.people, found.failed) == (1, 6, 1)
    assert {theme: line.words for theme, line in found.themes.items()} == {"logement": 2, "ecole": 1}
    assert (found.themes["logement"].done, found.themes["ecole"].relays) == (1, 2)


def test_zones_and_months_hold_what_belongs_to_them(told: Structure) -> None:
    with structure_scope(told.pk):
        found = figures_of(SCOPE)

    [(_, north)] = found.zones.items()
    [(month, line)] = found.months.items()
    assert (north.words, north.needs, north.done, north.told) == (1, 1, 1, 1)
    assert (month, line.words, line.relays) == (MONTH.first, 3, 3)


def test_theme_narrows_everything(told: Structure) -> None:
    with structure_scope(told.pk):
        found = figures_of(FigureScope(MONTH, "ecole"))

    assert (found.total.words, found.total.needs, found.total.relays, found.total.done) == (1, 1, 2, 0)


def test_each_figure_opens_as_many_rows(told: Structure, lead: Membership) -> None:
    desk = logged_in(lead.user)
    asked = f"?periode=mois&jour={MONTH.first}"
    figures = desk.get(PAGE + asked).context["figures"]
    total = figures.total
    counts = {
        "besoins": total.needs,
        "relais": total.relays,
        "repondus": total.answered,
        "realises": total.done,
        "rapportees": total.told,
        "dues": total.due,
        "impossibles": figures.failed,
    }

    opened = {what: desk.get(f"{PAGE}lignes/{asked}&quoi={what}").context["page"].paginator.count for what in ROWS}
    inbox = desk.get(desk.get(PAGE + asked).context["total"].words_url)

    assert opened == counts
    assert min(opened.values()) > 0
    assert inbox.context["found"].page.paginator.count == total.words
    assert desk.get(f"{PAGE}lignes/{asked}&quoi=?").status_code == 302


def test_page_says_what_counts_as_a_success(told: Structure, lead: Membership) -> None:
    text = unescape(logged_in(lead.user).get(f"{PAGE}?periode=mois&jour={MONTH.first}").content.decode())

    assert [word for word in ("Mars 2027", "Nord", "C'est le seul succès", "Logement") if word not in text] == []


def test_who_may_come(told: Structure, awa: Membership, lead: Membership) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=told).user)
    foreign = logged_in(make_membership(Role.REFERENT, structure=make_structure()).user)
    people = (Client(), logged_in(awa.user), reader, logged_in(lead.user), foreign)

    assert [one.get(PAGE).status_code for one in people] == [302, 403, 200, 200, 200]
    assert [one.get(f"{PAGE}lignes/?quoi=relais").status_code for one in people] == [302, 200, 403, 200, 200]
    assert [one.get(f"{PAGE}export.csv").status_code for one in people] == [302, 403, 200, 200, 200]
    assert people[3].post(PAGE).status_code == 405
    assert "quoi=" not in people[2].get(PAGE).content.decode()
    assert people[4].get(f"{PAGE}?jour=9999-01-01&zone=x&theme=x&periode=x").context["figures"].total.is_empty


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_figures_are_exported(told: Structure, lead: Membership, file_format: str) -> None:
    answer = logged_in(lead.user).get(f"{PAGE}export.{file_format}?periode=mois&jour={MONTH.first}")

    body = answer.getvalue()
    assert answer.status_code == 200
    if file_format == "csv":
        assert "Ensemble;Ensemble;3;2;3;2;1;1;" in body.decode("utf-8-sig")


def test_page_asks_as_many_questions_with_one_and_many(told: Structure, lead: Membership) -> None:
    desk, counts = logged_in(lead.user), []
    for more in (1, 12):
        for _ in range(more):
            make_relay(make_need(told, make_words(told, place=make_place(told)), created_at=HEARD))
        desk.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        counts.append(len(asked))

    assert counts[0] == counts[1]
