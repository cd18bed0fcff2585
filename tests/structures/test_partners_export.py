"""Partners as files: what leaves is confirmed, counted in the audit, harmless, and read back as it was."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.documents.reading.headers import KnownColumns
from palier.documents.reading.tables import read_table
from palier.structures.enums import PartnerKind, Role, Theme
from palier.structures.importing.partner_columns import COLUMNS
from palier.structures.models import Membership
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership, show_second_factor

pytestmark = pytest.mark.django_db
EXPORT = "/reglages/partenaires/export."
IMPORT = "/reglages/partenaires/importer/"


@pytest.fixture
def lead() -> Membership:
    membership = make_membership(Role.DIRECTION)
    structure = membership.structure
    bailleur = make_partner(
        structure,
        "Bailleur des Trois-Paliers",
        kind=PartnerKind.BAILLEUR,
        themes=[Theme.LOGEMENT, Theme.CADRE_DE_VIE, Theme.EMPLOI_FORMATION],
        usual_delay=15,
        address="2 rue des Marches ; Valbrune",
        website="https://bailleur.example",
        note="Ligne 1\nLigne « 2 »",
    )
    make_contact(bailleur, "Odette Vauclin", job="Chargée de secteur", phone="+33 4 00 00 00 00", email="")
    make_contact(bailleur, "Zoé Marchal", consented_on=date(2025, 12, 3), consent_note='=HYPERLINK("x")')
    make_partner(structure, "=1+1 Conseil", kind=PartnerKind.ENTREPRISE)
    return membership


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def test_export_asks_the_second_factor_again(lead: Membership) -> None:
    member = make_membership(Role.REFERENT, structure=lead.structure)
    client = logged_in(member.user)

    before = client.get(f"{EXPORT}csv")
    show_second_factor(client, member.user)
    after = client.get(f"{EXPORT}csv")

    assert (before.status_code, after.status_code) == (302, 200)
    with structure_scope(lead.structure_id):
        assert AuditEntry.objects.filter(kind=AuditKind.EXPORT_NAMED).count() == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_export_is_counted_in_the_audit(lead: Membership, leader: Client, file_format: str) -> None:
    response = leader.get(EXPORT + file_format)

    assert response.headers["Content-Disposition"].endswith(f'.{file_format}"')
    with structure_scope(lead.structure_id):
        entry = AuditEntry.objects.get()
    assert (entry.kind, entry.detail) == (AuditKind.EXPORT_NAMED, f"2 partenaires, 2 contacts ({file_format})")


def test_csv_has_one_row_a_contact_and_no_formula(leader: Client) -> None:
    text = leader.get(f"{EXPORT}csv").getvalue().decode("utf-8-sig")

    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))

    assert [(row[0], row[header.index("Contact")]) for row in rows] == [
        ("'=1+1 Conseil", ""),
        ("Bailleur des Trois-Paliers", "Odette Vauclin"),
        ("Bailleur des Trois-Paliers", "Zoé Marchal"),
    ]
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_export_is_read_back_identical(leader: Client, file_format: str) -> None:
    file = io.BytesIO(leader.get(EXPORT + file_format).getvalue())
    file.name = f"partenaires.{file_format}"

    trial = leader.post(IMPORT, {"file": file})

    assert trial.context["refusals"] == []
    assert trial.context["counts"] == {"created": 0, "changed": 0, "identical": 2}


def test_export_of_one_structure_is_created_whole_in_another(leader: Client, lead: Membership) -> None:
    file = io.BytesIO(leader.get(f"{EXPORT}csv").getvalue())
    file.name = "partenaires.csv"
    other = logged_in(make_membership(Role.DIRECTION).user)

    trial = other.post(IMPORT, {"file": file})
    other.post(f"{IMPORT}validation/", {"lines": trial.context["carried"]})

    assert other.get(f"{EXPORT}csv").getvalue() == leader.get(f"{EXPORT}csv").getvalue()


def test_export_follows_the_filters(leader: Client) -> None:
    file = io.BytesIO(leader.get(f"{EXPORT}csv?theme=logement").getvalue())

    table = read_table(file, KnownColumns(COLUMNS), name="partenaires.csv")

    assert {row.cells["name"] for row in table.rows} == {"Bailleur des Trois-Paliers"}
