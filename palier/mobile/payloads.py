"""What each kind of operation carries. Old phones still speak: a field is added, never renamed or made required."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from palier.agenda.enums import Modality
from palier.fieldlog.enums import (
    Acquaintance,
    Age,
    Contact,
    Duration,
    Gender,
    Incident,
    KnowsStructure,
    Mood,
    NewResident,
    OrientationHow,
    OrientationOutcome,
    OrientationTarget,
)
from palier.mobile.enums import OperationKind
from palier.residents.enums import Purpose
from palier.structures.enums import Theme
from palier.voices.enums import RestitutionMeans, VoiceConsent, VoiceKind

SCHEMA = 1
# A picture of 300 kB in base64.
PHOTO_CHARACTERS = 400 * 1024
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Themes = Annotated[list[Theme], Field(max_length=21)]


class Payload(BaseModel):
    """Fields that a later version adds are kept in the operation's digest, and otherwise left aside."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TallyAdd(Payload):
    """One tap: a cell, and one person more or less."""

    age: Age = Age.NC
    gender: Gender = Gender.NC
    acquaintance: Acquaintance = Acquaintance.NC
    contact: Contact = Contact.ECHANGE
    step: Literal[1, -1] = 1


class Put(Payload):
    """A line made or written again. ``entry`` is the line's key; only the fields sent are written."""

    entry: UUID


class EncounterPut(Put):
    duration: Duration = Duration.NC
    themes: Themes = []
    knows_structure: KnowsStructure = KnowsStructure.NC
    new_resident: NewResident = NewResident.NC


class VoicePut(Put):
    text: Words = ""
    kind: VoiceKind = VoiceKind.CONSTAT
    themes: Themes = []
    consent: VoiceConsent = VoiceConsent.INTERNE
    language: LanguageCode = "fr"
    resident_id: UUID | None = None


class OrientationPut(Put):
    target: OrientationTarget = OrientationTarget.AUTRE
    how: OrientationHow = OrientationHow.INFORMATION
    theme: Theme | None = None
    outcome: OrientationOutcome = OrientationOutcome.INCONNUE


class ObservationPut(Put):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)] = ""
    themes: Themes = []


class PhotoPut(Put):
    """``data`` is a JPEG in base64, at most 300 kB; absent when only the caption is written again."""

    data: Annotated[str, Field(max_length=PHOTO_CHARACTERS)] = ""
    caption: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class DebriefPut(Put):
    moods: dict[UUID, Mood] = {}
    incident: Incident = Incident.AUCUN
    incident_text: Note = ""
    for_supervision: bool = False
    support_wanted: bool = False
    support_text: Note = ""
    sentence: Line = ""
    nobody: bool = False


class Sealed(Payload):
    """A name and a contact that only the server can open (docs/adr: getting them out of the phone)."""

    v: int
    key: UUID
    point: Annotated[str, Field(max_length=120)]
    iv: Annotated[str, Field(max_length=24)]
    box: Annotated[str, Field(max_length=4000)]


class ResidentPut(Put):
    sealed: Sealed
    language: LanguageCode = "fr"
    purpose: Purpose = Purpose.RECONTACT
    text_version: Annotated[str, Field(max_length=20)] = ""


class CheckIn(Payload):
    """Who leaves: the sender, and those that the sender says are there too."""

    members: Annotated[list[UUID], Field(max_length=30)] = []


class CheckOut(Payload):
    """Who is back; everybody when the list is empty."""

    members: Annotated[list[UUID], Field(max_length=30)] = []


class Improvise(Payload):
    """An outing made on the spot, under the key that its operations carry as ``outing``."""

    place: UUID | None = None
    new_place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)] = ""
    modality: Modality = Modality.PRESENCE_SOCIALE
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    members: Annotated[list[UUID], Field(max_length=30)] = []
    alone_reason: Line = ""


class AnswerTell(Payload):
    """An answer told at the place of the outing, to ``people``; or ``impossible``, with the reason."""

    restitution: UUID
    means: Literal[RestitutionMeans.TERRAIN, RestitutionMeans.AFFICHE] = RestitutionMeans.TERRAIN
    people: Annotated[int, Field(ge=0, le=5000)] | None = None
    contested: bool = False
    note: Note = ""
    impossible: bool = False
    reason: Line = ""


class EntryMove(Payload):
    """Lines written under the wrong outing go to ``to``; ``entries`` are keys of lines or of taps."""

    entries: Annotated[list[UUID], Field(min_length=1, max_length=1000)]
    to: UUID


class EntryWithdraw(Payload):
    """A line that somebody takes back. A tap is taken back by a step of -1."""

    entry: UUID
    kind: Annotated[str, Field(max_length=20)] = ""


PAYLOADS: dict[OperationKind, type[Payload]] = {
    OperationKind.TALLY_ADD: TallyAdd,
    OperationKind.ENCOUNTER_PUT: EncounterPut,
    OperationKind.VOICE_PUT: VoicePut,
    OperationKind.ORIENTATION_PUT: OrientationPut,
    OperationKind.OBSERVATION_PUT: ObservationPut,
    OperationKind.PHOTO_PUT: PhotoPut,
    OperationKind.DEBRIEF_PUT: DebriefPut,
    OperationKind.RESIDENT_PUT: ResidentPut,
    OperationKind.OUTING_CHECK_IN: CheckIn,
    OperationKind.OUTING_CHECK_OUT: CheckOut,
    OperationKind.OUTING_IMPROVISE: Improvise,
    OperationKind.ANSWER_TELL: AnswerTell,
    OperationKind.ENTRY_MOVE: EntryMove,
    OperationKind.ENTRY_WITHDRAW: EntryWithdraw,
}


class Envelope(BaseModel):
    """An operation as a phone sends it. ``user`` is the id of a membership; ``at`` the phone's own hour.

    ``id`` is a UUIDv7 later than every key that the phone has seen: the greater one is the later writing.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: UUID
    device: UUID
    seq: Annotated[int, Field(ge=0)]
    user: UUID
    outing: UUID | None = None
    kind: str
    payload: dict[str, Any]
    at: datetime
    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
