"""What is personal leaves the words and their history; nothing goes out before a person reread it."""

from datetime import timedelta

import pytest

from palier.agenda.models import Outing
from palier.fieldlog.models import Edit
from palier.structures.models import Membership
from palier.voices.actions.reread import (
    NotAgreed,
    StillPersonal,
    WordsChanged,
    replace_findings,
    reread_word,
    take_reading_back,
)
from palier.voices.actions.words import correct_word
from palier.voices.models import MAY_LEAVE, Voice
from palier.voices.queries.personal import findings_in, pieces_of, pseudonymised, span_of
from tests.factories.fieldlog import make_line
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=1)
NAMED = "Ma voisine Fatima Kaddouri attend l'ascenseur, son numéro est le 06 12 34 56 78."


def spans(text: str) -> list[str]:
    return [span_of(found) for found in findings_in(text)]


def test_pieces_make_the_text_again(lead: Membership) -> None:
    pieces = pieces_of(NAMED, findings_in(NAMED))

    assert "".join(piece.text for piece in pieces) == NAMED
    assert [piece.number for piece in pieces if piece.finding] == list(range(1, len(spans(NAMED)) + 1))
    assert pieces_of("Un banc", []) != []


@pytest.mark.parametrize("is_paper", [True, False])
def test_names_leave_the_words_and_their_history(outing: Outing, lead: Membership, is_paper: bool) -> None:
    voice = make_words(outing.structure, text="x") if is_paper else make_line(Voice, outing, text="x")
    by = actor_for(lead)
    correct_word(voice=voice, fields={"text": NAMED}, reason="Complétée", editor=lead, by=by, now=NOW)

    replaced = replace_findings(voice=voice, spans=spans(NAMED), editor=lead, by=by, now=NOW)

    voice.refresh_from_db()
    assert len(replaced) == len(spans(NAMED)) > 1
    assert voice.text == pseudonymised(NAMED)
    kept = repr(list(Edit.objects.values_list("before", "after", "reason")))
    assert [name for name in ("Fatima", "Kaddouri", "06 12 34 56 78") if name in kept + voice.text] == []
    assert Edit.objects.filter(entry_id=voice.pk).count() == 2


def test_stale_page_replaces_nothing(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text=NAMED)

    with pytest.raises(WordsChanged):
        replace_findings(voice=voice, spans=["0-4"], editor=lead, by=actor_for(lead), now=NOW)

    assert Voice.objects.get().text == NAMED


def reread(voice: Voice, lead: Membership, text: str, *cleared: str, source: str = "") -> None:
    reread_word(
        voice=voice,
        public_text=text,
        source=source or voice.text,
        cleared=cleared,
        editor=lead,
        by=actor_for(lead),
        now=NOW,
    )


def test_reread_words_may_leave(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text=NAMED, consent="citable")

    reread(voice, lead, "Une voisine attend l'ascenseur.")

    assert list(Voice.objects.filter(MAY_LEAVE)) == [voice]
    voice = Voice.objects.get()
    assert (voice.public_text, voice.reread_by, voice.may_leave) == ("Une voisine attend l'ascenseur.", lead, True)
    take_reading_back(voice=voice, by=actor_for(lead), now=NOW)
    assert not Voice.objects.filter(MAY_LEAVE).exists()


def test_what_is_found_must_be_replaced_or_cleared(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text="Je m'appelle Rose.", consent="citable")

    with pytest.raises(StillPersonal, match="Rose"):
        reread(voice, lead, "Je m'appelle Rose.")
    reread(voice, lead, "Je m'appelle Rose.", "Rose")

    assert Voice.objects.get().may_leave


def test_words_kept_inside_are_never_reread(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text="Un banc", consent="interne")

    with pytest.raises(NotAgreed):
        reread(voice, lead, "Un banc")


def test_words_changed_meanwhile_are_read_again(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text="Un banc", consent="citable")

    with pytest.raises(WordsChanged):
        reread(voice, lead, "Un banc", source="Deux bancs")


def test_pseudonymised_words_stay_reread(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, text=NAMED, consent="citable")
    reread(voice, lead, "Une voisine attend.")

    replace_findings(voice=voice, spans=spans(NAMED)[:1], editor=lead, by=actor_for(lead), now=NOW)

    assert Voice.objects.get().may_leave
