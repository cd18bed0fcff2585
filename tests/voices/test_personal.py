"""Names that the finder knows: those of the team and of whom it meets at its partners, in this structure alone."""

import pytest

from palier.structures.models import Membership
from palier.voices.queries.personal import findings_in, known_names
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def test_team_and_contacts_of_partners_are_known(lead: Membership) -> None:
    make_contact(make_partner(lead.structure), name="Zbignevia Trolard")
    elsewhere = make_structure()
    make_membership(structure=elsewhere, name="Ailleurs Équipe")
    make_contact(make_partner(elsewhere), name="Ailleurs Contact")

    text = "j'ai vu zbignevia trolard au guichet"

    assert sorted(known_names()) == ["Nadia Roche", "Zbignevia Trolard"]
    assert [text[found.start : found.end] for found in findings_in(text)] == ["zbignevia trolard"]
