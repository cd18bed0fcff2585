"""The team's list, one member's page, changes of name, status and role."""

import io
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from palier.accounts.models import Device
from palier.core.tenancy import structure_scope
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from tests.factories.people import logged_in, make_federation, make_membership, make_user
from tests.structures.team import NOON, Team, audited, make_team, reload

pytestmark = pytest.mark.django_db

LIST = "/reglages/equipe/"
READER = Role.LECTURE


@pytest.fixture
def team() -> Team:
    return make_team()


def page_of(member: Membership, action: str = "") -> str:
    return f"{LIST}{member.pk}/{action}"


def change(client: Client, member: Membership, **fields: str) -> Any:
    values = {"name": member.name, "status": member.status, "role": member.role, **fields}
    return client.post(page_of(member, "modifier/"), values)


def names(client: Client, query: str = "") -> list[str]:
    return [member.name for member in client.get(f"{LIST}{query}").context["page"]]


def test_team_sees_names_statuses_and_roles_only(team: Team) -> None:
    answer = team.field.get(LIST).content.decode()

    assert [words in answer for words in ("Élodie Baud", "Maryvonne Lek", "Équipier·e", "Salarié·e")] == [True] * 4
    assert str(team.lead.user.email) not in answer
    assert "Vu·e le" not in answer
    assert names(team.field) == ["Élodie Baud", "Maryvonne Lek"]


def test_other_structures_are_not_in_the_list(team: Team) -> None:
    make_team()

    assert names(team.desk) == ["Élodie Baud", "Maryvonne Lek"]


def test_filters_sort_and_search(team: Team) -> None:
    gone = make_membership(Role.REFERENT, structure=team.structure, name="Zoé Nord", status=MembershipStatus.BENEVOLE)
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=gone.pk).update(ended_at=NOON)
    Device.objects.create(user=team.lead.user, label="Firefox", last_seen_at=NOON)
    desk = team.desk

    assert names(desk, "?etat=partis") == ["Zoé Nord"]
    assert names(desk, "?etat=tous&statut=benevole") == ["Zoé Nord"]
    assert names(desk, "?role=direction") == ["Maryvonne Lek"]
    assert names(desk, "?q=elod") == ["Élodie Baud"]
    assert names(desk, "?q=lodie") == []
    assert names(desk, "?tri=vu")[0] == "Maryvonne Lek"
    assert names(desk, "?tri=role") == ["Élodie Baud", "Maryvonne Lek"]
    assert names(desk, "?role=roi&etat=x&tri=y") == ["Élodie Baud", "Maryvonne Lek"]


def test_who_left_is_hidden_from_the_team(team: Team) -> None:
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=team.lead.pk).update(ended_at=NOON)

    assert names(team.field, "?etat=tous") == ["Élodie Baud"]


def test_fifty_by_page(team: Team) -> None:
    for _ in range(49):
        make_membership(structure=team.structure)

    assert [len(names(team.desk, f"?page={page}")) for page in (1, 2)] == [50, 1]


def test_list_asks_as_much_for_two_as_for_thirty(team: Team, django_assert_num_queries: Any) -> None:
    desk = team.desk
    desk.get(LIST)
    with django_assert_num_queries(12, exact=False) as few:
        desk.get(LIST)
    for _ in range(28):
        make_membership(structure=team.structure)
    with django_assert_num_queries(12, exact=False) as many:
        desk.get(LIST)

    assert len(many) == len(few)


def test_page_of_a_member_for_the_lead_and_for_the_team(team: Team) -> None:
    other = make_membership(structure=team.structure, name="Inès Roux")
    for_lead = team.desk.get(page_of(other)).content.decode()
    for_team = team.field.get(page_of(other)).content.decode()

    assert (str(other.user.email) in for_lead, str(other.user.email) in for_team) == (True, False)
    assert ("Noter le départ" in for_lead, "Noter le départ" in for_team) == (True, False)
    assert audited(team.structure) == [("read_named", "Maryvonne Lek", "Inès Roux")]


def test_own_page_is_open_to_every_role(team: Team) -> None:
    reader = make_membership(READER, structure=team.structure, name="Paul Tiers")

    answer = logged_in(reader.user).get(reverse("structures:member-me"))

    assert answer.status_code == 200
    assert str(reader.user.email) in answer.content.decode()
    assert logged_in(make_user()).get(reverse("structures:member-me")).status_code == 403


def test_change_is_written_and_audited(team: Team) -> None:
    answer = change(team.desk, team.member, name="  Élo  B. ", status="benevole", role="referent")

    changed = reload(team.member)
    assert answer.headers["Location"] == page_of(team.member)
    assert (changed.name, changed.status, changed.role) == ("Élo B.", "benevole", "referent")
    assert audited(team.structure) == [("member_changed", "Maryvonne Lek", "Élo B.")]


def test_nothing_changed_writes_nothing(team: Team) -> None:
    change(team.desk, team.member)

    assert audited(team.structure) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "\u200b"}, "name"),
        ({"name": "a" * 121}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"status": "roi"}, "status"),
        ({"role": "roi"}, "role"),
        ({"role": "federation"}, "role"),
    ],
)
def test_bad_value_is_refused_in_its_field(team: Team, fields: dict[str, str], field: str) -> None:
    answer = change(team.desk, team.member, **fields)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert reload(team.member).name == "Élodie Baud"


def test_role_of_federation_is_given_by_those_who_have_it() -> None:
    federation = make_federation()
    head = make_membership(Role.FEDERATION, structure=federation)
    direction = make_membership(Role.DIRECTION, structure=federation)
    member = make_membership(Role.EQUIPIER, structure=federation)

    refused = change(logged_in(direction.user), member, role="federation").status_code
    demoted = change(logged_in(direction.user), head, role="equipier").status_code
    given = change(logged_in(head.user), member, role="federation").status_code

    assert (refused, demoted, given) == (422, 422, 302)
    assert (reload(head).role, reload(member).role) == ("federation", "federation")


def test_account_without_address_stays_in_the_field(team: Team) -> None:
    member = make_membership(Role.EQUIPIER, structure=team.structure, user=make_user(None, password=None))

    answer = change(team.desk, member, role="direction")

    assert (answer.status_code, reload(member).role) == (422, "equipier")


def test_last_direction_is_not_demoted_until_there_is_another(team: Team) -> None:
    refused = change(team.desk, team.lead, role="referent")
    change(team.desk, team.member, role="direction")
    accepted = change(team.desk, team.lead, role="referent")

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["role"])
    assert accepted.status_code == 302
    assert reload(team.lead).role == "referent"


def test_export_holds_what_was_asked_and_is_audited(team: Team) -> None:
    book = team.desk.get(f"{LIST}export.xlsx?role=equipier")
    text = b"".join(team.desk.get(f"{LIST}export.csv").streaming_content).decode("utf-8-sig")

    rows = python_calamine.load_workbook(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in rows] == [
        ["Nom", "Adresse e-mail", "Statut", "Rôle"],
        ["Élodie Baud", team.member.user.email, "Salarié·e", "Équipier·e"],
    ]
    assert [line.split(";")[0] for line in text.splitlines()] == ["Nom", "Élodie Baud", "Maryvonne Lek"]
    assert [entry[0] for entry in audited(team.structure)] == ["export_named", "export_named"]


def test_export_asks_for_the_second_factor_again(team: Team) -> None:
    client = Client()
    client.force_login(team.lead.user)
    logged_in(team.lead.user)  # has a second factor; not shown in this browser

    answer = client.get(f"{LIST}export.csv")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/compte/confirmer/")
    assert audited(team.structure) == []


@pytest.mark.parametrize("action", ["", "modifier/", "depart/"])
def test_who_may_open_the_pages_of_a_member(team: Team, action: str) -> None:
    stranger, reader = make_team(), make_membership(READER, structure=team.structure)
    path = page_of(team.member, action)

    assert Client().get(path).headers["Location"] == f"/compte/connexion/?next={path}"
    assert stranger.desk.get(path).status_code == 404
    assert logged_in(reader.user).get(path).status_code == 403
    assert team.desk.get(f"{LIST}{make_user().pk}/{action}").status_code == 404
    assert team.desk.put(path).status_code == 405
    assert team.field.get(path).status_code == (200 if action == "" else 403)


def test_list_and_export_are_kept_from_readers(team: Team) -> None:
    reader = logged_in(make_membership(READER, structure=team.structure).user)

    assert [reader.get(path).status_code for path in (LIST, f"{LIST}export.csv")] == [403, 403]
    assert team.field.get(f"{LIST}export.csv").status_code == 403
    assert team.desk.post(LIST).status_code == 405


def test_who_left_is_shown_to_those_who_manage_the_team_alone(team: Team) -> None:
    left = make_membership(structure=team.structure)
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=left.pk).update(ended_at=NOON)

    assert team.desk.get(page_of(left)).status_code == 200
    assert team.field.get(page_of(left)).status_code == 404
