"""Words erased for good: no cell of the database says them any more, and nothing that comes late brings them back."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.models import OutingLog
from palier.mobile.models import SetAside
from palier.noticeboard.enums import IdeaState
from palier.structures.models import Membership
from palier.voices.actions import put_voices
from palier.voices.actions.erasing import erase_word
from palier.voices.actions.indexing import index_words
from palier.voices.actions.reread import reread_word
from palier.voices.actions.triage import set_nothing
from palier.voices.actions.words import correct_word, translate_word
from palier.voices.index import WORDS
from palier.voices.models import Voice
from palier.voices.queries.inbox import keys_found
from tests.factories.fieldlog import make_origin
from tests.factories.noticeboard import make_board, make_idea
from tests.factories.people import actor_for, logged_in, make_structure
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = pytest.mark.django_db
NOW = HEARD + timedelta(days=2)
CANARY = "Zibeline Quartzovitch"
SAID = f"{CANARY} attend l'ascenseur depuis un mois."
ASKED = "À la demande de la personne"
SURE = {"reason": ASKED, "sure": "on"}


def acts(lead: Membership) -> dict[str, Any]:
    return {"editor": lead, "by": actor_for(lead), "now": NOW}


def cells_with(needle: str) -> set[str]:
    """Return the tables whose rows hold ``needle``, in any column, as text or as bytes."""
    found, wanted = set(), needle.casefold()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                shown = (bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
                if any(wanted in value.casefold() for value in shown):
                    found.add(table)
    return found


def make_said(outing: Outing, lead: Membership) -> Voice:
    """Return words said everywhere that this app keeps words: a line, its history, its readings, a relay."""
    entry = uuid7()
    said = {"text": "Un mois sans ascenseur", "consent": "citable"}
    put_voices(puts=[Put(outing, entry, said, make_origin(at=HEARD, clock=entry))])
    voice = Voice.objects.get(pk=entry)
    set_nothing(keys=[voice.pk], reason=f"{CANARY} a déménagé", **acts(lead))
    correct_word(voice=voice, fields={"text": SAID}, reason=f"{CANARY} l'a redit", **acts(lead))
    translate_word(voice=voice, translation=f"Voir {CANARY}", **acts(lead))
    cleared = [*CANARY.split(), CANARY]
    reread_word(voice=voice, public_text=SAID, source=SAID, cleared=cleared, **acts(lead))
    quote = {"voice": str(voice.pk), "text": SAID, "month": "2027-03", "place": ""}
    kept = {**quote, "voice": str(uuid7()), "text": "Un banc"}
    make_relay(make_need(outing.structure, voice), quotes=[quote, kept])
    return Voice.objects.get(pk=entry)


@pytest.mark.usefixtures("inside")
def test_no_cell_of_the_database_says_erased_words(outing: Outing, lead: Membership) -> None:
    voice = make_said(outing, lead)
    before = cells_with("quartzovitch")

    carried = erase_word(voice=voice, reason=ASKED, **acts(lead))
    WORDS.compact()

    voice.refresh_from_db()
    assert {"voices_voice", "voices_relay", "fieldlog_edit"} <= before
    assert cells_with("quartzovitch") - {"audit_auditentry"} == set()
    assert (carried, voice.is_erased, voice.stands, voice.withdraw_reason) == (1, True, False, ASKED)
    assert [quote["text"] for quote in voice.attachments.get().need.relays.get().quotes] == ["Un banc"]
    assert OutingLog.objects.get().voices == 0


@pytest.mark.usefixtures("inside")
def test_erased_words_leave_the_search_at_once(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text=SAID)
    index_words([voice.pk])
    found = keys_found("quartzovitch", lead.structure_id)

    erase_word(voice=voice, reason=ASKED, **acts(lead))

    assert (found, keys_found("quartzovitch", lead.structure_id)) == ([voice.pk], [])


@pytest.mark.usefixtures("inside")
def test_phone_that_writes_late_brings_nothing_back(outing: Outing, lead: Membership) -> None:
    entry = uuid7()
    put_voices(puts=[Put(outing, entry, {"text": SAID}, make_origin(at=HEARD, clock=entry))])
    erase_word(voice=Voice.objects.get(pk=entry), reason=ASKED, **acts(lead))

    waiting = put_voices(puts=[Put(outing, entry, {"text": SAID}, make_origin(at=NOW, clock=uuid7()))])

    assert waiting == []
    assert Voice.objects.get(pk=entry).is_erased
    assert cells_with("quartzovitch") == set()


@pytest.mark.usefixtures("inside")
def test_what_a_phone_had_set_aside_is_emptied(outing: Outing, lead: Membership) -> None:
    voice, other = make_words(outing.structure, text=SAID), uuid7()
    for entry, text in ((voice.pk, SAID), (other, "Un banc")):
        raw = {"kind": "voice.put", "payload": {"entry": str(entry), "text": text}}
        told = {"operation_id": uuid7(), "digest": b"0" * 16, "made_at": HEARD, "received_at": HEARD}
        SetAside.objects.create(structure=outing.structure, raw=raw, answer="refused", status="refused", **told)

    erase_word(voice=voice, reason=ASKED, **acts(lead))

    assert [row.raw["payload"]["text"] for row in SetAside.objects.order_by("pk")] == ["", "Un banc"]


@pytest.mark.usefixtures("inside")
def test_erased_idea_is_on_the_board_no_more(lead: Membership) -> None:
    make_board(lead.structure)
    idea = make_idea(lead.structure, text=SAID, state=IdeaState.A_LIRE)

    erase_word(voice=idea.voice, reason=ASKED, **acts(lead))

    idea.refresh_from_db()
    assert idea.state == IdeaState.REPRISE
    assert cells_with("quartzovitch") == set()


@pytest.mark.usefixtures("inside")
def test_erasing_twice_is_once_and_says_why_in_the_audit(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text=SAID)

    assert [erase_word(voice=voice, reason=ASKED, **acts(lead)) for _ in range(2)] == [0, 0]

    told = AuditEntry.objects.filter(kind=AuditKind.ERASE_NAMED).values_list("detail", flat=True)
    assert list(told) == [f"effacée pour de bon. {ASKED}"]


def test_page_says_what_goes_and_asks_to_be_sure(outing: Outing, lead: Membership) -> None:
    with structure_scope(outing.structure_id):
        voice, browser = make_said(outing, lead), logged_in(lead.user)
    address = f"/paroles/{voice.pk}/effacement/"

    page = unescape(browser.get(address).content.decode())
    refused = browser.post(address, {"reason": ASKED})
    told = browser.post(address, SURE, follow=True)

    assert ("Sa copie dans 1 relais" in page, address in browser_page(browser, voice)) == (True, False)
    assert (refused.status_code, "Cochez cette case" in unescape(refused.content.decode())) == (422, True)
    shown = unescape(told.content.decode())
    assert ("Effacée pour de bon par Nadia Roche" in shown, CANARY in shown, ASKED in shown) == (True, False, True)


def browser_page(browser: Client, voice: Voice) -> str:
    return unescape(browser.get(f"/paroles/{voice.pk}/").content.decode())


def test_nothing_of_erased_words_changes_any_more(outing: Outing, lead: Membership) -> None:
    with structure_scope(outing.structure_id):
        entry = uuid7()
        put_voices(puts=[Put(outing, entry, {"text": SAID}, make_origin(at=HEARD, clock=entry))])
    browser = logged_in(lead.user)
    browser.post(f"/paroles/{entry}/effacement/", SURE)

    jobs = ("correction", "traduction", "retrait", "reprise", "remplacement", "relecture", "effacement", "tri")
    answers = {browser.post(f"/paroles/{entry}/{job}/", SURE).status_code for job in jobs}
    in_the_log = {browser.post(f"/carnet/paroles/{entry}/{job}/", SURE).status_code for job in ("retrait", "reprise")}

    assert (answers, in_the_log) == ({404}, {404})
    log = unescape(browser.get(f"/carnet/{outing.pk}/").content.decode())
    assert ("Parole effacée pour de bon." in log, CANARY in log) == (True, False)


def test_only_who_edits_words_of_the_same_structure_erases(outing: Outing, lead: Membership, awa: Membership) -> None:
    voice, theirs = make_words(outing.structure), make_words(make_structure())

    assert logged_in(awa.user).post(f"/paroles/{voice.pk}/effacement/", SURE).status_code == 403
    assert logged_in(lead.user).post(f"/paroles/{theirs.pk}/effacement/", SURE).status_code == 404
    assert f"/paroles/{voice.pk}/effacement/" in browser_page(logged_in(lead.user), voice)
