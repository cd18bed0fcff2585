"""One outing as a phone holds it: where, when, with whom, and what the centre knows of its log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime

from palier.agenda.enums import CancelReason, OutingState, TeamRole
from palier.agenda.models import Outing
from palier.agenda.queries.team_out import first_name
from palier.core.questions import Question, columns_of
from palier.fieldlog.models import (
    CellRollup,
    Debrief,
    Encounter,
    Entry,
    Observation,
    Orientation,
    OutingLog,
    Photo,
    Tally,
)
from palier.mobile.queries.my_outings import Held, Teammate
from palier.residents.models import Resident
from palier.structures.models import Membership
from palier.structures.queries.hours import hours_lines
from palier.territory.models import Place
from palier.voices.models import Voice
from palier.voices.queries.due import DueAnswer, due_answers

KINDS: tuple[tuple[str, type[Entry]], ...] = (
    ("encounter", Encounter),
    ("voice", Voice),
    ("orientation", Orientation),
    ("observation", Observation),
    ("photo", Photo),
    ("debrief", Debrief),
    ("resident", Resident),
)
# Withdrawn lines too: a phone must learn that a line was taken back, were it the only one.
_KEPT = "id, outing_id, made_by_id, made_at, withdrawn_at, clocks"
_OF_A_KIND = [
    f"SELECT {_KEPT}, {rank} AS kind FROM {model._meta.db_table}"  # noqa: S608
    " WHERE structure_id = :structure AND outing_id IN :outings"
    for rank, (_, model) in enumerate(KINDS)
]
_LINES = Question(
    " UNION ALL ".join(_OF_A_KIND) + " ORDER BY kind, made_at, id",
    columns_of(Encounter, "id", "outing", "made_by", "made_at", "withdrawn_at", "clocks"),
)
_CELLS = Question(
    "SELECT outing_id, age, gender, acquaintance, contact, SUM(step) FROM fieldlog_tally"
    " WHERE structure_id = :structure AND outing_id IN :outings"
    " GROUP BY outing_id, age, gender, acquaintance, contact",
    columns_of(Tally, "outing", *CellRollup.CELL),
)
_VISITS = Question(
    "SELECT outing.place_id, outing.starts_at, outing.state, outing.cancel_reason, log.people"
    " FROM agenda_outing outing LEFT JOIN fieldlog_outinglog log ON log.outing_id = outing.id"
    " WHERE outing.structure_id = :structure AND outing.place_id IN :places AND outing.state IN :states"
    " AND outing.starts_at < :latest AND outing.starts_at > :earliest ORDER BY outing.starts_at DESC, outing.id",
    columns_of(Outing, "place", "starts_at", "state", "cancel_reason"),
)
LAST_TIMES, LOOKED_BACK = 3, timedelta(days=120)
TOLD = (OutingState.TERMINEE, OutingState.ANNULEE, OutingState.EN_COURS)

CANCEL_WORDS = {str(value): str(label) for value, label in CancelReason.choices}

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """An outing at a place, before: how many people were met, None when its log is empty."""

    place: UUID
    starts_at: datetime
    state: str
    cancel_reason: str
    people: int | None


def outing_facts(held: Sequence[Held], membership: Membership, now: datetime) -> list[Facts]:
    """Return what a phone keeps of each outing, in three questions; four when something is to be told."""
    cells, lines, visits = _cells(held), _lines(held), _visits(held)
    answers = due_answers({each.outing.place_id for each in held if each.due})
    return [
        {
            **_plan(each.outing),
            # An answer that comes late knows less: the phone keeps the greatest.
            "version": int(now.timestamp() * 1000),
            "team": [_member(mine, membership) for mine in each.team],
            "last_times": _last_times(visits, each.outing),
            "answers": [_answer(due) for due in answers.get(each.outing.place_id, [])],
            "cells": cells.get(each.outing.pk, []),
            "counts": {name: getattr(each.log, name, 0) for name in OutingLog.COUNTS},
            "lines": lines.get(each.outing.pk, []),
            "closed_at": _hour(each.log.closed_at if each.log else None),
        }
        for each in held
    ]


def _plan(outing: Outing) -> Facts:
    partner = outing.place.partner
    return {
        "id": str(outing.pk),
        "name": outing.name,
        "place": _place(outing.place),
        "modality": outing.modality,
        "modality_label": outing.get_modality_display(),
        "intents": list(outing.intents),
        "starts_at": _hour(outing.starts_at),
        "ends_at": _hour(outing.ends_at),
        "state": outing.state,
        "is_improvised": outing.is_improvised,
        "bring": [str(thing) for thing in outing.material],
        "note": outing.note,
        "partner": {"name": partner.name} if partner and partner.archived_at is None else None,
    }


def _place(place: Place) -> Facts:
    parts = (place.address, f"{place.postal_code} {place.commune}".strip())
    return {
        "id": str(place.pk),
        "name": place.name,
        "address": ", ".join(part for part in parts if part),
        "kind": place.kind,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "note": place.note,
        "hours_text": ", ".join(hours_lines(place.hours)),
    }


def _member(mate: Teammate, reader: Membership) -> Facts:
    return {
        "member": str(mate.member),
        "first_name": first_name(mate.name),
        "role": mate.role,
        "role_label": TeamRole(mate.role).label,
        "is_me": mate.member == reader.pk,
        "checked_in_at": _hour(mate.checked_in_at),
        "checked_out_at": _hour(mate.checked_out_at),
    }


def _cells(held: Sequence[Held]) -> dict[UUID, list[Facts]]:
    """Return the people counted by cell: the total of the team."""
    wanted = [each.outing.pk for each in held if each.log is not None]
    found: dict[UUID, list[Facts]] = {pk: [] for pk in wanted}
    for outing, *cell, people in _CELLS.ask(outings=wanted) if wanted else []:
        if people:
            found[outing].append({**dict(zip(CellRollup.CELL, cell, strict=True)), "people": people})
    return found


def _lines(held: Sequence[Held]) -> dict[UUID, list[Facts]]:
    """Return the lines of the team, without what they say: by whom, when, and the last writing."""
    wanted = [each.outing.pk for each in held if each.log is not None]
    found: dict[UUID, list[Facts]] = {pk: [] for pk in wanted}
    for pk, outing, made_by, made_at, withdrawn_at, clocks, rank in _LINES.ask(outings=wanted) if wanted else []:
        found[outing].append(
            {
                "kind": KINDS[rank][0],
                "id": str(pk),
                "by": str(made_by) if made_by else None,
                "at": _hour(made_at),
                "clock": str(max([pk, *(UUID(clock) for clock in clocks.values())])),
                "withdrawn": withdrawn_at is not None,
            }
        )
    return found


def _answer(due: DueAnswer) -> Facts:
    day = f"Prévu le {date_format(due.planned_on, 'j F Y')}." if due.planned_on else ""
    return {
        "id": str(due.restitution),
        "need": due.need,
        "label": due.label,
        "text": " ".join(part for part in (due.text, day) if part),
        "since": _hour(due.since),
    }


def _visits(held: Sequence[Held]) -> list[Visit]:
    """Return the outings of the last months at these places, the latest first."""
    if not held:
        return []
    latest, earliest = (pick(each.outing.starts_at for each in held) for pick in (max, min))
    places = {each.outing.place_id for each in held}
    found = _VISITS.ask(places=places, states=TOLD, latest=latest, earliest=earliest - LOOKED_BACK)
    return [Visit(*row) for row in found]


def _last_times(visits: Sequence[Visit], outing: Outing) -> list[str]:
    before = [each for each in visits if each.place == outing.place_id and each.starts_at < outing.starts_at]
    return [_visit_words(each) for each in before[:LAST_TIMES]]


def _visit_words(visit: Visit) -> str:
    day = date_format(localtime(visit.starts_at), "l j F")
    if visit.state == OutingState.ANNULEE:
        return f"{day} : annulée ({CANCEL_WORDS.get(visit.cancel_reason, visit.cancel_reason).lower()})"
    if not visit.people:
        return f"{day} : personne n'a été compté"
    many = "s" if visit.people > 1 else ""
    return f"{day} : {visit.people} personne{many} rencontrée{many}"


def _hour(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
