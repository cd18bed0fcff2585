"""Accounts as rows."""

import pytest
from django.db import IntegrityError, transaction

from palier.accounts.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_address_is_kept_in_lower_case() -> None:
    assert make_user("Awa@Exemple.FR").email == "awa@exemple.fr"


def test_two_accounts_never_share_an_address_whatever_the_case() -> None:
    make_user("awa@exemple.fr")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="AWA@exemple.fr", name="Autre")

    assert User.objects.count() == 1


def test_account_without_password_cannot_use_one() -> None:
    user = User.objects.create_user("sans@exemple.fr", name="Sans")

    assert not user.has_usable_password()
    assert not user.check_password("")


def test_accounts_without_address_are_as_many_as_needed() -> None:
    first, second = (User.objects.create_user(None, name=name) for name in ("Inès", "Moussa"))

    assert [first.email, second.email] == [None, None]
    assert not first.has_usable_password()


@pytest.mark.parametrize(("name", "shown"), [("Awa Perrin", "Awa Perrin"), ("", "awa@exemple.fr")])
def test_account_is_shown_by_its_name_or_its_address(name: str, shown: str) -> None:
    assert str(make_user("awa@exemple.fr", name=name)) == shown
