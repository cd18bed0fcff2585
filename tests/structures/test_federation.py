"""What a federation does with its structures, and what it never sees."""

import csv
import io
from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import Role, StructureKind
from palier.structures.models import Invitation, Structure
from tests.factories.people import logged_in, make_federation, make_member, make_membership, make_structure

pytestmark = pytest.mark.django_db
HOME = "/federation/"


@pytest.fixture
def federation() -> Structure:
    return make_federation("Fédération des Deux-Rives")


@pytest.fixture
def member(federation: Structure) -> Client:
    return logged_in(make_member(Role.FEDERATION, structure=federation))


@pytest.fixture
def centre(federation: Structure) -> Structure:
    return make_structure("Centre du Lavoir", federation=federation, commune="Épinay", commune_code="")


def path(name: str, structure: Structure) -> str:
    return reverse(f"structures:{name}", args=[structure.pk])


def names(member: Client, **query: str) -> list[str]:
    return [structure.name for structure, _ in member.get(HOME, query).context["rows"]]


def test_list_shows_its_structures_and_no_other(member: Client, centre: Structure) -> None:
    make_structure("Centre d'ailleurs")
    make_structure("Centre d'en face", federation=make_federation())

    assert names(member) == ["Centre du Lavoir"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "epinay"}, ["Centre du Lavoir"]),
        ({"q": "LAVOIR centre"}, ["Centre du Lavoir"]),
        ({"q": "introuvable"}, []),
        ({"type": "evs"}, ["La Passerelle"]),
        ({"type": "inconnu"}, ["Centre du Lavoir", "La Passerelle"]),
        ({"departement": "69"}, ["La Passerelle"]),
        ({"direction": "oui"}, ["La Passerelle"]),
        ({"direction": "non"}, ["Centre du Lavoir"]),
        ({"tri": "agrement"}, ["La Passerelle", "Centre du Lavoir"]),
    ],
)
def test_filters_and_order(
    member: Client, federation: Structure, centre: Structure, query: dict[str, str], found: list[str]
) -> None:
    other = make_structure(
        "La Passerelle",
        federation=federation,
        kind=StructureKind.EVS,
        departement="69",
        agrement_until=date(2027, 1, 1),
    )
    make_membership(Role.DIRECTION, structure=other)

    assert names(member, **query) == found


def test_no_name_of_a_person_is_shown(member: Client, centre: Structure) -> None:
    make_membership(Role.DIRECTION, structure=centre, name="Bérengère Oustalet", email="b.oustalet@exemple.fr")

    content = member.get(HOME).content + member.get(path("federation-structure", centre)).content
    exported = b"".join(member.get(reverse("structures:federation-export")).streaming_content)  # type: ignore[attr-defined]

    assert ("Oustalet" in (content + exported).decode(), "oustalet" in (content + exported).decode()) == (False, False)
    assert "En place" in exported.decode()


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.REFERENT, Role.DIRECTION, Role.LECTURE])
def test_other_roles_are_refused_everywhere(federation: Structure, centre: Structure, role: Role) -> None:
    other = logged_in(make_member(role, structure=federation))
    read = [HOME, "/federation/structures.csv", "/federation/import/", "/federation/structures/nouvelle/"]
    read += [path(name, centre) for name in ("federation-structure", "federation-direction-new")]
    written = ["/federation/import/", "/federation/import/refusees.csv", "/federation/structures/nouvelle/"]
    written += [path(name, centre) for name in ("federation-direction-new", "federation-structure-detach")]

    assert [address for address in read if other.get(address).status_code != 403] == []
    assert [address for address in written if other.post(address).status_code != 403] == []


def test_federation_role_in_a_centre_opens_nothing(centre: Structure) -> None:
    assert logged_in(make_member(Role.FEDERATION, structure=centre)).get(HOME).status_code == 403


def test_visitor_is_sent_to_the_log_in_page(client: Client, centre: Structure) -> None:
    addresses = [HOME, path("federation-structure", centre), "/federation/structures/nouvelle/"]

    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]


def test_structure_of_another_network_is_not_found(member: Client) -> None:
    for other in (make_structure(federation=make_federation()), make_structure()):
        assert member.get(path("federation-structure", other)).status_code == 404
        assert member.get(path("federation-direction-new", other)).status_code == 404
        assert member.post(path("federation-direction-new", other)).status_code == 404
        assert member.post(path("federation-structure-detach", other)).status_code == 404
    assert member.get("/federation/structures/pas-un-identifiant/").status_code == 404


def test_methods_are_limited(member: Client, centre: Structure) -> None:
    assert member.get(path("federation-structure-detach", centre)).status_code == 405
    assert member.post(HOME).status_code == 405
    assert member.get("/federation/import/refusees.csv").status_code == 405


def test_same_queries_with_one_and_thirty_structures(member: Client, federation: Structure, centre: Structure) -> None:
    member.get(HOME)
    spent = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            member.get(HOME)
        spent.append(len(queries))
        for _ in range(30):
            make_structure(federation=federation)

    assert spent[0] == spent[1]


def test_list_has_pages_of_fifty(member: Client, federation: Structure) -> None:
    for number in range(51):
        make_structure(f"Centre {number:02}", federation=federation)

    assert (len(names(member)), names(member, page="2")) == (50, ["Centre 50"])


def test_new_structure_joins_the_network(member: Client, federation: Structure) -> None:
    values = {"name": "Centre des Tilleuls", "kind": "centre_social", "commune": "Niort"}

    response = member.post("/federation/structures/nouvelle/", values)

    made = Structure.objects.get(name="Centre des Tilleuls")
    assert response["Location"] == path("federation-structure", made)
    assert (made.federation, made.commune_code, made.languages) == (federation, "79191", ["fr"])
    with structure_scope(federation.pk):
        assert [entry.target_label for entry in AuditEntry.objects.filter(kind="structure_created")] == [made.name]


@pytest.mark.parametrize("values", [{}, {"name": "X", "kind": "federation", "commune": "Niort"}])
def test_new_structure_that_is_wrong_is_refused(member: Client, values: dict[str, str]) -> None:
    before = Structure.objects.count()

    assert member.post("/federation/structures/nouvelle/", values).status_code == 422
    assert Structure.objects.count() == before


def invite(member: Client, centre: Structure, email: str = "nouvelle@exemple.fr") -> int:
    values = {"name": "Nour Villefranque", "email": email}
    return member.post(path("federation-direction-new", centre), values).status_code


def test_first_direction_is_invited_once(member: Client, centre: Structure) -> None:
    first, second = invite(member, centre), invite(member, centre)

    with structure_scope(centre.pk):
        kept = [(found.email, found.role, found.invited_by) for found in Invitation.objects.all()]
    assert (first, second) == (302, 422)
    assert kept == [("nouvelle@exemple.fr", Role.DIRECTION, None)]
    assert "Invitée" in member.get(path("federation-structure", centre)).content.decode()


def test_structure_with_a_direction_invites_by_itself(member: Client, centre: Structure) -> None:
    make_membership(Role.DIRECTION, structure=centre)

    assert invite(member, centre) == 422
    with across_structures():
        assert Invitation.objects.count() == 0


def test_detached_structure_keeps_everything_and_both_audits_say_it(
    member: Client, federation: Structure, centre: Structure
) -> None:
    lead = make_membership(Role.DIRECTION, structure=centre)

    response = member.post(path("federation-structure-detach", centre))

    centre.refresh_from_db()
    assert (response["Location"], centre.federation, names(member)) == (HOME, None, [])
    assert member.get(path("federation-structure", centre)).status_code == 404
    for structure in (federation, centre):
        with structure_scope(structure.pk):
            entries = AuditEntry.objects.filter(kind="structure_changed", target_id=str(centre.pk))
            assert entries.count() == 1
    lead.refresh_from_db()
    assert lead.is_active


def send(member: Client, content: str, name: str = "structures.csv", **more: str) -> object:
    file = SimpleUploadedFile(name, content.encode())
    return member.post("/federation/import/", {"file": file, **more})


TABLE = "Nom;Commune;Code postal\nCentre des Tilleuls;Niort;79000\n=1+1;Nulle-Part;\n;Niort;79000\n"


def test_import_page_says_what_became_of_each_line(member: Client, federation: Structure) -> None:
    trial = send(member, TABLE, dry_run="on")
    none_yet = Structure.objects.filter(federation=federation).count()
    done = send(member, TABLE)

    reports = [response.context["shown"].report.counts for response in (trial, done)]  # type: ignore[attr-defined]
    assert reports == [{"read": 3, "created": 1, "changed": 0, "identical": 0, "refused": 2}] * 2
    assert (none_yet, Structure.objects.filter(federation=federation).count()) == (0, 1)


def test_refused_lines_come_back_as_a_file(member: Client) -> None:
    packed = send(member, TABLE).context["shown"].packed  # type: ignore[attr-defined]

    response = member.post("/federation/import/refusees.csv", {"lines": packed})

    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert response["Content-Disposition"][:10] == "attachment"
    assert [row[:2] for row in rows] == [["Ligne", "Structure"], ["3", "'=1+1"], ["4", ""]]


@pytest.mark.parametrize("lines", ["", "abc", "W10:1a:b"])
def test_refused_lines_that_were_changed_are_refused(member: Client, lines: str) -> None:
    assert member.post("/federation/import/refusees.csv", {"lines": lines}).status_code == 400


@pytest.mark.parametrize("content", ["", "rien", "Prénom;Âge\nA;3\n", "Nom;Commune\n"])
def test_file_that_is_no_table_of_structures_is_refused(member: Client, content: str) -> None:
    response = send(member, content)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])  # type: ignore[attr-defined]


def test_export_is_read_back_by_the_import(member: Client, federation: Structure) -> None:
    send(member, "Nom;Commune;Code postal;SIRET\nCentre des Tilleuls;Niort;79000;73282932000074\n")
    exported = b"".join(member.get(reverse("structures:federation-export")).streaming_content)  # type: ignore[attr-defined]

    counts = send(member, exported.decode()).context["shown"].report.counts  # type: ignore[attr-defined]

    assert counts == {"read": 1, "created": 0, "changed": 0, "identical": 1, "refused": 0}
    assert mail.outbox == []
