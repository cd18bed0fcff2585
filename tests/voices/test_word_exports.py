"""Words in a file: without names for the centre, only what was reread for outside, and it is written down."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.views import word_exports
from tests.factories.people import logged_in, make_membership, make_structure, show_second_factor
from tests.factories.territory import make_zone
from tests.factories.voices import HEARD, make_citable, make_words

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = "/paroles/export/centre", "/paroles/export/exterieur"
NAMED = "Ma voisine Fatima Kaddouri attend, au 06 12 34 56 78."


@pytest.fixture
def desk(lead: Membership) -> Client:
    """Return the browser of the lead, a second factor shown just now."""
    client = logged_in(lead.user)
    show_second_factor(client, lead.user)
    return client


@pytest.fixture
def told(outing: Outing) -> None:
    """Write words kept inside, words reread, words agreed that nobody reread, and some of another centre."""
    structure, other = outing.structure, make_structure()
    with structure_scope(structure.pk):
        outing.place.zones.add(make_zone(structure, "Les Tilleuls"), through_defaults={"structure": structure})
        make_words(structure, outing=outing, text=NAMED, themes=["logement"])
        make_citable(structure, "Une voisine attend.", text=NAMED, outing=outing, at=HEARD + timedelta(minutes=1))
        make_words(structure, text="=1+1", consent="citable", at=HEARD + timedelta(minutes=2))
    with structure_scope(other.pk):
        make_citable(other, "Kanari")


def rows(desk: Client, address: str) -> list[dict[str, str]]:
    answer: Any = desk.get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_centre_has_all_its_words_without_names(desk: Client, told: None, outing: Outing) -> None:
    found = rows(desk, f"{INSIDE}.csv?etat=toutes")

    assert [row["Parole"] for row in found] == [
        "'=1+1",
        "Une voisine attend.",
        "Ma voisine [prénom] [nom] attend, au [téléphone].",
    ]
    assert (found[2]["Lieu"], found[2]["Quartier"], found[2]["Où elle en est"]) == (
        outing.place.name,
        "Les Tilleuls",
        "À trier",
    )
    with structure_scope(outing.structure_id):
        entry = AuditEntry.objects.get(kind=AuditKind.WORDS_EXPORTED)
    assert entry.detail == "3 paroles pour le centre, sans les données personnelles trouvées (csv)"


def test_outside_has_only_what_was_reread(desk: Client, told: None, outing: Outing) -> None:
    found = rows(desk, f"{OUTSIDE}.csv?etat=toutes")

    assert found == [
        {
            "Mois": "mars 2027",
            "Quartier": "Les Tilleuls",
            "Parole relue": "Une voisine attend.",
            "Thèmes": "",
            "Nature": "Constat",
        }
    ]


def test_filters_of_the_page_are_those_of_the_file(desk: Client, told: None) -> None:
    assert [row["Thèmes"] for row in rows(desk, f"{INSIDE}.csv?theme=logement")] == ["Logement"]


def test_workbook_opens(desk: Client, told: None) -> None:
    answer = desk.get(f"{INSIDE}.xlsx?etat=toutes")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 4


def test_too_many_words_ask_for_a_shorter_time(desk: Client, told: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_exports, "MOST_EXPORTED", 2)

    assert desk.get(f"{INSIDE}.csv?etat=toutes").status_code == 302


@pytest.mark.parametrize("address", [f"{INSIDE}.csv", f"{OUTSIDE}.xlsx"])
def test_files_ask_for_the_right_and_the_second_factor(
    lead: Membership, awa: Membership, desk: Client, address: str
) -> None:
    reading = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)
    fresh = logged_in(lead.user)

    assert [who.get(address).status_code for who in (Client(), logged_in(awa.user), reading)] == [302, 403, 403]
    assert fresh.get(address).status_code == 302
    assert desk.post(address).status_code == 405
    assert desk.get(address.replace("csv", "pdf").replace("xlsx", "pdf")).status_code == 404
