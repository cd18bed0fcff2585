"""« Qui peut voir quoi » and the settings' home: the code, the page and the guide say the same."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from palier.core.tenancy import across_structures
from palier.structures.enums import Permission, Role
from palier.structures.models import Membership
from palier.structures.permissions import ROLE_PERMISSIONS, SECOND_FACTOR_ROLES
from palier.structures.views.settings import GROUPS
from tests.factories.people import logged_in, make_federation, make_member, make_membership, make_structure, make_user
from tests.project.tree import ROOT

pytestmark = pytest.mark.django_db
GUIDE = ROOT / "docs/guide/droits.md"
Table = dict[str, dict[str, bool]]


def in_code() -> Table:
    return {
        permission.label: {role.label: permission in ROLE_PERMISSIONS[role] for role in Role}
        for permission in Permission
    }


def in_guide(text: str) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    (_, *roles), _, *body = rows
    return {label: dict(zip(roles, [cell == "oui" for cell in cells], strict=True)) for label, *cells in body}


def in_page(content: str) -> Table:
    head = re.findall(r'<th scope="col">(.*?)</th>', content)[1:]
    found: Table = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", content, re.DOTALL):
        label, _, cells = row.partition("</th>")
        words = re.findall(r"(Oui|Non)</td>", cells)
        found[unescape(label)] = dict(zip(head, [word == "Oui" for word in words], strict=True))
    return found


def test_page_guide_and_code_say_the_same(client: Client) -> None:
    response = client.get(reverse("structures:rights"))

    assert response.status_code == 200
    assert in_page(response.content.decode()) == in_code()
    assert in_guide(GUIDE.read_text(encoding="utf-8")) == in_code()


def test_a_wrong_word_in_the_guide_is_seen() -> None:
    text = GUIDE.read_text(encoding="utf-8")

    assert in_guide(text.replace("| oui |", "| non |", 1)) != in_code()


def test_each_role_is_explained_with_its_second_factor(client: Client) -> None:
    roles = client.get(reverse("structures:rights")).context["roles"]

    assert [role.label for role in roles] == Role.labels
    assert [role.needs_second_factor for role in roles] == [role in SECOND_FACTOR_ROLES for role in Role]
    assert [role.permissions for role in roles] == [
        [label for label, held in in_code().items() if held[role]] for role in Role.labels
    ]


@pytest.mark.parametrize("path", ["/reglages/droits/", "/reglages/"])
def test_pages_are_read_only(path: str) -> None:
    assert logged_in(make_member(Role.REFERENT)).post(path).status_code == 405


def tiles(browser: Client) -> set[str]:
    return {tile.label for group in browser.get("/reglages/").context["groups"] for tile in group.tiles}


@pytest.mark.parametrize("role", Role)
def test_settings_show_what_a_role_may_open_and_each_tile_opens(role: Role) -> None:
    browser = logged_in(make_member(role))

    shown = tiles(browser)

    allowed = {
        tile.label
        for group in GROUPS
        for tile in group.tiles
        if not isinstance(tile.access, Permission) or tile.access in ROLE_PERMISSIONS[role]
    }
    assert shown == (allowed if role == Role.FEDERATION else allowed - {"Fédération"})
    for group in browser.get("/reglages/").context["groups"]:
        assert [tile.label for tile in group.tiles if browser.get(tile.url).status_code != 200] == []


def test_visitor_is_sent_to_the_log_in_page(client: Client) -> None:
    response = client.get("/reglages/")

    assert (response.status_code, response["Location"][:18]) == (302, "/compte/connexion/")


def test_account_without_structure_sees_its_own_settings() -> None:
    shown = tiles(logged_in(make_user()))

    assert shown == {"Mes appareils", "Mot de passe", "Double vérification", "Qui peut voir quoi"}


def test_one_goes_from_a_structure_to_another() -> None:
    user = make_member(Role.EQUIPIER, structure=make_structure("Centre des Tilleuls"))
    other = make_membership(Role.REFERENT, structure=make_structure("Centre du Lavoir"), user=user)
    browser = logged_in(user)

    assert [place.structure.name for place in browser.get("/reglages/").context["others"]] == ["Centre du Lavoir"]
    browser.post(reverse("structures:structure-choose", args=[other.structure_id]))

    assert browser.get("/reglages/").context["membership"].structure == other.structure


def test_structure_of_others_cannot_be_chosen() -> None:
    browser = logged_in(make_member(Role.EQUIPIER))

    assert browser.post(reverse("structures:structure-choose", args=[make_structure().pk])).status_code == 404


def test_place_that_ended_is_no_longer_offered() -> None:
    user = make_member(Role.EQUIPIER)
    place = make_membership(Role.REFERENT, structure=make_federation(), user=user)
    with across_structures():
        Membership.objects.filter(pk=place.pk).update(ended_at=place.created_at)

    assert logged_in(user).get("/reglages/").context["others"] == []
