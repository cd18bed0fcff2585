"""Write what the Trois-Paliers did with the words they heard: sorted, translated, reread, then needs and the board."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_answers import Story, load_needs
from palier.dashboard.demo_board import load_board
from palier.dashboard.demo_fieldlog import PHONE
from palier.dashboard.demo_people import PALIERS
from palier.dashboard.demo_voices import FRESH_DAYS, SAID, DemoSaid
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.origin import Origin
from palier.structures.models import Membership, Partner, Structure
from palier.territory.models import Place
from palier.voices.actions.indexing import index_words
from palier.voices.actions.puts import put_voices
from palier.voices.actions.reread import reread_word
from palier.voices.actions.triage import set_nothing, triage_words
from palier.voices.actions.words import NewWord, translate_word, write_words
from palier.voices.enums import VoiceKind, VoiceSource, VoiceState
from palier.voices.models import Voice

BY = Actor.system("Démonstration")
LEAD, TRANSLATORS = "Ilyès Bensaha", {"ar": "Awa Diambour", "tr": "Fatou Kerbrat"}
THANKS = "Un merci : il a été lu en réunion d'équipe."
# Words are sorted two days after they were heard, a fortnight of them at a time.
SORTED_AFTER, TOGETHER = timedelta(days=2), 14
Held = Mapping[str, Sequence[tuple[Outing, Membership]]]


def load_listening(
    structure: Structure,
    people: Mapping[tuple[str, str], Membership],
    residents: Mapping[str, UUID],
    today: date,
) -> None:
    """Write the words that became needs, what was made of them, and what the public board shows."""
    members = {name: membership for (where, name), membership in people.items() if where == PALIERS}
    with structure_scope(structure.pk):
        voices = _write_words(structure, members[LEAD], residents, today)
        _sort(members, voices, today)
        story = Story(
            structure=structure,
            today=today,
            lead=members[LEAD],
            partners={partner.name: partner for partner in Partner.objects.all()},
            voices=voices,
            residents=residents,
        )
        needs = load_needs(story)
        load_board(story, needs)
        index_words(Voice.objects.values_list("pk", flat=True))


def _at(today: date, days: int, hour: int = 11) -> datetime:
    """Return an hour of Paris, ``days`` ago."""
    return datetime.combine(today - timedelta(days=days), time(hour), ZoneInfo("Europe/Paris")).astimezone(UTC)


def _held() -> Held:
    """Return the outings that were held by place, all of them under "", the last in front, with one of the team."""
    rows = Participation.objects.filter(outing__state=OutingState.TERMINEE, checked_in_at__isnull=False)
    found: dict[str, dict[UUID, tuple[Outing, Membership]]] = defaultdict(dict)
    for row in rows.select_related("outing__place", "membership").order_by("-outing__starts_at", "membership__name"):
        for place in (row.outing.place.name, ""):
            found[place].setdefault(row.outing_id, (row.outing, row.membership))
    return {place: list(outings.values()) for place, outings in found.items()}


def _write_words(
    structure: Structure, lead: Membership, residents: Mapping[str, UUID], today: date
) -> dict[str, Voice]:
    """Write the words of SAID and return them by key: from phones where an outing was held, at the desk elsewhere."""
    held, places = _held(), {place.name: place for place in Place.objects.all()}
    keys: dict[str, UUID] = {}
    puts: list[Put] = []
    for said in SAID:
        outing = _outing_of(said, held, today) if said.source == VoiceSource.TERRAIN else None
        if outing is not None:
            puts.append(_put(said, *outing, residents))
            keys[said.key] = puts[-1].entry
            continue
        word = NewWord(
            text=said.text,
            made_at=_at(today, said.days),
            place=places.get(said.place),
            kind=said.kind,
            themes=[theme.value for theme in said.themes],
            consent=said.consent,
            language=said.language,
        )
        source = VoiceSource.WEB if said.source == VoiceSource.TERRAIN else said.source
        at = _at(today, said.days, 14)
        keys[said.key] = write_words(structure=structure, words=[word], source=source, writer=lead, by=BY, now=at)[0].pk
    put_voices(puts=puts)
    rows = Voice.objects.select_related("outing").in_bulk(keys.values())
    return {key: rows[pk] for key, pk in keys.items()}


def _outing_of(said: DemoSaid, held: Held, today: date) -> tuple[Outing, Membership] | None:
    """Return the last outing at the place of these words that is old enough; None when the season was not there yet."""
    return next((row for row in held.get(said.place, ()) if row[0].starts_at <= _at(today, said.days, 23)), None)


def _put(said: DemoSaid, outing: Outing, member: Membership, residents: Mapping[str, UUID]) -> Put:
    entry = uuid7()
    fields: dict[str, object] = {
        "text": said.text,
        "kind": said.kind,
        "themes": [theme.value for theme in said.themes],
        "consent": said.consent,
        "language": said.language,
    }
    if said.resident in residents:
        fields["resident_id"] = residents[said.resident]
    made_at = outing.starts_at + (outing.ends_at - outing.starts_at) / 2
    return Put(outing, entry, fields, Origin(member, PHONE, made_at, outing.ends_at + timedelta(minutes=20), entry))


def _sort(members: Mapping[str, Membership], voices: Mapping[str, Voice], today: date) -> None:
    """Translate, sort and reread what is not fresh, the words of the walks included."""
    lead, fresh = members[LEAD], {voices[said.key].pk for said in SAID if said.is_fresh}
    together: dict[int, list[Voice]] = defaultdict(list)
    for voice in Voice.objects.filter(state=VoiceState.A_TRIER).exclude(pk__in=fresh).order_by("made_at", "pk"):
        days = (today - localdate(voice.made_at)).days
        if days > FRESH_DAYS:
            together[days // TOGETHER].append(voice)
    for group in together.values():
        now = max(voice.made_at for voice in group) + SORTED_AFTER
        thanks = [voice.pk for voice in group if voice.kind == VoiceKind.REMERCIEMENT]
        others = [voice.pk for voice in group if voice.kind != VoiceKind.REMERCIEMENT]
        if thanks:
            set_nothing(keys=thanks, reason=THANKS, editor=lead, by=BY, now=now)
        if others:
            triage_words(keys=others, editor=lead, by=BY, now=now)
    for said in SAID:
        voice, editor = voices[said.key], members[TRANSLATORS.get(said.language, LEAD)]
        now = voice.made_at + SORTED_AFTER
        if said.translation:
            translate_word(voice=voice, translation=said.translation, editor=editor, by=BY, now=now)
        if said.may_leave:
            text = said.translation or said.text
            reread_word(voice=voice, public_text=text, source=said.text, cleared=(), editor=lead, by=BY, now=now)
