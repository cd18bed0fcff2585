"""The files of the log: one row a contact, corrections deducted, no name, no formula, the same rows in each format."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.documents.tables import csv_chunks
from palier.fieldlog.exports.contacts import CONTACT_COLUMNS, contacts, contacts_csv
from palier.fieldlog.models import OutingLog
from palier.fieldlog.queries.tables import counted_cells
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from tests.factories.fieldlog import make_debrief, make_encounter, make_observation, make_orientation, make_tallies
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_zone

pytestmark = pytest.mark.django_db
HELD: dict[str, Any] = {"state": OutingState.TERMINEE}
WALL = "=cmd|'/c calc'!A1"


@pytest.fixture
def written(lead: Membership, awa: Membership) -> list[Outing]:
    """Return two outings with contacts, lines, words that spreadsheets could run, and a name in a free text."""
    place = make_place(lead.structure, WALL)
    PlaceZone.objects.create(structure=lead.structure, place=place, zone=make_zone(lead.structure, name="@Nord"))
    made = [make_outing(lead.structure, place=place, day=date(2027, 3, day), **HELD) for day in (10, 11)]
    volunteer = make_membership(
        Role.EQUIPIER, structure=lead.structure, name="Josiane Perrochet", status=MembershipStatus.BENEVOLE
    )
    for member in (awa, volunteer):
        make_participation(made[0], member)
    make_tallies(made[0], {"age": "18_24", "gender": "femme", "step": 3}, {"contact": "refus"})
    make_tallies(made[0], {"age": "18_24", "gender": "femme", "step": -1}, {"age": "0_11"}, {"age": "0_11", "step": -1})
    make_tallies(made[1], {"acquaintance": "premiere_rencontre", "step": 2})
    make_encounter(made[0], by=awa, duration="5_15", themes=["logement", "sante_bien_etre"], new_resident="oui")
    make_orientation(made[0], theme="acces_droits", how="contact_pris")
    make_observation(made[1], "Madame Perrochet attend sur le banc cassé", themes=["cadre_de_vie"])
    make_debrief(made[1], sentence="Josiane a souri", moods={str(awa.pk): "bien"})
    return made


def rows_of(browser: Client, path: str) -> list[list[str]]:
    """Return the rows of a file, its header first, as a spreadsheet reads them."""
    answer = browser.get(path)
    assert answer.status_code == 200
    if path.split("?")[0].endswith(".xlsx"):
        (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
        return [[str(cell) for cell in row] for row in rows]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def records(browser: Client, path: str) -> list[dict[str, str]]:
    header, *rows = rows_of(browser, path)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.usefixtures("written")
def test_contacts_are_one_a_row_with_what_was_taken_back_deducted(lead: Membership) -> None:
    rows = records(logged_in(lead.user), "/carnet/export/contacts.csv?tri=ancien")

    found = Counter((row["Date"], row["Âge"], row["Genre"], row["Connaissance"], row["Contact"]) for row in rows)
    assert found == {
        ("2027-03-10", "18 à 24 ans", "Femme", "Non renseigné", "Échange"): 2,
        ("2027-03-10", "Non renseigné", "Non renseigné", "Non renseigné", "Refus"): 1,
        ("2027-03-11", "Non renseigné", "Non renseigné", "Première rencontre", "Échange"): 2,
    }
    with structure_scope(lead.structure_id):
        people = sum(OutingLog.objects.values_list("people", flat=True))
    assert sum(row["Contact"] != "Refus" for row in rows) == people


@pytest.mark.usefixtures("written")
def test_quick_way_writes_the_same_bytes(lead: Membership) -> None:
    with structure_scope(lead.structure_id):
        keys = list(Outing.objects.order_by("starts_at").values_list("pk", flat=True))
        quick = b"".join(contacts_csv(counted_cells(keys)))
        slow = b"".join(csv_chunks(CONTACT_COLUMNS, contacts(counted_cells(keys))))

    assert quick == slow


@pytest.mark.usefixtures("written")
def test_outings_say_how_many_went_by_status(lead: Membership) -> None:
    later, earlier = records(logged_in(lead.user), "/carnet/export/sorties.csv")

    assert (earlier["Contacts"], earlier["Refus"], earlier["Rencontres notées"], earlier["Orientations"]) == tuple(
        "2111"
    )
    assert (earlier["Sorti·es : en tout"], earlier["Sorti·es : bénévole"], earlier["Sorti·es : partenaire"]) == tuple(
        "210"
    )
    assert (earlier["Heures de présence"], earlier["Carnet clos"], later["Carnet clos"]) == ("2,0", "non", "oui")


@pytest.mark.usefixtures("written")
def test_lines_hold_what_was_ticked_and_no_free_text(lead: Membership) -> None:
    rows = records(logged_in(lead.user), "/carnet/export/lignes.csv?tri=ancien")

    assert [row["Ligne"] for row in rows] == ["Rencontre", "Orientation", "Observation du lieu"]
    assert (rows[0]["Durée"], rows[0]["Thèmes"]) == ("5 à 15 minutes", "Logement ; Santé, bien-être")
    assert (rows[0]["Connaît le centre"], rows[0]["Nouvel·le habitant·e"]) == ("", "Nouvel·le habitant·e du quartier")
    assert (rows[1]["Orientation vers"], rows[1]["Comment"], rows[1]["Suite"]) == ("Caf", "Contact pris", "Inconnue")
    assert "banc" not in str(rows)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("name", ["sorties", "contacts", "lignes"])
def test_no_name_no_formula_and_the_notice(lead: Membership, name: str) -> None:
    browser = logged_in(lead.user)
    as_csv, as_xlsx = (rows_of(browser, f"/carnet/export/{name}.{kind}") for kind in ("csv", "xlsx"))

    assert len(as_csv) == len(as_xlsx) > 1
    for rows in (as_csv, as_xlsx):
        assert not [word for word in ("Josiane", "Perrochet", "Awa", "Diambour", "Nadia") if word in str(rows)]
        assert rows[0][-1].startswith("Usage interne")
    assert [cell for row in as_csv for cell in row if cell.strip()[:1] in set("=+-@")] == []
    assert as_csv[1][3] == f"'{WALL}"
    workbook = zipfile.ZipFile(io.BytesIO(browser.get(f"/carnet/export/{name}.xlsx").content))
    assert not re.search(rb"<f[ >]", workbook.read("xl/worksheets/sheet1.xml"))


@pytest.mark.usefixtures("written")
def test_filters_of_the_list_hold_for_its_files(lead: Membership) -> None:
    browser = logged_in(lead.user)

    assert len(records(browser, "/carnet/export/contacts.csv?du=2027-03-11")) == 2
    assert records(browser, "/carnet/export/lignes.csv?carnet=clos")[0]["Ligne"] == "Observation du lieu"
    answer = browser.get("/carnet/export/contacts.csv")
    assert "contacts-usage-interne-" in answer.headers["Content-Disposition"]


def test_files_ask_as_many_questions_whatever_the_rows(lead: Membership) -> None:
    browser = logged_in(lead.user)
    counts = []
    for number in range(30):
        outing = make_outing(lead.structure, **HELD)
        make_tallies(outing)
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                rows_of(browser, "/carnet/export/contacts.csv")
                rows_of(browser, "/carnet/export/sorties.csv")
            counts.append(len(asked))

    assert counts[1] <= counts[0]


@pytest.mark.usefixtures("written")
def test_command_writes_the_file_and_reports(
    lead: Membership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "contacts.csv"

    call_command("outings", "export", str(target), "--structure", lead.structure.name, "--table=contacts", "--json")

    assert json.loads(capsys.readouterr().out) == {
        "file": str(target),
        "structure": "Centre du Belvédère",
        "table": "contacts",
        "outings": 2,
    }
    browser = logged_in(lead.user)
    answer = browser.get("/carnet/export/contacts.csv?tri=ancien")
    assert target.read_bytes() == b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("written")
def test_command_keeps_to_its_structure_and_filters(
    lead: Membership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = make_membership(Role.REFERENT)
    make_tallies(make_outing(stranger.structure, **HELD))
    target = tmp_path / "sorties.xlsx"

    asked = ["--structure", str(lead.structure_id), "--from=2027-03-11", "--zone=@Nord", "--place", WALL]
    call_command("outings", "export", str(target), *asked)

    assert "1 sortie de Centre du Belvédère" in capsys.readouterr().out
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [date(2027, 3, 11)]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["sorties.pdf", "--structure=Centre du Belvédère"], "Terminez le nom du fichier"),
        (["sorties.csv", "--structure=Ailleurs"], "--structure : « Ailleurs », inconnu ici."),
        (["sorties.csv", "--structure=Centre du Belvédère", "--place=Lune"], "--place : « Lune », inconnu ici."),
        (["absent/sorties.csv", "--structure=Centre du Belvédère"], "ce dossier n'existe pas"),
    ],
)
@pytest.mark.usefixtures("written")
def test_command_refuses_with_a_sentence(
    asked: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        call_command("outings", "export", str(tmp_path / asked[0]), *asked[1:])

    assert refused.value.code == 2
    assert words in capsys.readouterr().err
