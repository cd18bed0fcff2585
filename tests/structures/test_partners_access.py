"""Who may come to the pages of the partners: visitor, other structure, role without the right, bad id, wrong method."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership, Partner, PartnerContact
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
ROOT = "/reglages/partenaires/"
READ = ("", "{partner}/")
WRITE_PAGES = (
    "nouveau/",
    "importer/",
    "{partner}/modifier/",
    "{partner}/contacts/nouveau/",
    "{partner}/contacts/{contact}/",
)
WRITE_ONLY = (
    "importer/validation/",
    "importer/refus/",
    "{partner}/archive/",
    "{partner}/reprise/",
    "{partner}/contacts/{contact}/effacement/",
)
FILES = ("modele.csv", "modele.xlsx", "export.csv", "export.xlsx")
OF_ONE = [path for path in (*READ, *WRITE_PAGES, *WRITE_ONLY) if "{" in path]


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def contact(lead: Membership) -> PartnerContact:
    return make_contact(make_partner(lead.structure, "Bailleur"), "Odette Vauclin")


def address(path: str, contact: PartnerContact) -> str:
    return ROOT + path.format(partner=contact.partner_id, contact=contact.pk)


def ask(client: Client, path: str, url: str) -> int:
    return (client.post(url) if path in WRITE_ONLY else client.get(url)).status_code


@pytest.mark.parametrize("path", [*READ, *WRITE_PAGES, *WRITE_ONLY, *FILES])
def test_visitor_is_sent_to_the_log_in(contact: PartnerContact, path: str) -> None:
    url = address(path, contact)

    response = Client().post(url) if path in WRITE_ONLY else Client().get(url)

    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("path", OF_ONE)
def test_partner_of_another_structure_is_not_found(contact: PartnerContact, path: str) -> None:
    stranger = logged_in(make_membership(Role.DIRECTION).user)

    assert ask(stranger, path, address(path, contact)) == 404
    with structure_scope(contact.structure_id):
        assert (Partner.objects.filter(archived_at=None).count(), PartnerContact.objects.count()) == (1, 1)


def test_partners_of_another_structure_appear_nowhere(contact: PartnerContact) -> None:
    other = make_membership(Role.REFERENT)
    make_partner(other.structure, "Mairie")
    stranger = logged_in(other.user)

    for query in ("", "?q=bailleur", "?q=vauclin", "?etat=archives"):
        page = stranger.get(ROOT + query).content.decode()
        assert "Odette" not in page
        assert contact.partner.get_absolute_url() not in page


@pytest.mark.parametrize("path", [*WRITE_PAGES, *WRITE_ONLY, *FILES])
def test_team_may_read_alone(contact: PartnerContact, lead: Membership, path: str) -> None:
    team = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    assert ask(team, path, address(path, contact)) == 403
    assert [ask(team, "", address(page, contact)) for page in READ] == [200, 200]


@pytest.mark.parametrize("path", [*READ, *WRITE_PAGES, *WRITE_ONLY, *FILES])
def test_figures_role_sees_nobody(contact: PartnerContact, lead: Membership, path: str) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)

    assert ask(reader, path, address(path, contact)) == 403


@pytest.mark.parametrize("path", OF_ONE)
def test_unknown_partner_is_not_found(contact: PartnerContact, lead: Membership, path: str) -> None:
    url = ROOT + path.format(partner=uuid4(), contact=contact.pk)

    assert ask(logged_in(lead.user), path, url) == 404
    assert ask(logged_in(lead.user), path, ROOT + path.format(partner="x", contact="y")) == 404


def test_contact_is_reached_through_its_own_partner_only(contact: PartnerContact, lead: Membership) -> None:
    other = make_partner(lead.structure)

    response = logged_in(lead.user).post(f"{other.get_absolute_url()}contacts/{contact.pk}/effacement/")

    assert response.status_code == 404


@pytest.mark.parametrize("path", [*READ, *FILES])
def test_pages_to_read_take_no_form(contact: PartnerContact, lead: Membership, path: str) -> None:
    assert logged_in(lead.user).post(address(path, contact)).status_code == 405


@pytest.mark.parametrize("path", WRITE_ONLY)
def test_what_writes_needs_a_form(contact: PartnerContact, lead: Membership, path: str) -> None:
    assert logged_in(lead.user).get(address(path, contact)).status_code == 405
