"""Partners on their pages: list, sheet, writing, archive, contacts, and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import PartnerKind, Role, Theme
from palier.structures.forms.partners import CONSENT_WHY, NO_CONSENT
from palier.structures.models import Membership, Partner, PartnerContact
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
LIST = "/reglages/partenaires/"
NEW = f"{LIST}nouveau/"
TYPED = {"name": "Bailleur des Trois-Paliers", "kind": "bailleur", "themes": ["logement"], "usual_delay": "15"}
PERSON = {
    "name": "Odette Vauclin",
    "job": "Chargée de secteur",
    "phone": "04 00 00 00 00",
    "consented_on": "2026-03-12",
    "consent_note": "De vive voix",
}


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def entries(lead: Membership) -> list[tuple[str, str, str]]:
    with structure_scope(lead.structure_id):
        return [(entry.kind, entry.target_label, entry.detail) for entry in AuditEntry.objects.order_by("at", "pk")]


def shown(leader: Client, address: str = "") -> list[str]:
    return [partner.name for partner, _ in leader.get(LIST + address).context["rows"]]


def test_first_visit_offers_to_add_or_to_import(leader: Client) -> None:
    page = leader.get(LIST).content.decode()

    assert "Vos partenaires seront ici" in page
    assert f'href="{NEW}"' in page
    assert f'href="{LIST}importer/"' in page


def test_team_reads_without_being_offered_to_write(lead: Membership) -> None:
    partner = make_partner(lead.structure, "Mairie de Valbrune")
    make_contact(partner, "Odette Vauclin")
    team = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    listed, page = team.get(LIST), team.get(partner.get_absolute_url())

    assert [found.name for found, _ in listed.context["rows"]] == ["Mairie de Valbrune"]
    assert "Odette Vauclin" in page.content.decode()
    assert [
        word for word in ("modifier/", "archive/", "contacts/nouveau/", "export.") if word in page.content.decode()
    ] == []
    assert "export." not in listed.content.decode()


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", ["Caf de l'Isère", "École du Palier", "Mairie de Valbrune"]),
        ("?q=ecole", ["École du Palier"]),
        ("?q=ÉCOLE+palier", ["École du Palier"]),
        ("?q=vauclin", ["Caf de l'Isère"]),
        ("?q=%25", ["Caf de l'Isère", "École du Palier", "Mairie de Valbrune"]),
        ("?type=commune", ["Mairie de Valbrune"]),
        ("?type=inconnu", ["Caf de l'Isère", "École du Palier", "Mairie de Valbrune"]),
        ("?theme=logement", ["Caf de l'Isère", "Mairie de Valbrune"]),
        ("?theme=logement&type=commune", ["Mairie de Valbrune"]),
        ("?tri=delai", ["Mairie de Valbrune", "Caf de l'Isère", "École du Palier"]),
        ("?tri=type", ["Caf de l'Isère", "Mairie de Valbrune", "École du Palier"]),
        ("?etat=archives", ["Ancien bailleur"]),
        ("?page=99", ["Caf de l'Isère", "École du Palier", "Mairie de Valbrune"]),
    ],
)
def test_list_filters_and_sorts(lead: Membership, leader: Client, address: str, names: list[str]) -> None:
    make_partner(lead.structure, "École du Palier", kind=PartnerKind.EDUCATION_NATIONALE)
    caf = make_partner(lead.structure, "Caf de l'Isère", kind=PartnerKind.CAF, themes=["logement"], usual_delay=30)
    make_contact(caf, "Odette Vauclin")
    make_partner(
        lead.structure, "Mairie de Valbrune", kind=PartnerKind.COMMUNE, themes=["ecole", "logement"], usual_delay=7
    )
    make_partner(lead.structure, "Ancien bailleur", archived_at=timezone.now())

    assert shown(leader, address) == names


def test_list_costs_the_same_with_thirty_partners(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    make_contact(make_partner(lead.structure))
    leader.get(LIST)
    with django_assert_max_num_queries(12) as one:
        leader.get(LIST)
    for _ in range(29):
        make_contact(make_partner(lead.structure, themes=["logement"]))

    with django_assert_num_queries(len(one)):
        response = leader.get(LIST)

    assert len(response.context["rows"]) == 30


def test_list_has_pages(lead: Membership, leader: Client) -> None:
    for number in range(31):
        make_partner(lead.structure, f"Partenaire {number:02}")

    assert shown(leader, "?page=2") == ["Partenaire 30"]


def test_partner_is_created(lead: Membership, leader: Client) -> None:
    response = leader.post(NEW, TYPED)

    with structure_scope(lead.structure_id):
        partner = Partner.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, partner.get_absolute_url())
    assert (partner.name, partner.kind, partner.themes, partner.usual_delay, partner.structure_id) == (
        "Bailleur des Trois-Paliers",
        "bailleur",
        ["logement"],
        15,
        lead.structure_id,
    )
    assert entries(lead) == [(AuditKind.PARTNER_CHANGED, "Bailleur des Trois-Paliers", "Créé")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"kind": "autre chose"}, "kind"),
        ({"themes": ["inconnu"]}, "themes"),
        ({"usual_delay": "366"}, "usual_delay"),
        ({"usual_delay": "0"}, "usual_delay"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_bad_partner_is_refused_at_its_field(
    lead: Membership, leader: Client, change: dict[str, Any], field: str
) -> None:
    response = leader.post(NEW, {**TYPED, **change})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    with structure_scope(lead.structure_id):
        assert Partner.objects.count() == 0


@pytest.mark.parametrize("name", ["BAILLEUR des trois paliers", "Bailleur  des Trois-Paliers"])
def test_name_is_taken_whatever_its_case(lead: Membership, leader: Client, name: str) -> None:
    make_partner(lead.structure, "Bailleur des Trois-Paliers")
    make_partner(make_structure(), "Mairie d'ailleurs")

    refused = leader.post(NEW, {**TYPED, "name": name})
    accepted = leader.post(NEW, {**TYPED, "name": "Mairie d'ailleurs"})

    assert refused.context["form"].errors == {
        "name": ["« Bailleur des Trois-Paliers » est déjà parmi vos partenaires."]
    }
    assert accepted.status_code == 302


def test_name_of_an_archived_partner_says_so(lead: Membership, leader: Client) -> None:
    make_partner(lead.structure, "Ancien bailleur", archived_at=timezone.now())

    response = leader.post(NEW, {**TYPED, "name": "ancien bailleur"})

    assert response.context["form"].errors["name"] == [
        "« Ancien bailleur » est parmi les partenaires archivés : reprenez-le plutôt."
    ]


def test_partner_is_changed_and_the_audit_says_what(lead: Membership, leader: Client) -> None:
    partner = make_partner(lead.structure, "Bailleur", kind=PartnerKind.BAILLEUR, themes=[Theme.LOGEMENT])
    address = f"{partner.get_absolute_url()}modifier/"
    same = {"name": "Bailleur", "kind": "bailleur", "themes": ["logement"]}

    leader.post(address, same)
    leader.post(address, {**same, "name": "bailleur", "usual_delay": "20"})

    partner.refresh_from_db()
    assert (partner.name, partner.usual_delay) == ("bailleur", 20)
    assert entries(lead) == [
        (AuditKind.PARTNER_CHANGED, "bailleur", "Changé : organisation, délai habituel de réponse, en jours")
    ]


def test_archive_and_restore(lead: Membership, leader: Client) -> None:
    partner = make_partner(lead.structure, "Bailleur")
    make_contact(partner)

    leader.post(f"{partner.get_absolute_url()}archive/")
    archived = (shown(leader), shown(leader, "?etat=archives"))
    leader.post(f"{partner.get_absolute_url()}archive/")
    leader.post(f"{partner.get_absolute_url()}reprise/")

    assert archived == ([], ["Bailleur"])
    assert shown(leader) == ["Bailleur"]
    assert [detail for _, _, detail in entries(lead)] == ["Archivé", "Repris"]
    with structure_scope(lead.structure_id):
        assert PartnerContact.objects.count() == 1


def test_contact_is_added_with_its_consent(lead: Membership, leader: Client) -> None:
    partner = make_partner(lead.structure, "Bailleur")

    response = leader.post(f"{partner.get_absolute_url()}contacts/nouveau/", PERSON)

    assert response.headers["Location"] == partner.get_absolute_url()
    page = leader.get(partner.get_absolute_url()).content.decode()
    assert [
        word for word in ("Odette Vauclin", "Chargée de secteur", "12 mars 2026 : De vive voix") if word not in page
    ] == []
    # The name of the person stays out of the audit: it could not be erased from there.
    assert entries(lead) == [(AuditKind.PARTNER_CHANGED, "Bailleur", "Contact ajouté")]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"consented_on": ""}, "consented_on", NO_CONSENT),
        ({"consented_on": "hier"}, "consented_on", "Cette date n'est pas comprise : écrivez-la comme 31/12/2026."),
        (
            {"consented_on": str(timezone.localdate() + timedelta(days=2))},
            "consented_on",
            "Cette date est à venir : notez le jour où l'accord a été donné.",
        ),
        ({"phone": ""}, "email", "Donnez un courriel ou un téléphone professionnel."),
        ({"name": ""}, "name", "Donnez le prénom et le nom de cette personne."),
    ],
)
def test_contact_without_consent_is_refused(
    lead: Membership, leader: Client, change: dict[str, str], field: str, reason: str
) -> None:
    partner = make_partner(lead.structure)

    response = leader.post(f"{partner.get_absolute_url()}contacts/nouveau/", {**PERSON, **change})

    assert (response.status_code, dict(response.context["form"].errors)) == (422, {field: [reason]})
    assert escape(CONSENT_WHY) in response.content.decode()
    with structure_scope(lead.structure_id):
        assert PartnerContact.objects.count() == 0


def test_contact_is_changed(lead: Membership, leader: Client) -> None:
    contact = make_contact(make_partner(lead.structure, "Bailleur"), "Odette Vauclin")
    address = f"{contact.partner.get_absolute_url()}contacts/{contact.pk}/"

    assert 'value="2026-01-15"' in leader.get(address).content.decode()
    leader.post(address, PERSON)

    contact.refresh_from_db()
    assert (contact.email, contact.phone, str(contact.consented_on)) == ("", "04 00 00 00 00", "2026-03-12")
    assert [detail for _, _, detail in entries(lead)] == [
        "Contact changé : fonction, courriel professionnel, téléphone professionnel, d'accord depuis le"
    ]


def test_two_contacts_of_one_name_are_refused(lead: Membership, leader: Client) -> None:
    contact = make_contact(make_partner(lead.structure), "odette VAUCLIN")

    response = leader.post(f"{contact.partner.get_absolute_url()}contacts/nouveau/", PERSON)

    assert list(response.context["form"].errors) == ["name"]


def test_contact_is_erased_for_good(lead: Membership, leader: Client) -> None:
    contact = make_contact(make_partner(lead.structure, "Bailleur"), "Odette Vauclin")
    address = contact.partner.get_absolute_url()

    assert "Cela ne peut pas être annulé" in leader.get(address).content.decode()
    response = leader.post(f"{address}contacts/{contact.pk}/effacement/", follow=True)

    assert "Odette" not in response.content.decode()
    assert shown(leader, "?q=odette") == []
    assert entries(lead) == [(AuditKind.ERASE_NAMED, "Bailleur", "Contact effacé")]
