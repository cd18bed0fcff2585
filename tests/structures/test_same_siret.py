"""Two people write the same SIRET at the same instant: one is told, nothing breaks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from palier.structures.actions.federation import create_structure
from palier.structures.actions.structures import StructureExists, save_card
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import actor_for, logged_in, make_membership, make_structure
from tests.structures.phone_browsers import together

SIRET = "73282932000074"


@pytest.mark.django_db(transaction=True)
def test_structures_sent_together_are_one_and_a_refusal() -> None:
    federation = make_membership(Role.FEDERATION)
    clients = [logged_in(federation.user) for _ in range(4)]
    form = {"name": "Espace des Tilleuls", "kind": "centre_social", "siret": SIRET, "commune": "Grenoble (38)"}

    answers = together(
        4, lambda n: str(clients[n].post(reverse("structures:federation-structure-new"), form).status_code)
    )

    assert answers == ["302", "422", "422", "422"]
    assert Structure.objects.filter(siret=SIRET).count() == 1


@pytest.mark.django_db
def test_siret_taken_since_the_form_was_checked_is_refused() -> None:
    federation, lead = make_membership(Role.FEDERATION), make_membership(Role.DIRECTION)
    make_structure(siret=SIRET)
    new = Structure(name="Autre", kind="centre_social", siret=SIRET, departement="38", commune="Valbrune")
    lead.structure.siret = SIRET

    with pytest.raises(StructureExists):
        create_structure(structure=new, federation=federation.structure, by=actor_for(federation), now=timezone.now())
    with pytest.raises(StructureExists):
        save_card(structure=lead.structure, by=actor_for(lead), now=timezone.now())

    assert list(Structure.objects.filter(siret=SIRET).values_list("name", flat=True)) != ["Autre"]
    assert Structure.objects.filter(siret=SIRET).count() == 1
