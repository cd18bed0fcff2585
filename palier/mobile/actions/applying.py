"""Apply operations by the actions that the pages use too: many of a kind in one go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from palier.agenda.actions.improvising import Departure, Told, improvise_outing
from palier.agenda.actions.reported import report_departure, report_return
from palier.agenda.models import Outing
from palier.audit.actor import Actor
from palier.fieldlog.actions.entries import move_entries, withdraw_entries
from palier.fieldlog.actions.photos import KeptPicture, put_photos
from palier.fieldlog.actions.puts import Put, put_debriefs, put_encounters, put_observations, put_orientations
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.tallies import NewTally, add_tallies
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.models import LINES, Entry
from palier.fieldlog.origin import Origin
from palier.mobile import payloads
from palier.mobile.enums import OperationKind
from palier.mobile.envelopes import Reading
from palier.mobile.models import SetAside
from palier.residents.actions.puts import put_residents
from palier.residents.models import Resident
from palier.structures.models import Membership
from palier.territory.models import Place
from palier.voices.actions.puts import put_voices
from palier.voices.actions.told import Telling, report_failure, report_telling
from palier.voices.models import Restitution, Voice

SHORTEST = timedelta(minutes=5)
USUAL = timedelta(hours=2)
ALONE = "Partie seule ; la raison n'a pas été donnée sur le téléphone"
NO_REASON = "La raison n'a pas été donnée sur le téléphone"
ALL_LINES: tuple[type[Entry], ...] = (*LINES, Voice, Resident)
# An outing exists before its lines; a line is known before it is moved or taken back.
ORDER = (
    OperationKind.OUTING_IMPROVISE,
    OperationKind.OUTING_CHECK_IN,
    OperationKind.OUTING_CHECK_OUT,
    OperationKind.TALLY_ADD,
    OperationKind.ENCOUNTER_PUT,
    OperationKind.ORIENTATION_PUT,
    OperationKind.OBSERVATION_PUT,
    OperationKind.PHOTO_PUT,
    OperationKind.RESIDENT_PUT,
    OperationKind.VOICE_PUT,
    OperationKind.DEBRIEF_PUT,
    OperationKind.ANSWER_TELL,
    OperationKind.ENTRY_MOVE,
    OperationKind.ENTRY_WITHDRAW,
)


class NotApplied(Exception):  # noqa: N818 (the name says what happened)
    """This operation cannot be applied. The message is French, for the lead who looks at it."""


@dataclass(frozen=True, slots=True)
class Job:
    """An operation to apply: as read, where it comes from, its row when it had been set aside, its picture if any."""

    reading: Reading
    origin: Origin
    by: Actor
    aside: SetAside | None = None
    picture: KeptPicture | None = None

    @property
    def payload(self) -> Any:
        """What it carries; its class is the one of its kind."""
        return self.reading.payload

    @property
    def shift(self) -> timedelta:
        """What to add to an hour of the phone to have the true one."""
        return self.origin.made_at - self.reading.at if self.reading.at else timedelta(0)


Outings = dict[UUID, Outing]


def apply_jobs(jobs: Sequence[Job], outings: Outings, now: datetime) -> list[Job]:
    """Apply operations whose outing is in ``outings``, or which make it, and return those that still have to wait.

    Call it in a transaction. Raises one of REFUSALS; then nothing may be kept of what was done.
    """
    by_kind: dict[str, list[Job]] = {}
    for job in jobs:
        by_kind.setdefault(job.reading.kind, []).append(job)
    writing, late = Writing(), []
    for kind in ORDER:
        if kind in by_kind:
            late += APPLY[kind](by_kind[kind], outings, writing, now) or []
    note_writing(writing=writing, now=now)
    return late


def in_order(jobs: Sequence[Job]) -> list[Job]:
    """Return ``jobs`` as they are applied, one by one."""
    rank = {kind.value: place for place, kind in enumerate(ORDER)}
    return sorted(jobs, key=lambda job: (rank[job.reading.kind], job.reading.operation_id))


def _outing(job: Job, outings: Outings) -> Outing:
    return outings[cast("UUID", job.reading.outing)]


def _improvise(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> None:
    for job in jobs:
        payload: payloads.Improvise = job.payload
        key, leaver = cast("UUID", job.reading.outing), _member(job)
        if key in outings:
            raise NotApplied("Cette sortie existe déjà : une autre saisie l'a créée.")
        starts_at, ends_at = payload.starts_at + job.shift, payload.ends_at + job.shift
        if starts_at > now:
            starts_at, ends_at = job.origin.made_at, ends_at - (starts_at - job.origin.made_at)
        departure = Departure(
            ends_at=ends_at if ends_at >= starts_at + SHORTEST else starts_at + USUAL,
            place=_place(payload),
            new_place=payload.new_place,
            modality=payload.modality,
            companions=_members(payload.members),
            alone_reason=payload.alone_reason or ALONE,
        )
        outings[key] = improvise_outing(
            leaver=leaver, departure=departure, by=job.by, now=now, told=Told(key=key, starts_at=starts_at)
        )


def _check_in(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> None:
    for job in sorted(jobs, key=lambda job: _outing(job, outings).pk):
        team = _members([*job.payload.members, _member(job).pk])
        report_departure(outing=_outing(job, outings), members=team, at=job.origin.made_at, by=job.by, now=now)


def _check_out(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> None:
    for job in sorted(jobs, key=lambda job: _outing(job, outings).pk):
        report_return(
            outing=_outing(job, outings),
            members=_members(job.payload.members),
            told_by=_member(job),
            at=job.origin.made_at,
            by=job.by,
            now=now,
        )


def _tallies(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> None:
    add_tallies(
        rows=[
            NewTally(
                outing=_outing(job, outings),
                origin=job.origin,
                age=job.payload.age,
                gender=job.payload.gender,
                acquaintance=job.payload.acquaintance,
                contact=job.payload.contact,
                step=job.payload.step,
            )
            for job in jobs
        ],
        into=writing,
    )


def _lines(put: Callable[..., list[Put] | None]) -> Callable[[list[Job], Outings, Writing, datetime], list[Job]]:
    """Return what applies the operations that ``put`` writes."""

    def apply(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> list[Job]:
        puts = {job.origin.clock: _put_of(job, outings) for job in jobs}
        waiting = {late.origin.clock for late in put(puts=list(puts.values()), into=writing) or []}
        return [job for job in jobs if job.origin.clock in waiting]

    return apply


def _put_of(job: Job, outings: Outings) -> Put:
    payload: payloads.Put = job.payload
    fields = {name: getattr(payload, name) for name in payload.model_fields_set if name != "entry"}
    if isinstance(payload, payloads.ResidentPut):
        fields["sealed"] = payload.sealed.model_dump(mode="json")
    if job.picture is not None:
        fields["picture"] = job.picture
    return Put(outing=_outing(job, outings), entry=payload.entry, fields=fields, origin=job.origin)


def _move(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> list[Job]:
    late = []
    for job in jobs:
        wanted = set(job.payload.entries)
        known = move_entries(
            entries=wanted, to=outings[job.payload.to], origin=job.origin, models=ALL_LINES, into=writing
        )
        if wanted - known:
            late.append(job)
    return late


def _withdraw(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> list[Job]:
    entries: dict[UUID, Origin] = {}
    for job in sorted(jobs, key=lambda job: job.origin.clock):
        entries[job.payload.entry] = job.origin
    known = withdraw_entries(entries=entries, models=ALL_LINES, into=writing)
    return [job for job in jobs if job.payload.entry not in known]


def _tell(jobs: list[Job], outings: Outings, writing: Writing, now: datetime) -> None:
    keys = {job.payload.restitution for job in jobs}
    found = {row.pk: row for row in Restitution.objects.filter(pk__in=keys)}
    if keys - found.keys():
        raise NotApplied("Cette réponse n'est plus à rapporter : les paroles qui l'attendaient ont été retirées.")
    # Needs are locked in the order of their keys: two phones wait for each other, and never both.
    for job in sorted(jobs, key=lambda job: (found[job.payload.restitution].need_id, job.origin.clock)):
        payload: payloads.AnswerTell = job.payload
        told: dict[str, Any] = {
            "restitution": found[payload.restitution],
            "told_by": _member(job),
            "at": job.origin.made_at,
        }
        if payload.impossible:
            report_failure(reason=payload.reason or NO_REASON, by=job.by, now=now, **told)
            continue
        telling = Telling(payload.means, payload.people, payload.contested, payload.note, _outing(job, outings))
        report_telling(telling=telling, by=job.by, now=now, **told)


def _member(job: Job) -> Membership:
    if job.origin.membership is None:
        raise NotApplied("La personne qui l'a écrite n'est plus connue de la structure.")
    return job.origin.membership


def _members(keys: Sequence[UUID]) -> list[Membership]:
    return list(Membership.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def _place(payload: payloads.Improvise) -> Place | None:
    place: Place | None = Place.objects.filter(pk=payload.place).first() if payload.place else None
    if place is None and not payload.new_place:
        raise NotApplied("Le lieu de cette sortie improvisée n'est pas connu.")
    return place


APPLY: Mapping[OperationKind, Callable[[list[Job], Outings, Writing, datetime], list[Job] | None]] = {
    OperationKind.OUTING_IMPROVISE: _improvise,
    OperationKind.OUTING_CHECK_IN: _check_in,
    OperationKind.OUTING_CHECK_OUT: _check_out,
    OperationKind.TALLY_ADD: _tallies,
    OperationKind.ENCOUNTER_PUT: _lines(put_encounters),
    OperationKind.ORIENTATION_PUT: _lines(put_orientations),
    OperationKind.OBSERVATION_PUT: _lines(put_observations),
    OperationKind.PHOTO_PUT: _lines(put_photos),
    OperationKind.RESIDENT_PUT: _lines(put_residents),
    OperationKind.VOICE_PUT: _lines(put_voices),
    OperationKind.DEBRIEF_PUT: _lines(put_debriefs),
    OperationKind.ANSWER_TELL: _tell,
    OperationKind.ENTRY_MOVE: _move,
    OperationKind.ENTRY_WITHDRAW: _withdraw,
}
