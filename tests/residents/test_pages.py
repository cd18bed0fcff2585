"""The pages of those to call back: a list without names, one person opened under the audit, calls, consent, export."""

import csv
import io
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.residents.enums import CallState, ContactKind
from palier.residents.models import Call, Resident
from palier.residents.sealing import Named
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.outings import THURSDAY, make_outing, make_place, paris
from tests.factories.people import logged_in, make_membership, make_structure, show_second_factor
from tests.factories.residents import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afternoon")]
LIST = "/rappels/"
NAMES = ("Zébulonne", "39 98", "après 18 h")


@pytest.fixture
def afternoon() -> Any:
    """Live on the Thursday of the outing, in the afternoon."""
    with time_machine.travel(paris(THURSDAY, 15), tick=False):
        yield


@pytest.fixture
def browser(lead: Membership) -> Client:
    """Return the browser of the lead, with a second factor shown."""
    client = logged_in(lead.user)
    show_second_factor(client, lead.user)
    return client


def page(resident: Resident, name: str = "detail", **query: object) -> str:
    return reverse(f"residents:resident-{name}", args=[resident.pk], query=query or None)


def audit_kinds(lead: Membership) -> list[str]:
    with structure_scope(lead.structure_id):
        return list(AuditEntry.objects.order_by("at", "pk").values_list("kind", flat=True))


def state_of(resident: Resident) -> str:
    with structure_scope(resident.structure_id):
        return Resident.objects.get(pk=resident.pk).state


def test_list_says_who_waits_without_any_name(browser: Client, outing: Outing, lead: Membership) -> None:
    make_resident(outing, language="ar")

    answer = browser.get(LIST)
    words = unescape(answer.content.decode())

    assert [word for word in (*NAMES, "sealed") if word in words] == []
    assert [word for word in (outing.place.name, "arabe", "Aujourd'hui", "À rappeler") if word not in words] == []
    assert AuditKind.READ_NAMED not in audit_kinds(lead)


def test_home_page_says_how_many_wait(browser: Client, outing: Outing) -> None:
    make_resident(outing)
    gone, reached = make_resident(outing), make_resident(outing)
    with structure_scope(outing.structure_id):
        Resident.objects.filter(pk=gone.pk).update(withdrawn_at=outing.ends_at)
        Resident.objects.filter(pk=reached.pk).update(state=CallState.RAPPELE)

    part = browser.get("/rappels/attente/").content.decode()

    assert ("1 personne à rappeler" in part, "<html" in part) == (True, False)
    assert 'hx-get="/rappels/attente/"' in browser.get("/").content.decode()


def test_list_is_empty_at_first(browser: Client) -> None:
    assert "Personne n'a demandé" in unescape(browser.get(LIST).content.decode())


def test_list_shows_those_who_wait_longest_first_and_filters(browser: Client, outing: Outing) -> None:
    other = make_outing(outing.structure, place=make_place(outing.structure, name="Les Glycines"))
    old = make_resident(outing, at=outing.starts_at - timedelta(days=3), language="tr")
    new, reached = make_resident(other), make_resident(outing)
    with structure_scope(outing.structure_id):
        Resident.objects.filter(pk=reached.pk).update(state=CallState.RAPPELE)

    def shown(query: str) -> list[UUID]:
        return [person.pk for person, *_ in browser.get(f"{LIST}{query}").context["rows"]]

    assert shown("") == [old.pk, new.pk]
    assert shown("?etat=rappele") == [reached.pk]
    assert shown("?etat=toutes") == [old.pk, new.pk, reached.pk]
    assert shown(f"?lieu={other.place_id}") == [new.pk]
    assert shown("?langue=tr") == [old.pk]
    assert shown("?etat=faux&lieu=faux&langue=klingon") == [old.pk, new.pk]


def test_list_asks_as_many_questions_with_one_person_and_thirty(browser: Client, outing: Outing) -> None:
    browser.get(LIST)  # a first request writes the device of the session
    counts = []
    for people in (1, 29):
        for _ in range(people):
            make_resident(outing)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_page_opens_the_name_and_the_audit_says_so(browser: Client, outing: Outing, lead: Membership) -> None:
    resident = make_resident(outing, by=lead, language="ro")

    answer = browser.get(page(resident))

    words = answer.content.decode()
    assert [
        word
        for word in (*NAMES, "<dd>roumain</dd>", "tel:0639981234", "Nadia Roche", "reprendre contact")
        if word not in words
    ] == []
    assert "no-store" in answer.headers["Cache-Control"]
    assert audit_kinds(lead).count(AuditKind.READ_NAMED) == 1
    browser.get(page(resident))
    assert audit_kinds(lead).count(AuditKind.READ_NAMED) == 2


@pytest.mark.parametrize(
    ("named", "address"),
    [
        (Named("Ana", "ana@exemple.fr", ContactKind.COURRIEL), "mailto:ana@exemple.fr"),
        (Named("Ana", "+33 6 39 98 00 00", ContactKind.TELEPHONE), "tel:+33639980000"),
    ],
)
def test_contact_is_one_tap_away(browser: Client, outing: Outing, named: Named, address: str) -> None:
    assert f'href="{address}"' in browser.get(page(make_resident(outing, named))).content.decode()


def test_other_contact_is_plain_text(browser: Client, outing: Outing) -> None:
    named = Named("Ana", "<b>à la boulangerie</b>", ContactKind.AUTRE)

    words = browser.get(page(make_resident(outing, named))).content.decode()

    assert "&lt;b&gt;à la boulangerie&lt;/b&gt;" in words
    assert ("tel:" in words, "mailto:" in words) == (False, False)


def test_name_that_does_not_open_says_why(browser: Client, outing: Outing, lead: Membership) -> None:
    resident = make_resident(outing)
    with structure_scope(outing.structure_id):
        Resident.objects.update(sealed={**resident.sealed, "key": str(uuid4())})

    words = unescape(browser.get(page(resident)).content.decode())

    assert "Le nom ne s'ouvre pas" in words
    assert AuditKind.READ_NAMED not in audit_kinds(lead)


@pytest.mark.parametrize("name", ["detail", "call", "call-undo", "revoke"])
def test_second_proof_is_asked_before_a_name(outing: Outing, lead: Membership, name: str) -> None:
    resident = make_resident(outing)
    alone = logged_in(lead.user)

    answer = alone.get(page(resident)) if name == "detail" else alone.post(page(resident, name), {"outcome": "rappele"})

    asked = answer.status_code == 302 and answer.headers["Location"].startswith("/compte/")
    assert asked == (name in {"detail", "call"})
    assert AuditKind.READ_NAMED not in audit_kinds(lead)


def test_call_is_noted_then_undone_from_the_list(browser: Client, outing: Outing) -> None:
    resident = make_resident(outing)

    answer = browser.post(page(resident, "call"), {"outcome": "rappele", "note": " Rendez-vous  mardi "}, follow=True)

    with structure_scope(outing.structure_id):
        call = Call.objects.get()
    assert (state_of(resident), call.note) == (CallState.RAPPELE, "Rendez-vous mardi")
    undo = page(resident, "call-undo", appel=call.pk)
    assert undo.replace("&", "&amp;") in answer.content.decode()
    browser.post(undo)
    assert state_of(resident) == CallState.A_RAPPELER


@pytest.mark.parametrize("query", [{}, {"appel": "faux"}, {"appel": "0190b7a2-0000-7000-8000-00000000f00d"}])
def test_unknown_call_is_not_undone(browser: Client, outing: Outing, query: dict[str, str]) -> None:
    resident = make_resident(outing)
    browser.post(page(resident, "call"), {"outcome": "injoignable"})

    answer = browser.post(page(resident, "call-undo", **query), follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert state_of(resident) == CallState.INJOIGNABLE


@pytest.mark.parametrize("sent", [{}, {"outcome": "retire"}, {"outcome": "rappele", "note": "x" * 301}])
def test_wrong_call_changes_nothing(browser: Client, outing: Outing, sent: dict[str, str]) -> None:
    resident = make_resident(outing)

    answer = browser.post(page(resident, "call"), sent)

    assert (answer.status_code, state_of(resident)) == (422, CallState.A_RAPPELER)


def test_consent_is_taken_back_after_a_question(browser: Client, outing: Outing, lead: Membership) -> None:
    resident = make_resident(outing)
    assert "ne peut pas être annulé" in browser.get(page(resident, "revoke")).content.decode()

    browser.post(page(resident, "revoke"))

    words = browser.get(page(resident)).content.decode()
    assert state_of(resident) == CallState.RETIRE
    assert [word for word in NAMES if word in words] == []
    assert ("Repris le" in words, "Noter l&#x27;appel" in words) == (True, False)
    assert browser.post(page(resident, "call"), {"outcome": "rappele"}).status_code == 302
    assert AuditKind.ERASE_NAMED in audit_kinds(lead)


def cells(data: bytes, file_format: str) -> list[list[str]]:
    """Return the rows of a table, as text."""
    if file_format == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_export_holds_names_and_the_audit_says_so(
    browser: Client, outing: Outing, lead: Membership, file_format: str
) -> None:
    make_resident(outing, Named("=Zébulonne", "+33 6 39 98 00 00"))
    gone = make_resident(outing)
    browser.post(page(gone, "revoke"))

    answer: Any = browser.get(f"/rappels/export.{file_format}?etat=toutes")

    head, *rows = cells(b"".join(answer), file_format)
    assert head[:3] == ["Prénom", "Contact", "Moyen"]
    quote = "'" if file_format == "csv" else ""
    person = [f"{quote}=Zébulonne", f"{quote}+33 6 39 98 00 00", "Téléphone"]
    assert [row[:3] for row in rows] == [person, ["", "", "Effacé"]]
    assert audit_kinds(lead)[-1] == AuditKind.EXPORT_NAMED


def test_export_asks_the_second_proof_again(outing: Outing, lead: Membership) -> None:
    make_resident(outing)

    answer = logged_in(lead.user).get("/rappels/export.csv")

    assert answer.headers["Location"].startswith("/compte/")
    assert audit_kinds(lead) == []


def addresses(resident: Resident) -> list[tuple[str, str]]:
    return [
        ("get", LIST),
        ("get", "/rappels/export.csv"),
        ("get", page(resident)),
        ("post", page(resident, "call")),
        ("post", page(resident, "call-undo")),
        ("get", page(resident, "revoke")),
        ("post", page(resident, "revoke")),
    ]


def test_others_do_not_come_in(outing: Outing, awa: Membership) -> None:
    resident = make_resident(outing)
    visitor, member, reader = Client(), logged_in(awa.user), logged_in(make_membership(Role.LECTURE).user)

    for method, address in addresses(resident):
        assert getattr(visitor, method)(address).headers["Location"].startswith("/compte/connexion/"), address
        assert [getattr(client, method)(address).status_code for client in (member, reader)] == [403, 403], address
    assert state_of(resident) == CallState.A_RAPPELER


def test_people_of_another_structure_are_not_found(browser: Client) -> None:
    theirs = make_resident(make_outing(make_structure()))

    found = [getattr(browser, method)(address).status_code for method, address in addresses(theirs)[2:]]

    assert found == [404] * 5
    assert state_of(theirs) == CallState.A_RAPPELER


def test_line_taken_back_is_not_found(browser: Client, outing: Outing) -> None:
    resident = make_resident(outing)
    with structure_scope(outing.structure_id):
        Resident.objects.update(withdrawn_at=paris(THURSDAY, 12))

    assert browser.get(page(resident)).status_code == 404
    assert browser.get(LIST).context["rows"] == []


def test_wrong_methods_are_refused(browser: Client, outing: Outing) -> None:
    resident = make_resident(outing)

    assert [browser.post(address).status_code for address in (LIST, page(resident))] == [405, 405]
    assert [browser.get(page(resident, name)).status_code for name in ("call", "call-undo")] == [405, 405]
    assert browser.get("/rappels/pas-une-cle/").status_code == 404
