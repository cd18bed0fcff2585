"""Somebody to call back, forgotten on the doorstep: sealed at the desk, with the yes that was said."""

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.residents.enums import ContactKind
from palier.residents.models import Consent, Resident
from palier.residents.queries.keys import open_sealed
from palier.residents.sealing import Named
from palier.structures.models import Membership
from tests.factories.people import logged_in
from tests.factories.residents import make_resident

pytestmark = pytest.mark.django_db
TOLD = {
    "agreed": "on",
    "read_in": "tr",
    "first_name": " Zébulonne ",
    "kind": "telephone",
    "contact": "06 39 98 12 34",
    "when": "le soir",
}


@pytest.fixture(autouse=True)
def next_morning() -> Iterator[None]:
    """Let all happen the morning after the outing."""
    with time_machine.travel("2027-03-12T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def member(awa: Membership, outing: Outing) -> Client:
    """Return the browser of Awa, who went."""
    return logged_in(awa.user)


def new_page(outing: Outing) -> str:
    return reverse("residents:resident-new", args=[outing.pk])


def people(outing: Outing) -> list[Resident]:
    with structure_scope(outing.structure_id):
        return list(Resident.objects.all())


def test_name_given_yesterday_is_sealed(member: Client, outing: Outing, awa: Membership) -> None:
    answer = member.post(new_page(outing), TOLD, follow=True)

    [line] = people(outing)
    with structure_scope(outing.structure_id):
        named, consent = open_sealed(line), Consent.objects.get()
    assert named == Named("Zébulonne", "06 39 98 12 34", ContactKind.TELEPHONE, "le soir")
    assert (line.language, line.made_by, line.device) == ("tr", awa, None)
    assert (consent.language, consent.text_version, consent.heard_by) == ("tr", "1-24", awa)
    assert "bulonne" not in answer.content.decode()


def test_page_shows_the_words_to_have_read(member: Client, outing: Outing) -> None:
    answer = member.get(new_page(outing))

    shown = unescape(answer.content.decode())
    wanted = ("Centre du Belvédère voudrait reprendre contact", "2 ans", "سنتان", 'dir="rtl"', "pas encore relue")
    assert [word for word in wanted if word not in shown] == []
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agreed": ""}, "agreed"),
        ({"first_name": " "}, "first_name"),
        ({"contact": ""}, "contact"),
        ({"contact": "chez elle"}, "contact"),
        ({"kind": "courriel"}, "contact"),
        ({"kind": "pigeon"}, "kind"),
        ({"read_in": "xx"}, "read_in"),
        ({"when": "x" * 121}, "when"),
    ],
)
def test_nothing_is_kept_of_what_is_refused(
    member: Client, outing: Outing, changed: dict[str, str], field: str
) -> None:
    answer = member.post(new_page(outing), {**TOLD, **changed})

    assert (answer.status_code, list(answer.context["form"].errors), people(outing)) == (422, [field], [])


def test_line_taken_back_at_the_desk_loses_its_name(outing: Outing, lead: Membership) -> None:
    resident = make_resident(outing)
    address = reverse("residents:resident-withdraw", args=[resident.pk])
    browser = logged_in(lead.user)
    assert "effacer le nom" in browser.get(address).content.decode()

    browser.post(address, {"reason": "Notée deux fois"})

    [line] = people(outing)
    assert (line.stands, line.sealed, line.withdraw_reason) == (False, {}, "Notée deux fois")


def test_others_do_not_come_in(outing: Outing) -> None:
    assert Client().get(new_page(outing)).status_code == 302
