"""The home page: what each reader sees, at a constant price."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.library.enums import Visibility
from palier.structures.enums import Role
from tests.factories.people import logged_in, make_member, make_user
from tests.factories.sheets import make_sheet, make_sheets

pytestmark = pytest.mark.django_db


def test_visitor_sees_public_sheets_only(client: Client) -> None:
    make_sheet("Le banc rouge")
    make_sheet("La réunion d'équipe", visibility=Visibility.MEMBERS)

    content = client.get("/").content.decode()

    assert (content.count("Le banc rouge") > 0, content.count("réunion d&#x27;équipe")) == (True, 0)
    assert "/fiches/importer/" not in content


def test_editor_is_offered_the_import() -> None:
    content = logged_in(make_member(Role.REFERENT)).get("/").content.decode()

    assert "/fiches/importer/" in content


@pytest.mark.parametrize("role", [None, Role.REFERENT])
def test_queries_do_not_grow_with_the_library(client: Client, role: Role | None) -> None:
    browser = client if role is None else logged_in(make_member(role))
    browser.get("/")  # the first visit of a log-in writes the browser it comes from
    counts = []
    for _ in range(2):
        make_sheets(6)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    # A member's page holds twelve questions of its own besides those of the frame (test_today.py).
    assert counts[1] <= (8 if role is None else 16)


def test_navigation_marks_the_page_one_is_on(client: Client) -> None:
    def current(path: str) -> list[str]:
        return [item.label for item in client.get(path).context["navigation"] if item.current]

    assert [current("/"), current("/fiches/"), current("/aide/compte/")] == [["Aujourd'hui"], ["Fiches"], ["Aide"]]


def test_members_have_the_settings_in_their_navigation(client: Client) -> None:
    def words(browser: Client) -> list[str]:
        return [item.label for item in browser.get("/").context["navigation"]]

    assert words(client) == ["Aujourd'hui", "Fiches", "Aide"]
    everyday = ["Aujourd'hui", "Agenda", "Paroles", "Territoire", "Fiches", "Réglages", "Aide"]
    assert words(logged_in(make_member(Role.EQUIPIER))) == everyday
    assert words(logged_in(make_member(Role.LECTURE))) == ["Aujourd'hui", "Fiches", "Réglages", "Aide"]
    assert words(logged_in(make_user())) == ["Aujourd'hui", "Fiches", "Aide"]


def test_source_page_answers(client: Client) -> None:
    assert client.get("/aide/code-source/").status_code == 200
