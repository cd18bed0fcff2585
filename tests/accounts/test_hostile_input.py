"""What nobody types but anybody can send: a refusal each time, never a breakdown."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db

HOSTILE = {
    "lists": "[" * 50_000,
    "objects": '{"a":' * 20_000,
    "endless number": "9" * 5_000,
    "no object": '"x"',
    "empty answer": '{"id":"eA","rawId":"eA","type":"public-key","response":{}}',
}


@pytest.mark.parametrize("credential", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_passkey_opens_nothing_and_breaks_nothing(client: Client, credential: str) -> None:
    answer = client.post("/compte/connexion/cle/", {"credential": credential})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/connexion/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_passkey_is_not_added(credential: str) -> None:
    client = logged_in(make_membership().user)
    client.post("/compte/confirmer/", {"password": "une phrase que je retiens"})

    answer = client.post("/compte/double-verification/cles/ajouter/", {"credential": credential, "name": "x"})

    assert answer.status_code == 200
    assert not client.get("/compte/double-verification/").context["authenticators"]


def test_link_to_choose_a_password_lives_a_day_at_most() -> None:
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 3600
