"""Words copied from paper: what stays from a line to the next, what is refused at its line, nothing lost."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.models import Voice
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db
PAGE = "/paroles/saisie/"
FIRST = {"jour": "2027-03-12", "lieu": "aucun", "nature": "constat", "accord": "interne", "langue": "fr"}
EMPTY = dict.fromkeys(["texte", "jour", "lieu", "nature", "accord", "langue"], "")


@pytest.fixture(autouse=True)
def next_day() -> Any:
    """Let all happen on 12 March 2027."""
    with time_machine.travel("2027-03-12T09:00:00+01:00", tick=False):
        yield


def posted(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"l-TOTAL_FORMS": len(lines), "l-INITIAL_FORMS": 0, **more}
    for number, line in enumerate(lines):
        whole = {**EMPTY, **(FIRST if number == 0 else {}), **line}
        data |= {f"l-{number}-{name}": value for name, value in whole.items()}
    return data


def written(outing: Outing) -> list[tuple[Any, ...]]:
    with structure_scope(outing.structure_id):
        rows = Voice.objects.order_by("id").select_related("place")
        return [(row.text, str(row.made_at.date()), row.place, row.kind, row.consent, row.language) for row in rows]


def test_each_line_takes_from_the_one_above(outing: Outing, lead: Membership) -> None:
    lines = [
        {"texte": "Un banc", "jour": "2027-03-01", "lieu": outing.place_id, "nature": "besoin"},
        {"texte": " Un  abri "},
        {"lieu": "aucun", "jour": "2027-03-02"},
        {"texte": "Une fête", "accord": "citable", "langue": "tr"},
        {},
    ]

    answer = logged_in(lead.user).post(PAGE, posted(*lines))

    assert answer.url == "/paroles/"
    assert written(outing) == [
        ("Un banc", "2027-03-01", outing.place, "besoin", "interne", "fr"),
        ("Un abri", "2027-03-01", outing.place, "besoin", "interne", "fr"),
        ("Une fête", "2027-03-02", None, "besoin", "citable", "tr"),
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"texte": "Un banc", "jour": "2027-03-13"}, "jour"),
        ({"texte": "Un banc", "jour": "0202-03-13"}, "jour"),
        ({"texte": "x" * 5001}, "texte"),
        ({"texte": "Un banc", "nature": "?"}, "nature"),
    ],
)
def test_line_refused_says_why_and_loses_nothing(
    outing: Outing, lead: Membership, line: dict[str, str], field: str
) -> None:
    answer = logged_in(lead.user).post(PAGE, posted({"texte": "Un abri"}, line))

    lines = answer.context["lines"].forms
    assert (answer.status_code, written(outing)) == (422, [])
    assert (list(lines[0].errors), list(lines[1].errors)) == ([], [field])
    assert "Un abri" in answer.content.decode()


def test_nothing_written_is_refused(outing: Outing, lead: Membership) -> None:
    answer = logged_in(lead.user).post(PAGE, posted({}, {}))

    assert (answer.status_code, written(outing)) == (422, [])
    assert "Écrivez au moins une parole." in answer.content.decode()


def test_more_lines_keep_what_was_typed(outing: Outing, lead: Membership) -> None:
    answer = logged_in(lead.user).post(PAGE, posted({"texte": "Un abri"}, ajouter="1"))

    assert (answer.status_code, len(answer.context["lines"].forms), written(outing)) == (200, 6, [])
    assert "Un abri" in answer.content.decode()


@pytest.mark.parametrize("total", ["x", "-3", "100000", ""])
def test_wrong_number_of_lines_is_refused(outing: Outing, lead: Membership, total: str) -> None:
    data = posted({"texte": "Un abri"}) | {"l-TOTAL_FORMS": total}

    assert logged_in(lead.user).post(PAGE, data).status_code == 422
    assert logged_in(lead.user).post(PAGE, {**data, "ajouter": "1"}).status_code == 200
    assert written(outing) == []


def test_place_of_another_centre_is_not_known(outing: Outing, lead: Membership) -> None:
    theirs = make_place(make_structure(), "Là-bas")

    answer = logged_in(lead.user).post(PAGE, posted({"texte": "Un abri", "lieu": theirs.pk}))

    assert (answer.status_code, written(outing)) == (422, [])


def test_others_do_not_come_in(outing: Outing, lead: Membership, awa: Membership) -> None:
    reading = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)

    assert [browser.get(PAGE).status_code for browser in (Client(), reading, logged_in(awa.user))] == [302, 403, 403]
    assert logged_in(lead.user).put(PAGE).status_code == 405
    assert logged_in(lead.user).get(PAGE).status_code == 200
