"""The keys of a structure: made once, kept enciphered, renewed; what a changed secret does."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.residents.actions import UnopenableError, public_key_of
from palier.residents.actions.keys import Renewal, renew_keys
from palier.residents.models import StructureKey
from palier.residents.queries.keys import open_all, open_sealed
from palier.residents.safe import taken_out
from palier.residents.sealing import as_bytes, point_of
from palier.structures.models import Membership
from tests.factories.outings import make_outing
from tests.factories.people import make_structure
from tests.factories.residents import ZEBULONNE, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
OTHER_SECRET = "une autre phrase secrète, tout aussi longue que la première, ou presque"


def test_key_is_made_once(lead: Membership, outing: Outing) -> None:
    first = public_key_of(lead.structure, now=outing.starts_at)
    second = public_key_of(lead.structure, now=outing.ends_at)

    assert first == second
    assert StructureKey.objects.count() == 1
    assert (len(as_bytes(first.public)), as_bytes(first.public)[0]) == (65, 4)


def test_private_half_is_enciphered(lead: Membership, outing: Outing) -> None:
    key = public_key_of(lead.structure, now=outing.starts_at)
    private = taken_out(key.private, structure_id=lead.structure_id)
    number = private.private_numbers().private_value.to_bytes(32, "big")

    assert point_of(private.public_key()) == key.public
    assert number not in as_bytes(key.private)


def test_row_copied_under_another_structure_opens_nothing(lead: Membership, outing: Outing) -> None:
    key = public_key_of(lead.structure, now=outing.starts_at)

    with pytest.raises(UnopenableError):
        taken_out(key.private, structure_id=make_structure().pk)


def test_changed_secret_closes_names_and_gives_phones_a_new_key(
    lead: Membership, outing: Outing, settings: Settings
) -> None:
    resident = make_resident(outing)

    settings.SECRET_KEY = OTHER_SECRET

    with pytest.raises(UnopenableError, match="PALIER_SECRET_KEY"):
        open_sealed(resident)
    key = public_key_of(lead.structure, now=outing.ends_at)
    assert str(key.pk) != resident.sealed["key"]
    assert open_sealed(make_resident(outing)) == ZEBULONNE


def test_former_secret_opens_then_renewal_does_without_it(lead: Membership, outing: Outing, settings: Settings) -> None:
    resident = make_resident(outing)
    settings.SECRET_KEY, settings.FORMER_SECRET_KEYS = OTHER_SECRET, [settings.SECRET_KEY]
    assert open_sealed(resident) == ZEBULONNE

    renewal = renew_keys(now=outing.ends_at)

    settings.FORMER_SECRET_KEYS = []
    later = make_resident(outing, at=outing.ends_at)
    assert renewal == Renewal(made=1, kept=1, lost=0)
    assert open_all([resident, later]) == {resident.pk: ZEBULONNE, later.pk: ZEBULONNE}
    assert later.sealed["key"] != resident.sealed["key"]


def test_command_says_what_it_renewed(lead: Membership, outing: Outing) -> None:
    make_resident(outing)
    told, words = io.StringIO(), io.StringIO()

    call_command("keys", "renew", "--json", stdout=told)
    call_command("keys", "renew", stdout=words)

    assert json.loads(told.getvalue()) == {"made": 1, "kept": 1, "lost": 0}
    assert [line.split()[0] for line in words.getvalue().splitlines()] == ["1", "2", "0"]


def test_renewal_tells_keys_that_nothing_opens(lead: Membership, outing: Outing, settings: Settings) -> None:
    make_resident(outing)
    make_resident(make_outing(make_structure()))
    settings.SECRET_KEY = OTHER_SECRET

    assert renew_keys(now=outing.ends_at) == Renewal(made=2, kept=0, lost=2)


def test_renewal_gives_the_newest_to_phones(lead: Membership, outing: Outing) -> None:
    former = public_key_of(lead.structure, now=outing.starts_at)

    renew_keys(now=outing.starts_at + timedelta(days=30))

    assert public_key_of(lead.structure, now=outing.ends_at) != former
    assert StructureKey.objects.count() == 2


def test_other_structure_has_another_key(lead: Membership, outing: Outing) -> None:
    other = make_structure()
    with structure_scope(other.pk):
        theirs = public_key_of(other, now=outing.starts_at)

    assert theirs.public != public_key_of(lead.structure, now=outing.starts_at).public
