"""Log-ins, log-outs, passwords and second factors in the audit of each structure of the account."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.structures.enums import Role
from tests.accounts.codes import code_of
from tests.factories.people import PASSWORD, logged_in, make_membership, make_structure, make_user
from tests.structures.team import audited

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHRASE = "sept chats gris dansent sous la pluie"


def log_in(email: str, password: str = PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=AGENT)
    client.post(LOGIN, {"login": email, "password": password})
    return client


def entries() -> list[AuditEntry]:
    with across_structures():
        return list(AuditEntry.objects.order_by("created_at", "id"))


def test_login_and_logout_are_told_to_each_structure() -> None:
    place = make_membership(Role.EQUIPIER, email="awa@exemple.fr")
    other = make_membership(Role.EQUIPIER, structure=make_structure(), user=place.user)

    client = log_in("awa@exemple.fr")
    client.post("/compte/deconnexion/")

    for structure in (place.structure, other.structure):
        assert audited(structure) == [("login", "Awa Perrin", ""), ("logout", "Awa Perrin", "")]
    assert {entry.device for entry in entries()} == {"Firefox sur Windows"}


def test_wrong_password_is_told_to_the_structure_of_the_account() -> None:
    place = make_membership(Role.EQUIPIER, email="awa@exemple.fr")

    log_in("AWA@exemple.fr", "faux")

    assert audited(place.structure) == [("login_failed", "Awa Perrin", "")]


def test_unknown_account_leaves_one_line_without_what_was_typed() -> None:
    log_in("mon-mot-de-passe@exemple.fr", "faux")

    (entry,) = entries()
    assert (entry.kind, entry.structure_id, entry.actor_id) == ("login_failed", None, "")
    assert "mon-mot-de-passe" not in " ".join(map(str, vars(entry).values()))


def inserts(email: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        log_in(email, "faux")
    return sum(query["sql"].startswith('INSERT INTO "audit_auditentry"') for query in asked)


def test_known_and_unknown_accounts_cost_the_same_writing() -> None:
    make_membership(Role.EQUIPIER, email="awa@exemple.fr")

    assert (inserts("awa@exemple.fr"), inserts("personne@exemple.fr")) == (1, 1)


def test_account_without_structure_is_told_to_none() -> None:
    user = make_user("awa@exemple.fr")

    log_in("awa@exemple.fr")

    assert [(entry.kind, entry.structure_id, entry.actor_id) for entry in entries()] == [("login", None, str(user.pk))]


def test_changed_password_and_second_factor_are_told(django_capture_on_commit_callbacks: Any) -> None:
    place = make_membership(Role.EQUIPIER)
    client = logged_in(place.user)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": PHRASE, "password2": PHRASE})
    add = "/compte/double-verification/application/ajouter/"
    client.post("/compte/confirmer/", {"password": PHRASE})
    key = str(client.get(add).context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(add, {"code": code_of(key)})

    told = [(entry.kind, entry.detail) for entry in entries()]
    assert ("password_changed", "") in told
    assert ("second_factor_changed", "application ajoutée") in told
    assert {entry.structure_id for entry in entries()} == {place.structure_id}
