"""Bring the outings of a series to what its plan says, without touching what never changes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from palier.agenda.enums import CancelReason, OutingState, ParticipationState
from palier.agenda.models import Outing, OutingSeries, Participation
from palier.agenda.queries.series import history_of, is_settled
from palier.agenda.series_plan import OUTING_FIELDS, PlannedOuting, SeriesPlan, planned

SERIES_CHANGED = "La série a changé."


@dataclass(frozen=True, slots=True)
class Change:
    """How many outings were made, changed, deleted, cancelled, and left alone (``apart``: changed one by one)."""

    made: int = 0
    changed: int = 0
    deleted: int = 0
    cancelled: int = 0
    apart: int = 0

    @property
    def words(self) -> str:
        """The count in French: « 50 sorties créées, 2 supprimées. »"""
        labels = ("créée", "changée", "supprimée", "annulée", "laissée comme elle était|laissées comme elles étaient")
        parts: list[str] = []
        for entry, label in zip(fields(self), labels, strict=True):
            count = getattr(self, entry.name)
            one, _, several = label.partition("|")
            if count:
                noun = "" if parts else (" sortie" if count == 1 else " sorties")
                parts.append(f"{count}{noun} {one if count == 1 else several or one + 's'}")
        return ", ".join(parts) + "." if parts else "Aucune sortie à changer."


@dataclass(frozen=True, slots=True)
class Before:
    """What the series was (None: it is new); ``past`` are the outings of the series that it continues."""

    plan: SeriesPlan | None = None
    past: tuple[Outing, ...] = ()


def replan(
    series: OutingSeries, plan: SeriesPlan, *, before: Before, now: datetime, include_apart: bool = False
) -> Change:
    """Make, move, delete or cancel the outings to come. Past ones stay, and those changed apart unless asked."""
    outings = locked_outings(series)
    settled = [outing for outing in outings if is_settled(outing, now)]
    apart = [outing for outing in outings if outing.is_apart and outing not in settled and not include_apart]
    staying = [*settled, *apart]
    moving = {outing.series_date: outing for outing in outings if outing not in staying}
    history = history_of([*before.past, *staying], plan, moving=moving.values())
    busy = frozenset(outing.series_date for outing in staying if outing.series_date)
    rows = {row.day.day: row for row in planned(plan, now=now, history=history, busy=busy) if not row.day.left_out}
    is_same = before.plan is not None and before.plan.dates_and_turns == plan.dates_and_turns
    new = [_new_outing(series, row, now) for day, row in rows.items() if day not in moving]
    made = {outing.pk: rows[outing.series_date] for outing in new if outing.series_date}
    kept = [(outing, rows[day]) for day, outing in moving.items() if day in rows]
    written = {outing: _bring(outing, series, row, keep_place=is_same, now=now) for outing, row in kept}
    changed = [outing for outing, names in written.items() if names]
    Outing.objects.bulk_create(new)
    # Only what differs is written: a year of outings with all their columns takes seconds.
    columns = {"updated_at"}.union(*written.values())
    Outing.objects.bulk_update(changed, sorted(columns), batch_size=50)
    gone = [outing for day, outing in moving.items() if day not in rows]
    old_teams = before.plan.teams if before.plan else {}
    deleted, cancelled = drop(gone, teams_people(old_teams.values()), now=now)
    _join(new, made, plan, now)
    if before.plan is not None and (old_teams != plan.teams or not is_same):
        _regroup([outing for outing, _ in kept], {o.pk: row for o, row in kept}, plan, before.plan, now)
    return Change(len(new), len(changed), deleted, cancelled, len(apart))


def locked_outings(series: OutingSeries, **wanted: Any) -> list[Outing]:
    """Return outings of the series in order, each locked until the end of the transaction, as ``lock_outing`` does.

    Who signs up waits meanwhile: nobody is counted twice, no place is given twice.
    """
    # Locked in the one order of all who lock several: two of them never wait for each other for ever.
    rows = Outing.objects.select_for_update(of=("self",)).filter(series=series, **wanted).order_by("pk")
    return sorted(rows, key=lambda outing: (outing.starts_at, outing.pk))


def drop(
    outings: Iterable[Outing],
    people: set[UUID],
    *,
    now: datetime,
    reason: str = "",
    note: str = SERIES_CHANGED,
) -> tuple[int, int]:
    """Take outings to come away, and return how many were deleted, how many cancelled.

    A draft where nobody but the teams of the series (``people``) joined is deleted, unless a ``reason`` was given.
    What was confirmed, or what somebody chose to join, is cancelled: they must be able to read why.
    """
    rows = list(outings)
    joined = Participation.objects.filter(outing__in=rows).exclude(state=ParticipationState.DESISTE)
    chosen = {outing for outing, person in joined.values_list("outing_id", "membership_id") if person not in people}
    silent = [
        outing.pk for outing in rows if outing.state == OutingState.BROUILLON and outing.pk not in chosen and not reason
    ]
    told = [outing for outing in rows if outing.pk not in set(silent)]
    for outing in told:
        outing.state = OutingState.ANNULEE
        outing.cancel_reason = reason or CancelReason.AUTRE
        outing.cancel_note = note
        outing.updated_at = now
    Outing.objects.filter(pk__in=silent).delete()
    Outing.objects.bulk_update(told, ["state", "cancel_reason", "cancel_note", "updated_at"], batch_size=50)
    return len(silent), len(told)


def teams_people(teams: Iterable[tuple[UUID, ...]]) -> set[UUID]:
    """Return everybody of some teams."""
    return {person for team in teams for person in team}


def make_one(series: OutingSeries, row: PlannedOuting, plan: SeriesPlan, *, now: datetime) -> Outing:
    """Save and return one outing of the series, with its team."""
    outing = _new_outing(series, row, now)
    outing.save(force_insert=True)
    _join([outing], {outing.pk: row}, plan, now)
    return outing


def _new_outing(series: OutingSeries, row: PlannedOuting, now: datetime) -> Outing:
    outing = Outing(
        structure_id=series.structure_id, series=series, series_date=row.day.day, created_at=now, updated_at=now
    )
    _bring(outing, series, row, keep_place=False, now=now)
    return outing


def _bring(outing: Outing, series: OutingSeries, row: PlannedOuting, *, keep_place: bool, now: datetime) -> set[str]:
    """Write on ``outing`` what the series and the row say, and return the names of what changed. Saves nothing."""
    wanted = {name: getattr(series, name) for name in OUTING_FIELDS}
    wanted |= {"starts_at": row.starts_at, "ends_at": row.ends_at, "is_apart": False}
    if not keep_place or outing.is_apart:
        wanted["place_id"] = row.place_id
    different = {name: value for name, value in wanted.items() if getattr(outing, name) != value}
    for name, value in different.items():
        setattr(outing, name, value)
    if different:
        outing.updated_at = now
    return set(different)


def _join(outings: list[Outing], rows: dict[UUID, PlannedOuting], plan: SeriesPlan, now: datetime) -> None:
    Participation.objects.bulk_create(
        Participation(
            structure_id=outing.structure_id,
            outing=outing,
            membership_id=person,
            state=ParticipationState.INSCRIT,
            joined_at=now,
        )
        for outing in outings
        for person in plan.teams.get(rows[outing.pk].team, ())
    )


def _regroup(
    outings: list[Outing], rows: dict[UUID, PlannedOuting], plan: SeriesPlan, old: SeriesPlan, now: datetime
) -> None:
    """Give outings that stay their new team; who joined by choice stays, and fills the room first."""
    former = teams_people(old.teams.values())
    present: dict[UUID, set[UUID]] = {outing.pk: set() for outing in outings}
    placed: Counter[UUID] = Counter()
    leaving: list[UUID] = []
    joined = Participation.objects.filter(outing__in=outings, checked_in_at=None)
    for pk, outing_id, person, state in joined.values_list("pk", "outing_id", "membership_id", "state"):
        if person in former and person not in plan.teams.get(rows[outing_id].team, ()):
            leaving.append(pk)
        else:
            present[outing_id].add(person)
            placed[outing_id] += state == ParticipationState.INSCRIT
    Participation.objects.filter(pk__in=leaving).delete()
    coming: list[Participation] = []
    for outing in outings:
        room = outing.largest_team - placed[outing.pk]
        missing = [person for person in plan.teams.get(rows[outing.pk].team, ()) if person not in present[outing.pk]]
        for place, person in enumerate(missing):
            state = ParticipationState.INSCRIT if place < room else ParticipationState.ATTENTE
            coming.append(
                Participation(
                    structure_id=outing.structure_id, outing=outing, membership_id=person, state=state, joined_at=now
                )
            )
    Participation.objects.bulk_create(coming)
