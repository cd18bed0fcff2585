"""Words triaged one by one and many at once, with their history, and the triage undone."""

from datetime import timedelta

import pytest

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.models import Edit, OutingLog
from palier.structures.models import Membership
from palier.voices.actions.triage import ReasonMissing, reopen_words, set_nothing, triage_words, undo_triage
from palier.voices.enums import VoiceState
from palier.voices.models import Voice
from tests.factories.fieldlog import make_line, make_origin
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=1)


def seen(voice: Voice) -> tuple[str, list[str], str]:
    voice.refresh_from_db()
    return voice.state, voice.themes, voice.nothing_reason


def test_words_of_phones_and_of_paper_are_triaged_alike(outing: Outing, lead: Membership) -> None:
    said, paper = make_line(Voice, outing, text="Un banc", themes=["ecole"]), make_words(outing.structure)
    version = OutingLog.objects.get().version

    triage_words(keys=[said.pk, paper.pk], themes=["logement"], editor=lead, by=actor_for(lead), now=NOW)

    assert seen(said) == seen(paper) == (VoiceState.TRIEE, ["logement"], "")
    assert (said.triaged_by, paper.triaged_at) == (lead, NOW)
    edits = Edit.objects.filter(entry_id=paper.pk).order_by("field")
    assert [(edit.field, edit.before, edit.after, edit.outing_id) for edit in edits] == [
        ("state", "a_trier", "triee", None),
        ("themes", [], ["logement"], None),
    ]
    assert OutingLog.objects.get().version > version
    assert AuditEntry.objects.get(kind=AuditKind.VOICES_CHANGED).target_label == "2 paroles"


def test_added_themes_join_those_that_were_there(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, themes=["ecole"])

    triage_words(keys=[voice.pk], added=["logement", "ecole"], editor=lead, by=actor_for(lead), now=NOW)

    assert seen(voice)[1] == ["ecole", "logement"]


def test_nothing_to_do_says_why(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure)

    with pytest.raises(ReasonMissing):
        set_nothing(keys=[voice.pk], reason="", editor=lead, by=actor_for(lead), now=NOW)
    set_nothing(keys=[voice.pk], reason="Un merci", editor=lead, by=actor_for(lead), now=NOW)

    assert seen(voice) == (VoiceState.RIEN_A_FAIRE, [], "Un merci")
    reopen_words(keys=[voice.pk], editor=lead, by=actor_for(lead), now=NOW)
    assert seen(voice) == (VoiceState.A_TRIER, [], "")


def test_triage_is_undone(outing: Outing, lead: Membership) -> None:
    said, paper = make_line(Voice, outing, text="Un banc", themes=["ecole"]), make_words(outing.structure)
    undo = triage_words(keys=[said.pk, paper.pk], themes=["logement"], editor=lead, by=actor_for(lead), now=NOW)

    count = undo_triage(undo=undo, editor=lead, by=actor_for(lead), now=NOW + timedelta(seconds=5))

    assert (count, seen(said), seen(paper)) == (2, ("a_trier", ["ecole"], ""), ("a_trier", [], ""))
    assert (said.triaged_at, said.triaged_by) == (None, None)


def test_undoing_leaves_what_somebody_did_since(outing: Outing, lead: Membership, awa: Membership) -> None:
    voice = make_words(outing.structure)
    undo = triage_words(keys=[voice.pk], themes=["logement"], editor=lead, by=actor_for(lead), now=NOW)
    later = NOW + timedelta(seconds=3)
    set_nothing(keys=[voice.pk], reason="Déjà réglé", editor=awa, by=actor_for(awa), now=later)

    count = undo_triage(undo=undo, editor=lead, by=actor_for(lead), now=later)

    assert (count, seen(voice)[0]) == (0, VoiceState.RIEN_A_FAIRE)


def test_words_taken_back_are_not_triaged(outing: Outing, lead: Membership) -> None:
    voice = make_words(outing.structure, withdrawn_at=NOW)

    assert triage_words(keys=[voice.pk], themes=["logement"], editor=lead, by=actor_for(lead), now=NOW) == []
    assert seen(voice)[0] == VoiceState.A_TRIER


def test_late_phone_does_not_undo_the_triage(outing: Outing, lead: Membership) -> None:
    voice = make_line(Voice, outing, text="Un banc", themes=["ecole"])
    triage_words(keys=[voice.pk], themes=["logement"], editor=lead, by=actor_for(lead), now=NOW)

    early = make_origin(at=NOW, clock=voice.pk)
    put_lines(model=Voice, puts=[Put(outing, voice.pk, {"themes": ["ecole"]}, early)])

    assert seen(voice)[:2] == (VoiceState.TRIEE, ["logement"])
