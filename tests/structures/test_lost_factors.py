"""A second factor that is lost is taken away by the right person only."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from palier.accounts.second_factor import has_second_factor
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.people import logged_in, make_membership, make_structure
from tests.structures.team import audited

pytestmark = pytest.mark.django_db


def with_factor(place: Membership) -> Membership:
    """Return a place whose account has an authenticator app."""
    Authenticator.objects.create(user=place.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return place


def address(place: Membership) -> str:
    return f"/reglages/equipe/{place.pk}/cle-perdue/"


@pytest.fixture
def direction() -> Membership:
    return make_membership(Role.DIRECTION)


def test_direction_takes_the_factor_away_and_devices_are_closed(direction: Membership) -> None:
    lost = make_membership(Role.DIRECTION, structure=direction.structure)
    other = logged_in(lost.user)
    other.get("/reglages/appareils/")

    page = logged_in(direction.user).get(lost.get_absolute_url()).content.decode()
    answer = logged_in(direction.user).post(address(lost), follow=True)

    assert "Retirer sa double vérification" in page
    assert "peut se connecter avec son mot de passe" in answer.content.decode()
    assert not has_second_factor(lost.user)
    assert other.get("/reglages/appareils/").headers["Location"].startswith("/appareil-ferme/")
    assert "second_factor_changed" in [entry[0] for entry in audited(direction.structure)]


def test_page_offers_it_only_for_an_account_that_has_one(direction: Membership) -> None:
    place = make_membership(structure=direction.structure)

    assert "Retirer sa double" not in logged_in(direction.user).get(place.get_absolute_url()).content.decode()


def test_own_factor_is_kept(direction: Membership) -> None:
    client = logged_in(direction.user)

    client.post(address(direction))

    assert has_second_factor(direction.user)


def test_factor_of_who_leads_elsewhere_is_kept(direction: Membership) -> None:
    elsewhere = make_membership(Role.DIRECTION, structure=make_structure())
    place = with_factor(make_membership(Role.EQUIPIER, structure=direction.structure, user=elsewhere.user))

    answer = logged_in(direction.user).post(address(place), follow=True)

    assert "a des droits dans une autre structure" in answer.content.decode()
    assert has_second_factor(place.user)


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.REFERENT, Role.LECTURE])
def test_others_may_not(direction: Membership, role: Role) -> None:
    place = with_factor(make_membership(structure=direction.structure))
    somebody = make_membership(role, structure=direction.structure)

    assert logged_in(somebody.user).post(address(place)).status_code == 403
    assert has_second_factor(place.user)


def test_other_structure_finds_nothing(direction: Membership) -> None:
    place = with_factor(make_membership())

    assert logged_in(direction.user).post(address(place)).status_code == 404
    assert logged_in(direction.user).get(address(place)).status_code == 405
    assert has_second_factor(place.user)


def test_server_unlocks_the_only_lead(capsys: pytest.CaptureFixture[str]) -> None:
    place = with_factor(make_membership(Role.DIRECTION))

    call_command("structures", "unlock", f" {place.user.email} ".upper())

    assert not has_second_factor(place.user)
    assert audited(place.structure)[0][:2] == ("second_factor_changed", "Ligne de commande")


def test_server_refuses_an_unknown_address(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("structures", "unlock", "personne@exemple.fr")

    assert end.value.code == 2
