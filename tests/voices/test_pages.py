"""Words forgotten on the doorstep, corrected, taken back, given back; those of somebody to call."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.models import Edit
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.actions import put_voices
from palier.voices.models import Voice
from tests.factories.fieldlog import make_origin
from tests.factories.outings import make_outing
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.residents import make_resident

pytestmark = pytest.mark.django_db
WORDS = "L'ascenseur est en panne."
TOLD = {"text": WORDS, "kind": "besoin", "themes": ["logement"], "consent": "citable", "language": "ar"}


@pytest.fixture(autouse=True)
def next_morning() -> Iterator[None]:
    """Let all happen the morning after the outing."""
    with time_machine.travel("2027-03-12T09:00:00+01:00", tick=False):
        yield


def make_voice(outing: Outing, by: Membership | None = None, **fields: Any) -> Voice:
    entry = uuid7()
    origin = make_origin(by, at=outing.starts_at + timedelta(minutes=5), clock=entry)
    with structure_scope(outing.structure_id):
        put_voices(puts=[Put(outing, entry, {"text": WORDS, **fields}, origin)])
        return Voice.objects.get(pk=entry)


def page(voice: Voice, job: str = "edit") -> str:
    return reverse(f"voices:voice-{job}", args=[voice.pk])


def voices_of(outing: Outing) -> list[Voice]:
    with structure_scope(outing.structure_id):
        return list(Voice.objects.filter(outing=outing).order_by("pk"))


def test_forgotten_words_are_added_and_read_in_the_log(outing: Outing, awa: Membership) -> None:
    browser = logged_in(awa.user)

    answer = browser.post(f"/carnet/{outing.pk}/parole/", TOLD, follow=True)

    [line] = voices_of(outing)
    assert {name: getattr(line, name) for name in TOLD} == TOLD
    assert (line.made_by, line.source, line.device) == (awa, "web", None)
    shown = unescape(answer.content.decode())
    assert [word for word in (WORDS, "Besoin", "Peut être redite", "arabe") if word not in shown] == []


@pytest.mark.parametrize("changed", [{"text": " "}, {"text": "x" * 5001}, {"kind": "?"}, {"themes": ["?"]}])
def test_wrong_words_are_refused(outing: Outing, awa: Membership, changed: dict[str, Any]) -> None:
    answer = logged_in(awa.user).post(f"/carnet/{outing.pk}/parole/", {**TOLD, **changed})

    assert (answer.status_code, voices_of(outing)) == (422, [])


def test_words_are_corrected_with_the_reason(outing: Outing, awa: Membership) -> None:
    line = make_voice(outing, awa, language="xx")
    browser = logged_in(awa.user)
    assert browser.get(page(line)).context["form"].initial["language"] == "xx"
    assert browser.post(page(line), {**TOLD, "text": "Mieux dit"}).status_code == 422

    browser.post(page(line), {**TOLD, "text": "Mieux dit", "language": "xx", "reason": "Mal compris"})

    [line] = voices_of(outing)
    assert (line.text, line.language) == ("Mieux dit", "xx")
    with structure_scope(outing.structure_id):
        assert set(Edit.objects.values_list("field", flat=True)) == {"text", "kind", "themes", "consent"}


def test_words_are_taken_back_then_given_back(outing: Outing, awa: Membership) -> None:
    line, browser = make_voice(outing, awa), logged_in(awa.user)

    browser.post(page(line, "withdraw"), {"reason": "En double"})
    [gone] = voices_of(outing)
    browser.post(page(line, "restore"))

    assert (gone.stands, gone.withdraw_reason, voices_of(outing)[0].stands) == (False, "En double", True)


def test_log_offers_the_pages_of_words_and_no_other(outing: Outing, lead: Membership) -> None:
    voice, resident = make_voice(outing), make_resident(outing)

    shown = logged_in(lead.user).get(reverse("dashboard:outing-log", args=[outing.pk])).content.decode()

    wanted = [page(voice), page(voice, "withdraw"), reverse("residents:resident-withdraw", args=[resident.pk])]
    assert [address for address in wanted if f'href="{address}"' not in shown] == []
    assert reverse("voices:voice-new", args=[outing.pk]) in shown


def addresses(outing: Outing, voice: Voice) -> list[tuple[str, str]]:
    return [
        ("get", f"/carnet/{outing.pk}/parole/"),
        ("post", f"/carnet/{outing.pk}/parole/"),
        ("get", page(voice)),
        ("post", page(voice, "withdraw")),
        ("post", page(voice, "restore")),
    ]


def test_others_do_not_come_in(outing: Outing, lead: Membership) -> None:
    voice = make_voice(outing)
    reader = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)
    absent = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)
    foreign = logged_in(make_membership(Role.REFERENT).user)

    for method, address in addresses(outing, voice):
        found = [getattr(client, method)(address).status_code for client in (Client(), reader, absent, foreign)]
        assert found == [302, 403, 404, 404], address
    assert voices_of(outing)[0].stands


def test_wrong_methods_and_keys(outing: Outing, lead: Membership) -> None:
    voice, browser = make_voice(outing), logged_in(lead.user)

    assert browser.get(page(voice, "restore")).status_code == 405
    assert browser.get(f"/carnet/paroles/{uuid7()}/").status_code == 404


def test_words_of_somebody_to_call_are_read_without_the_name(outing: Outing, lead: Membership) -> None:
    resident = make_resident(outing)
    make_voice(outing, resident_id=resident.pk)
    make_voice(outing, text="Autre chose")
    browser = logged_in(lead.user)
    address = reverse("voices:resident-words", args=[resident.pk])

    shown = unescape(browser.get(address).content.decode())

    assert (WORDS in shown, "Autre chose" in shown, "Zébulonne" in shown) == (True, False, False)
    assert browser.post(address).status_code == 405
    theirs = make_resident(make_outing(make_structure()))
    assert browser.get(reverse("voices:resident-words", args=[theirs.pk])).status_code == 404


def test_words_of_somebody_ask_as_many_questions_with_one_and_thirty(outing: Outing, lead: Membership) -> None:
    resident, browser = make_resident(outing), logged_in(lead.user)
    address = reverse("voices:resident-words", args=[resident.pk])
    browser.get(address)
    counts = []
    for words in (1, 29):
        for _ in range(words):
            make_voice(outing, resident_id=resident.pk)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
