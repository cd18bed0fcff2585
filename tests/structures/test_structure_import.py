"""Import of structures: what a line says, who is who, what is never written over, and the real file whole."""

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.audit.actor import Actor
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.actions.structure_import import StructureImportReport, import_structures
from palier.structures.enums import Role, StructureKind
from palier.structures.importing.kinds import kind_guessed, kind_said
from palier.structures.importing.lines import read_structures
from palier.structures.models import Structure
from palier.structures.siret import NotSiret, read_siret
from tests.factories.people import make_federation, make_membership, make_structure
from tests.project.tree import ROOT

pytestmark = pytest.mark.django_db
REAL = ROOT / "../shared/data/structures/conseillers_numeriques_structures_2022.csv"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HEADER = ["Nom", "Type", "SIRET", "Adresse", "Code postal", "Commune", "Code Insee"]
# Numbers whose sum falls right: an invented one, and an office of La Poste, which has its own rule.
SIRET, OTHER_SIRET, POST_OFFICE = "12345678200010", "73282932000074", "35600000000048"


def table(*rows: Iterable[str], header: Iterable[str] = HEADER) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([header, *rows])
    return io.BytesIO(text.getvalue().encode())


def line(name: str = "Centre social du Belvédère", siret: str = SIRET, **more: str) -> list[str]:
    cells = {"Nom": name, "SIRET": siret, "Commune": "Niort", "Code postal": "79000", **more}
    return [cells.get(column, "") for column in HEADER]


def run(federation: Structure, *rows: Iterable[str], dry_run: bool = False) -> StructureImportReport:
    read = read_structures(table(*rows), limit=1_000_000)
    return import_structures(read=read, federation=federation, by=Actor.system("essai"), now=NOW, dry_run=dry_run)


def counts(report: StructureImportReport) -> tuple[int, int, int, int]:
    found = report.counts
    return found["created"], found["changed"], found["identical"], found["refused"]


def reasons(report: StructureImportReport) -> list[str]:
    return [notice.message for notice in report.refused]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (SIRET, SIRET),
        ("732 829 320 00074", OTHER_SIRET),
        ("572078440002 8", "05720784400028"),
        (POST_OFFICE, POST_OFFICE),
        ("", ""),
        ("  ", ""),
    ],
)
def test_siret_is_read_as_people_write_it(typed: str, expected: str) -> None:
    assert read_siret(typed) == expected


@pytest.mark.parametrize("typed", ["12345678200011", "35600000000049", "1234", "2.0004E+13", "0" * 14, "１" * 14, "x"])
def test_wrong_siret_is_refused(typed: str) -> None:
    with pytest.raises(NotSiret):
        read_siret(typed)


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("ASS DU CENTRE SOCIAL RURAL", "privée", StructureKind.CENTRE_SOCIAL),
        ("CENTRE SOCIO-CULTUREL DU TALMONDAIS", "privée", StructureKind.CENTRE_SOCIAL),
        ("ASS AVENIR JEUNES DU CTRE SOCIAL", "privée", StructureKind.CENTRE_SOCIAL),
        ("ASS DES CENTRES SOCIAUX FIDESIENS", "privée", StructureKind.ASSOCIATION),
        ("ESPACE DE VIE SOCIALE LA SOUPE AU CAILLOU", "privée", StructureKind.EVS),
        ("FEDERATION DES CENTRES SOCIAUX DE VENDEE", "privée", StructureKind.ASSOCIATION),
        ("SCOP LE RELAIS", "privée", StructureKind.ASSOCIATION),
        ("COMMUNE DE ROUEN", "publique", StructureKind.AUTRE),
        ("CENTRE HOSPITALIER", "publique", StructureKind.AUTRE),
    ],
)
def test_kind_is_guessed_from_the_name_then_the_status(name: str, status: str, kind: StructureKind) -> None:
    assert kind_guessed(name, status) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Centre social", StructureKind.CENTRE_SOCIAL),
        ("espaces de vie sociale", StructureKind.EVS),
        ("evs", StructureKind.EVS),
        ("publique", None),
        ("", None),
    ],
)
def test_kind_said_is_one_of_ours(text: str, kind: StructureKind | None) -> None:
    assert kind_said(text) == kind


def test_line_becomes_a_structure_of_the_federation() -> None:
    federation = make_federation()

    report = run(federation, line(Adresse="3 rue des Tilleuls, 79000 NIORT", Type="EVS"))

    made = Structure.objects.get(siret=SIRET)
    assert counts(report) == (1, 0, 0, 0)
    assert (made.federation, made.kind, made.address) == (federation, StructureKind.EVS, "3 rue des Tilleuls")
    assert (made.commune, made.commune_code, made.departement, made.postal_code) == ("Niort", "79191", "79", "79000")


def test_import_leaves_one_audit_line_and_a_trial_none() -> None:
    federation = make_federation()

    run(federation, line(), dry_run=True)
    assert Structure.objects.count() == 1
    run(federation, line())

    with structure_scope(federation.pk):
        entries = [(entry.kind, entry.detail) for entry in AuditEntry.objects.all()]
    assert entries == [("structures_imported", "1 créées, 0 changées, 0 lignes refusées")]


def test_same_siret_twice_is_one_structure() -> None:
    federation = make_federation()

    first = run(federation, line(), line(), line("Le Belvédère"))
    second = run(federation, line(), line(), line("Le Belvédère"))

    assert (counts(first), counts(second)) == ((1, 1, 1, 0), (0, 0, 3, 0))
    assert [made.name for made in Structure.objects.filter(federation=federation)] == ["Le Belvédère"]


def test_without_siret_the_name_and_the_commune_tell() -> None:
    federation = make_federation()

    report = run(
        federation,
        line(siret=""),
        line("CENTRE SOCIAL DU BELVEDERE", siret=""),
        line(Commune="Bondy", siret="", **{"Code postal": "93140"}),
    )

    assert counts(report) == (2, 1, 0, 0)


def test_structure_known_by_its_name_receives_its_siret() -> None:
    federation = make_federation()
    run(federation, line(siret=""))

    report = run(federation, line())

    assert counts(report) == (0, 1, 0, 0)
    assert [made.siret for made in Structure.objects.filter(federation=federation)] == [SIRET]


def test_two_of_the_same_name_ask_for_the_siret() -> None:
    federation = make_federation()
    run(federation, line(), line(siret=OTHER_SIRET))

    report = run(federation, line(siret=""))

    assert reasons(report) == ["Plusieurs structures de cette commune portent ce nom : ajoutez le SIRET."]


def test_blank_cell_erases_nothing() -> None:
    federation = make_federation()
    run(federation, line(Adresse="3 rue des Tilleuls"))

    report = run(federation, line())

    assert counts(report) == (0, 0, 1, 0)
    assert Structure.objects.get(siret=SIRET).address == "3 rue des Tilleuls"


@pytest.mark.parametrize("elsewhere", [True, False])
def test_structure_from_elsewhere_is_left_alone(elsewhere: bool) -> None:
    owner = make_federation() if elsewhere else None
    make_structure("Le Belvédère", siret=SIRET, federation=owner)
    federation = make_federation()

    report = run(federation, line())

    assert (counts(report), reasons(report)[0][:44]) == ((0, 0, 0, 1), "Cette structure est déjà dans Palier, hors d")
    assert Structure.objects.get(siret=SIRET).name == "Le Belvédère"


def test_structure_with_a_direction_is_not_written_over() -> None:
    federation = make_federation()
    run(federation, line())
    make_membership(Role.DIRECTION, structure=Structure.objects.get(siret=SIRET))

    same, other = run(federation, line()), run(federation, line("Autre nom"))

    assert (counts(same), counts(other)) == ((0, 0, 1, 0), (0, 0, 0, 1))
    assert Structure.objects.get(siret=SIRET).name == "Centre social du Belvédère"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(""), "Il manque le nom de la structure."),
        (line("0", siret="null"), "Il manque le nom de la structure."),
        (line(siret="12345678200011"), "Ce SIRET a une faute de frappe"),
        (line(Type="Fédération"), "Une fédération n'entre pas dans une autre fédération."),
        (line(siret="", Commune="Valbrune"), "Sans SIRET ni commune reconnue"),
        (line("x" * 201), "« Nom » dépasse 200 caractères."),
    ],
)
def test_line_that_cannot_be_written_is_refused_with_its_reason(row: list[str], reason: str) -> None:
    report = run(make_federation(), line(siret=OTHER_SIRET), row)

    assert counts(report) == (1, 0, 0, 1)
    assert [(notice.line, notice.message[: len(reason)]) for notice in report.refused] == [(3, reason)]


def test_unknown_commune_is_kept_as_written_and_said() -> None:
    report = run(make_federation(), line(Commune="Valbrune"))

    assert [notice.message for notice in report.warnings] == [
        "Commune inconnue de l'Insee, écrite telle quelle : « Valbrune »."
    ]
    assert (Structure.objects.get(siret=SIRET).commune, Structure.objects.get(siret=SIRET).commune_code) == (
        "Valbrune",
        "",
    )


def test_queries_do_not_grow_with_the_lines() -> None:
    federation = make_federation()
    spent = []
    for rows in ([line("A", siret="")], [line(f"B{number}", siret="") for number in range(30)]):
        with CaptureQueriesContext(connection) as queries:
            run(federation, *rows)
        spent.append(len(queries))

    assert spent[0] == spent[1]


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not beside this checkout (../shared/data/structures)")
def test_real_file_comes_whole_and_comes_once() -> None:
    federation = make_federation()
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["raison_sociale"] != "0"]
    communes_before = {row["siret"]: row["code_commune"] for row in rows}

    start = time.process_time()  # of this process alone: other work on the machine counts for nothing
    first = import_structures(
        read=read_structures(REAL, limit=1_000_000), federation=federation, by=Actor.system("essai"), now=NOW
    )
    seconds = time.process_time() - start
    second = import_structures(
        read=read_structures(REAL, limit=1_000_000), federation=federation, by=Actor.system("essai"), now=NOW
    )

    # 1,450 lines: seven say "0" for the name, 1,418 different SIRET, 25 lines repeat one of them.
    assert (first.counts["read"], counts(first)) == (1450, (1418, 0, 25, 7))
    assert set(reasons(first)) == {"Il manque le nom de la structure."}
    assert counts(second) == (0, 0, 1443, 7)
    made = Structure.objects.filter(federation=federation)
    assert {found.siret for found in made} == set(communes_before)
    moved = {found.siret for found in made if found.commune_code != communes_before[found.siret]}
    assert len(moved) == 2  # Orée d'Anjou and Oullins-Pierre-Bénite, whose codes changed since
    assert Counter(found.kind for found in made) == {"autre": 1002, "association": 354, "centre_social": 61, "evs": 1}
    assert seconds <= 5


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run ``palier structures import``; return its exit status and what it writes."""
    status = 0
    try:
        call_command("structures", "import", *arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    written = capsys.readouterr()
    return status, written.out, written.err


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "structures.csv"
    file.write_bytes(table(line(), line("", siret="")).getvalue())
    return file


def test_command_imports_into_the_federation_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    federation = make_federation("Fédération des Deux-Rives")

    trial = command(capsys, str(path), "--federation", "federation des deux rives", "--dry-run", "--json")
    status, out, _ = command(capsys, str(path), "--federation", "Fédération des Deux-Rives")

    told = json.loads(trial[1])
    assert (trial[0], told["created"], told["refused"], told["refused_lines"][0]["line"]) == (2, 1, 1, 3)
    assert (status, out.splitlines()[-1]) == (2, "2 lues : 1 créées, 0 changées, 0 identiques, 1 refusées.")
    assert Structure.objects.filter(federation=federation).count() == 1


def test_command_refuses_a_structure_that_is_no_federation(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_federation("Fédération des Deux-Rives")
    make_structure("Centre du Lavoir")

    status, _, err = command(capsys, str(path), "--federation", "Centre du Lavoir")

    assert (status, err.strip()) == (
        2,
        "--federation : « Centre du Lavoir » n'en est pas une. Connues : « Fédération des Deux-Rives ».",
    )


def test_command_refuses_a_file_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_federation("Fédération des Deux-Rives")

    status, _, err = command(capsys, str(tmp_path / "absent.csv"), "--federation", "Fédération des Deux-Rives")

    assert (status, err.strip()) == (2, "Ce fichier n'existe pas : vérifiez son nom et son dossier.")
