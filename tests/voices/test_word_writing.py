"""Words written at a desk, corrected, translated, taken back, without any outing."""

from datetime import timedelta

import pytest

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.fieldlog.models import Edit
from palier.search.requests import SearchRequest
from palier.structures.models import Membership
from palier.voices.actions.words import (
    NewWord,
    correct_word,
    restore_word,
    set_place,
    translate_word,
    withdraw_word,
    write_word,
    write_words,
)
from palier.voices.enums import VoiceSource
from palier.voices.index import STRUCTURE, WORDS
from palier.voices.models import Voice
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=1)


def found(text: str, outing: Outing) -> int:
    restrict = {STRUCTURE: [outing.structure_id.hex]}
    return WORDS.search(SearchRequest(text=text, restrict=restrict, meaning=False)).total


def test_many_words_of_paper_are_written_and_found(outing: Outing, lead: Membership) -> None:
    sheet = [
        NewWord("Un banc à l'ombre", HEARD, outing.place, themes=("cadre_de_vie",)),
        NewWord("Le bus ne passe plus", HEARD, kind="constat", consent="citable", language="fr"),
    ]

    rows = write_words(structure=lead.structure, words=sheet, writer=lead, by=actor_for(lead), now=NOW)

    assert [(row.text, row.source, row.outing_id, row.made_by) for row in rows] == [
        ("Un banc à l'ombre", VoiceSource.PAPIER, None, lead),
        ("Le bus ne passe plus", VoiceSource.PAPIER, None, lead),
    ]
    assert (rows[0].where, rows[0].made_at, rows[0].received_at) == (outing.place, HEARD, NOW)
    assert (found("banc", outing), found("bus", outing)) == (1, 1)
    assert AuditEntry.objects.filter(kind=AuditKind.VOICES_CHANGED).count() == 1


def test_idea_of_the_board_has_no_writer(lead: Membership) -> None:
    word = NewWord("Une fête", HEARD)

    voice = write_word(
        structure=lead.structure, word=word, source=VoiceSource.PANNEAU, writer=None, by=actor_for(lead), now=NOW
    )

    assert (voice.source, voice.made_by) == (VoiceSource.PANNEAU, None)


def test_correction_keeps_what_was_written_and_finds_the_new_words(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text="Un banc")
    by = actor_for(lead)

    changed = correct_word(voice=voice, fields={"text": "Une table"}, reason="Mal lu", editor=lead, by=by, now=NOW)
    again = correct_word(voice=voice, fields={"text": "Une table"}, reason="Mal lu", editor=lead, by=by, now=NOW)

    edit = Edit.objects.get()
    assert (changed, again) == (["paroles"], [])
    assert (edit.before, edit.after, edit.reason, edit.made_by) == ("Un banc", "Une table", "Mal lu", lead)
    assert (found("banc", outing), found("table", outing)) == (0, 1)


def test_translation_says_whose_it_is(outing: Outing, lead: Membership, awa: Membership) -> None:
    voice = make_words(outing.structure, text="Asansör bozuk", language="tr")

    translate_word(voice=voice, translation="L'ascenseur est cassé", editor=awa, by=actor_for(awa), now=NOW)
    voice.refresh_from_db()
    assert (voice.translation, voice.translated_by, found("ascenseur", outing)) == ("L'ascenseur est cassé", awa, 1)
    translate_word(voice=voice, translation="", editor=lead, by=actor_for(lead), now=NOW)

    voice.refresh_from_db()
    assert (voice.translation, voice.translated_by, found("ascenseur", outing)) == ("", None, 0)
    assert Edit.objects.filter(field="translation").count() == 2


def test_words_taken_back_are_found_no_more_until_given_back(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text="Un banc")
    by = actor_for(lead)

    withdraw_word(voice=voice, reason="En double", editor=lead, by=by, now=NOW)
    gone = Voice.objects.get()
    assert (gone.stands, gone.withdraw_reason, found("banc", outing)) == (False, "En double", 0)
    restore_word(voice=gone, editor=lead, by=by, now=NOW)

    assert (Voice.objects.get().stands, found("banc", outing)) == (True, 1)


def test_place_of_paper_is_corrected(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure)

    set_place(voice=voice, place=outing.place, editor=lead, by=actor_for(lead), now=NOW)

    assert (Voice.objects.get().place, Edit.objects.get().field) == (outing.place, "place")
