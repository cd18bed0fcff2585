"""``palier structures``: the first structure, its first lead, the list."""

import io
import json
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings

from palier.core.tenancy import across_structures
from palier.structures.models import Invitation, Membership, Structure
from tests.factories.people import make_federation, make_membership, make_structure
from tests.structures.team import NOON, audited

pytestmark = pytest.mark.django_db

PHRASE = "sept chats gris dansent sous la pluie"
WHO = ("--direction", "Maryvonne@Exemple.fr", "--person", "Maryvonne Lek")


def run(*words: str) -> tuple[int, str, str]:
    """Return the exit status, the standard output and the error output of ``palier structures WORDS``."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("structures", *words, stdout=out, stderr=errors)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


@pytest.mark.parametrize(("kind", "role"), [("centre_social", "direction"), ("federation", "federation")])
def test_first_lead_enters_by_the_printed_link(kind: str, role: str, client: Client) -> None:
    status, out, _ = run("add", "--name", "Les Paliers", "--kind", kind, "--commune", "69123", *WHO, "--json")

    told = json.loads(out)
    client.post(urlsplit(told["link"]).path, {"name": "Maryvonne", "password": PHRASE, "again": PHRASE})

    structure = Structure.objects.get()
    with across_structures():
        place = Membership.objects.select_related("user").get()
    assert (status, told["id"], told["commune"]) == (0, str(structure.pk), "Lyon")
    assert (structure.commune, structure.commune_code, structure.departement) == ("Lyon", "69123", "69")
    assert (place.structure_id, place.role, place.user.email) == (structure.pk, role, "maryvonne@exemple.fr")
    assert [letter.to for letter in mail.outbox] == [["maryvonne@exemple.fr"]]
    assert [entry[:2] for entry in audited(structure)[:2]] == [
        ("structure_created", "Ligne de commande"),
        ("member_invited", "Ligne de commande"),
    ]


@override_settings(BASE_URL="https://palier.exemple.fr")
def test_link_begins_by_the_public_address_and_is_printed_for_people() -> None:
    status, out, _ = run("add", "--name", "Les Paliers", "--commune", "Grenoble", *WHO)

    assert status == 0
    assert "https://palier.exemple.fr/invitation/" in out
    assert "Les Paliers (Grenoble) est créée." in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "A", "--commune", "Nulle-Part-Ailleurs", *WHO), "--commune"),
        (("--name", "A", "--commune", "Saint-Denis", *WHO), "Saint-Denis (93066)"),
        (("--name", " ", "--commune", "69123", *WHO), "--name"),
        (("--name", "A", "--commune", "69123", "--direction", "x", "--person", "B"), "adresse"),
        (("--name", "A", "--commune", "69123", "--direction", "a@b.fr", "--person", "\u200b"), "--person"),
    ],
)
def test_bad_request_writes_nothing_and_says_why(words: tuple[str, ...], said: str) -> None:
    status, out, errors = run("add", *words)

    assert (status, out) == (2, "")
    assert said in errors
    assert not Structure.objects.exists()


def test_same_structure_twice_is_refused_in_french() -> None:
    run("add", "--name", "Les Paliers", "--commune", "69123", *WHO)

    status, _, errors = run("add", "--name", "Les Paliers", "--commune", "69123", *WHO)

    assert (status, errors.strip()) == (2, "Une structure de cette commune porte déjà ce nom.")
    with across_structures():
        assert Invitation.objects.count() == 1


def test_list_counts_the_members_and_names_none() -> None:
    federation = make_federation("Fédération du Nord")
    centre = make_structure("Centre Aux Quatre Vents", federation=federation)
    member = make_membership(structure=centre)
    gone = make_membership(structure=centre)
    with across_structures():
        Membership.objects.filter(pk=gone.pk).update(ended_at=NOON)

    status, out, _ = run("list", "--json")
    plain = run("list")[1]

    rows = [(row["name"], row["federation"], row["members"]) for row in json.loads(out)]
    assert (status, rows) == (
        0,
        [("Centre Aux Quatre Vents", "Fédération du Nord", 1), ("Fédération du Nord", None, 0)],
    )
    assert member.name not in out + plain
    assert plain.splitlines()[-1] == "2 structures"
