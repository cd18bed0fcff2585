"""Partners from a table: trial, report, refused lines, and the same file again."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.documents.reading.trials import TOO_OLD
from palier.structures.enums import PartnerKind, Role, Theme
from palier.structures.forms.partners import NO_CONSENT
from palier.structures.importing.partner_columns import read_delay, read_kind, read_themes
from palier.structures.models import Membership, Partner, PartnerContact
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
IMPORT = "/reglages/partenaires/importer/"
CONFIRM = f"{IMPORT}validation/"
TABLE = """Partenaire;Catégorie;Thématiques;Délai;Interlocuteur;Mail;Date de consentement;Comment
Bailleur des Trois-Paliers;bailleur;logement | Cadre de vie;2 sem.;Odette Vauclin;o@bailleur.example;12/3/26;Visite
BAILLEUR des Trois Paliers;;tranquilité;;Zoé Marchal;zoe@bailleur.example;2026-04-01;Courriel
Mairie de Valbrune;Mairie;École;;;;;
"""


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def send(client: Client, content: str | bytes, name: str = "partenaires.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, trial: HttpResponse | Any) -> Any:
    return client.post(CONFIRM, {"lines": trial.context["carried"]})


def kept(lead: Membership) -> list[tuple[str, str, list[str], int | None, list[str]]]:
    with structure_scope(lead.structure_id):
        return [
            (
                partner.name,
                partner.kind,
                partner.themes,
                partner.usual_delay,
                [contact.name for contact in PartnerContact.objects.filter(partner=partner).order_by("key")],
            )
            for partner in Partner.objects.order_by("key")
        ]


def test_trial_says_all_and_writes_nothing(lead: Membership, leader: Client) -> None:
    trial = send(leader, TABLE)

    assert trial.context["counts"] == {"created": 2, "changed": 0, "identical": 0}
    assert trial.context["refusals"] == []
    assert "Rien n'est encore écrit" in trial.content.decode().replace("&#x27;", "'")
    assert kept(lead) == []
    with structure_scope(lead.structure_id):
        assert AuditEntry.objects.count() == 0


def test_confirmed_trial_is_written_and_counted(lead: Membership, leader: Client) -> None:
    report = confirm(leader, send(leader, TABLE))

    assert report.context["counts"] == {"created": 2, "changed": 0, "identical": 0}
    assert kept(lead) == [
        (
            "Bailleur des Trois-Paliers",
            PartnerKind.BAILLEUR,
            [Theme.LOGEMENT, Theme.CADRE_DE_VIE, Theme.TRANQUILLITE],
            14,
            ["Odette Vauclin", "Zoé Marchal"],
        ),
        ("Mairie de Valbrune", PartnerKind.COMMUNE, [Theme.ECOLE], None, []),
    ]
    with structure_scope(lead.structure_id):
        entry = AuditEntry.objects.get()
    assert (entry.kind, entry.detail) == (AuditKind.PARTNERS_IMPORTED, "2 créés, 0 changés, 0 identiques")


def test_same_file_again_changes_nothing(lead: Membership, leader: Client) -> None:
    first = send(leader, TABLE)
    confirm(leader, first)
    before = kept(lead)

    again = confirm(leader, first)
    trial = send(leader, TABLE)

    assert again.context["counts"] == {"created": 0, "changed": 0, "identical": 2}
    assert trial.context["counts"] == {"created": 0, "changed": 0, "identical": 2}
    assert 'name="lines"' not in trial.content.decode()
    assert kept(lead) == before
    with structure_scope(lead.structure_id):
        assert AuditEntry.objects.count() == 1


def test_changes_are_named_and_empty_cells_change_nothing(lead: Membership, leader: Client) -> None:
    partner = make_partner(lead.structure, "Mairie", kind=PartnerKind.COMMUNE, note="Ouverte le mardi", usual_delay=10)
    make_contact(partner, "Odette Vauclin", job="Accueil", phone="04 00 00 00 00")

    report = confirm(
        leader,
        send(
            leader,
            "Organisation;Délai;Note;Contact;Fonction;Courriel;D'accord depuis le;Comment l'accord a été donné\n"
            "MAIRIE;20;;Odette Vauclin;;odette@mairie.example;15/01/2026;De vive voix\n",
        ),
    )

    assert [outcome.details for outcome in report.context["outcomes"]] == [
        ["organisation", "délai habituel de réponse, en jours", "contact : courriel professionnel"]
    ]
    with structure_scope(lead.structure_id):
        found, person = Partner.objects.get(), PartnerContact.objects.get()
    assert (found.name, found.usual_delay, found.note) == ("MAIRIE", 20, "Ouverte le mardi")
    assert (person.job, person.phone, person.email) == ("Accueil", "04 00 00 00 00", "odette@mairie.example")


def test_contact_without_consent_is_refused_and_its_organisation_kept(lead: Membership, leader: Client) -> None:
    report = confirm(
        leader, send(leader, "Organisation;Contact;Courriel\nMairie;Odette Vauclin;odette@mairie.example\n")
    )

    assert [(refusal.line, refusal.column, refusal.reason) for refusal in report.context["refusals"]] == [
        (2, "D'accord depuis le", NO_CONSENT)
    ]
    assert [(name, people) for name, _, _, _, people in kept(lead)] == [("Mairie", [])]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";Commune;;;;;", "Organisation"),
        ("Mairie;Vaisseau spatial;;;;;", "Type"),
        ("Mairie;;Logement | Astrologie;;;;", "Thèmes"),
        ("Mairie;;;bientôt;;;", "Délai habituel (jours)"),
        ("Mairie;;;400;;;", "Délai habituel (jours)"),
        ("Mairie;;;;Odette;pas une adresse;12/03/2026", "Courriel"),
        ("Mairie;;;;;odette@mairie.example;12/03/2026", "Contact"),
        ("Mairie;;;;Odette;odette@mairie.example;le printemps", "D'accord depuis le"),
        ("Mairie;;;;Odette;odette@mairie.example;12/03/2199", "D'accord depuis le"),
        ("Exemple : Mairie;;;;;;", "Organisation"),
        (f"{'x' * 161};;;;;;", "Organisation"),
    ],
)
def test_bad_line_is_refused_with_its_column(leader: Client, row: str, column: str) -> None:
    header = "Organisation;Type;Thèmes;Délai;Contact;Courriel;D'accord depuis le;Comment l'accord a été donné"

    trial = send(leader, f"{header}\nCaf;;;;;;;\n{row};De vive voix\n")

    refusals = trial.context["refusals"]
    assert [(refusal.line, refusal.column) for refusal in refusals if refusal.column == column] == [(3, column)]
    assert refusals[0].reason.endswith((".", "…"))
    assert trial.context["outcomes"][0].name == "Caf"


def test_lines_of_one_organisation_that_disagree_are_refused(leader: Client) -> None:
    trial = send(leader, "Organisation;Type;Délai\nMairie;Commune;10\nMairie;;20\nMairie;Commune;\n")

    assert [(refusal.line, refusal.reason) for refusal in trial.context["refusals"]] == [
        (3, "La ligne 2 dit autre chose pour la même organisation.")
    ]


def test_refused_lines_come_back_whole_and_pass_once_corrected(lead: Membership, leader: Client) -> None:
    trial = send(
        leader,
        "Organisation;Type;Couleur;Contact;Téléphone;D'accord depuis le;Comment\n"
        "Caf;Caf;;;;;\nMairie;Mairie;bleue;Odette;04 00 00 00 00;;De vive voix\n=cmd|x;Inconnu;;;;;\n",
    )
    confirm(leader, trial)

    response = leader.post(f"{IMPORT}refus/", {"lines": trial.context["carried"]})

    text = response.getvalue().decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert header[-2:] == ["Couleur", "Raison du refus"]
    assert [row[0] for row in rows] == ["Mairie", "'=cmd|x"]
    assert [dict(zip(header, row, strict=True))["Couleur"] for row in rows] == ["bleue", ""]
    again = confirm(
        leader,
        send(leader, text.replace("04 00 00 00 00;;", "04 00 00 00 00;12/03/2026;").replace("Inconnu", "Entreprise")),
    )
    assert again.context["refusals"] == []
    assert [(name, people) for name, _, _, _, people in kept(lead)] == [
        ("Caf", []),
        ("=cmd|x", []),
        ("Mairie", ["Odette"]),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 rien", "partenaires.pdf"),
        (b"PK\x03\x04 coupe", "partenaires.xlsx"),
        (b"Prenom;Age\nOdette;40\n", "partenaires.csv"),
        (b"Organisation;Type\n", "partenaires.csv"),
        (b"Organisation\n" + b"Mairie\n" * 2001, "partenaires.csv"),
        (b"Organisation\n" + b"x" * (5 * 1024 * 1024), "partenaires.csv"),
        (b"", "partenaires.csv"),
    ],
)
def test_bad_file_is_refused_at_its_field(leader: Client, content: bytes, name: str) -> None:
    response = send(leader, content, name)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert response.context["form"].errors["file"][0].endswith((".", "…"))


def test_lines_of_somebody_else_or_made_up_are_not_written(lead: Membership, leader: Client) -> None:
    other = make_membership(Role.REFERENT)
    trial = send(logged_in(other.user), TABLE)

    stolen = leader.post(CONFIRM, {"lines": trial.context["carried"]}, follow=True)
    made_up = leader.post(CONFIRM, {"lines": "rien"}, follow=True)

    assert [TOO_OLD in page.content.decode().replace("&#x27;", "'") for page in (stolen, made_up)] == [True, True]
    assert kept(lead) == []


def test_trial_is_too_old_after_an_hour(lead: Membership, leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = send(leader, TABLE)
    monkeypatch.setattr("palier.documents.reading.trials.TRIAL_SECONDS", -1)

    response = confirm(leader, trial)

    assert (response.status_code, response.headers["Location"]) == (302, IMPORT)
    assert kept(lead) == []


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_model_file_is_known_and_its_examples_refused(lead: Membership, leader: Client, file_format: str) -> None:
    file = leader.get(f"/reglages/partenaires/modele.{file_format}").getvalue()

    trial = send(leader, file, f"modele.{file_format}")

    assert (trial.context["ignored"], trial.context["outcomes"]) == ([], [])
    assert [refusal.line for refusal in trial.context["refusals"]] == [2, 3]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("bailleur", PartnerKind.BAILLEUR),
        ("Bailleurs sociaux", PartnerKind.BAILLEUR),
        ("ÉTAT", PartnerKind.ETAT),
        ("Conseil departemental", PartnerKind.CONSEIL_DEPARTEMENTAL),
        ("conseil_regional", PartnerKind.CONSEIL_REGIONAL),
        ("Asociation locale", PartnerKind.ASSOCIATION_LOCALE),
        ("MSA", PartnerKind.MSA),
        ("MSB", None),
        ("chat", None),
    ],
)
def test_kinds_are_known_by_near_words(words: str, kind: PartnerKind | None) -> None:
    assert read_kind(words) == kind


@pytest.mark.parametrize(
    ("words", "themes", "unknown"),
    [
        ("Emploi, formation", [Theme.EMPLOI_FORMATION], []),
        ("emploi, école", [Theme.EMPLOI_FORMATION, Theme.ECOLE], []),
        ("Numerique;Logements\nsanté", [Theme.LOGEMENT, Theme.SANTE_BIEN_ETRE, Theme.NUMERIQUE], []),
        ("Cadre de vie (propreté, bruit, ascenseur, espaces verts)", [Theme.CADRE_DE_VIE], []),
        ("logement, magie", [Theme.LOGEMENT], ["magie"]),
        (" ; | ", [], []),
    ],
)
def test_themes_are_known_by_near_words(words: str, themes: list[Theme], unknown: list[str]) -> None:
    assert read_themes(words) == (themes, unknown)


@pytest.mark.parametrize(
    ("words", "days"),
    [("15", 15), ("15 jours", 15), ("2 semaines", 14), ("1 mois", 30), ("3j", 3), ("un an", None), ("-3 lunes", None)],
)
def test_delays_are_read_in_days(words: str, days: int | None) -> None:
    assert read_delay(words) == days
