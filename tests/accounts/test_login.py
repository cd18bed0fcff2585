"""Logging in and out, and what stays closed."""

import pytest
from allauth.core.context import request_context
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from palier.accounts.adapter import AccountAdapter
from palier.accounts.models import User
from palier.structures.enums import Role
from tests.factories.people import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
EMAIL = "awa@exemple.fr"


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> tuple[int, list[str]]:
    """Return the status of the answer and the form's messages."""
    response = client.post(LOGIN, {"login": email, "password": password})
    form = response.context["form"] if response.status_code == 200 else None
    return response.status_code, form.non_field_errors() if form else []


def user_id(client: Client) -> str | None:
    found: str | None = client.session.get("_auth_user_id")
    return found


@pytest.mark.parametrize("typed", [EMAIL, "AWA@Exemple.FR"])
def test_login_by_email_leads_home(client: Client, typed: str) -> None:
    user = make_user(EMAIL)

    response = client.post(LOGIN, {"login": typed, "password": PASSWORD})

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert user_id(client) == str(user.pk)


def test_login_goes_on_to_the_page_asked_for(client: Client) -> None:
    make_member(Role.REFERENT, email=EMAIL)
    asked = client.get("/fiches/importer/").headers["Location"]

    response = client.post(asked, {"login": EMAIL, "password": PASSWORD, "next": "/fiches/importer/"})

    assert asked == f"{LOGIN}?next=/fiches/importer/"
    assert response.headers["Location"] == "/fiches/importer/"


def test_login_never_leads_to_another_site(client: Client) -> None:
    make_user(EMAIL)

    response = client.post(LOGIN, {"login": EMAIL, "password": PASSWORD, "next": "https://ailleurs.example/"})

    assert response.headers["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer(client: Client) -> None:
    make_user(EMAIL)

    known = log_in(client, EMAIL, "une autre phrase")
    unknown = log_in(client, "personne@exemple.fr", "une autre phrase")

    assert known == unknown
    assert (known[0], len(known[1])) == (200, 1)
    assert user_id(client) is None


def test_sixth_try_is_refused_even_with_the_right_password(client: Client) -> None:
    make_user(EMAIL)
    make_user("autre@exemple.fr")
    refusals = [log_in(client, EMAIL, "faux")[1] for _ in range(5)]

    blocked = log_in(client, EMAIL, PASSWORD)

    assert refusals == [refusals[0]] * 5
    assert blocked[1] not in ([], refusals[0])
    assert user_id(client) is None
    assert log_in(client, "autre@exemple.fr", PASSWORD)[0] == 302


def test_spelling_of_an_address_does_not_give_more_tries() -> None:
    user = make_user(EMAIL)
    request = RequestFactory().post(LOGIN)

    with request_context(request):
        for typed in (EMAIL, EMAIL.upper(), f" {EMAIL}", EMAIL.title(), EMAIL):
            AccountAdapter().authenticate(request, email=typed, password="faux")
        with pytest.raises(ValidationError):
            AccountAdapter().authenticate(request, email=user.email, password=PASSWORD)


def test_four_failures_do_not_close_the_door(client: Client) -> None:
    make_user(EMAIL)
    for _ in range(4):
        log_in(client, EMAIL, "faux")

    assert log_in(client, EMAIL, PASSWORD)[0] == 302


def test_closed_account_does_not_log_in(client: Client) -> None:
    make_user(EMAIL, is_active=False)

    client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})

    assert user_id(client) is None


def test_account_closed_while_logged_in_becomes_a_visitor(client: Client) -> None:
    user = make_member(Role.REFERENT)
    client.force_login(user)
    before = client.get("/fiches/importer/").status_code

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert (before, client.get("/fiches/importer/").status_code) == (200, 302)


def test_nobody_signs_up_alone(client: Client) -> None:
    form = {"email": "intrus@exemple.fr", "password1": PASSWORD, "password2": PASSWORD}
    answers = [client.post(path, form).status_code for path in ("/compte/signup/", "/compte/inscription/")]

    assert answers == [404, 404]
    assert not User.objects.exists()
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_logout_needs_a_post(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    asked = client.get("/compte/deconnexion/")
    still = user_id(client)
    done = client.post("/compte/deconnexion/")

    assert (asked.status_code, still) == (200, str(user.pk))
    assert (done.status_code, done.headers["Location"]) == (302, "/fiches/")
    assert user_id(client) is None


def test_login_form_needs_its_token() -> None:
    make_user(EMAIL)
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(LOGIN, {"login": EMAIL, "password": PASSWORD})

    assert response.status_code == 403
    assert user_id(strict) is None
