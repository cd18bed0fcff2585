"""One outing as a phone holds it: where, when, with whom, and what the centre knows of its log."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.timezone import localtime

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.agenda.queries.team_out import first_name
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
from palier.mobile.queries.my_outings import Held
from palier.residents.models import Resident
from palier.structures.models import Membership
from palier.structures.queries.hours import hours_lines
from palier.territory.models import Place
from palier.voices.models import Voice

# Which count of the log says that there are lines of a kind.
KINDS: tuple[tuple[str, type[Entry], str], ...] = (
    ("encounters", Encounter, "encounter"),
    ("voices", Voice, "voice"),
    ("orientations", Orientation, "orientation"),
    ("observations", Observation, "observation"),
    ("photos", Photo, "photo"),
    ("debriefs", Debrief, "debrief"),
    ("callbacks", Resident, "resident"),
)
LAST_TIMES, LOOKED_BACK = 3, timedelta(days=120)
TOLD = (OutingState.TERMINEE, OutingState.ANNULEE, OutingState.EN_COURS)

Facts = dict[str, Any]


def outing_facts(held: Sequence[Held], membership: Membership, now: datetime) -> list[Facts]:
    """Return what a phone keeps of each outing, in three questions and one more for each kind of line present."""
    cells, lines, visits = _cells(held), _lines(held), _visits(held)
    return [
        {
            **_plan(each.outing),
            # An answer that comes late knows less: the phone keeps the greatest.
            "version": int(now.timestamp() * 1000),
            "team": [_member(mine, membership) for mine in each.team],
            "last_times": _last_times(visits, each.outing),
            "answers": [],
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


def _member(mine: Any, reader: Membership) -> Facts:
    return {
        "member": str(mine.membership_id),
        "first_name": first_name(mine.membership.name),
        "role": mine.role,
        "role_label": mine.get_role_display(),
        "is_me": mine.membership_id == reader.pk,
        "checked_in_at": _hour(mine.checked_in_at),
        "checked_out_at": _hour(mine.checked_out_at),
    }


def _cells(held: Sequence[Held]) -> dict[UUID, list[Facts]]:
    """Return the people counted by cell: the total of the team."""
    wanted = [each.outing.pk for each in held if each.log is not None]
    found: dict[UUID, list[Facts]] = {pk: [] for pk in wanted}
    if wanted:
        rows = Tally.objects.filter(outing__in=wanted).order_by()
        summed = rows.values_list("outing_id", *CellRollup.CELL).annotate(people=Sum("step"))
        for outing, *cell, people in summed:
            if people:
                found[outing].append({**dict(zip(CellRollup.CELL, cell, strict=True)), "people": people})
    return found


def _lines(held: Sequence[Held]) -> dict[UUID, list[Facts]]:
    """Return the lines of the team, without what they say: by whom, when, and the last writing."""
    found: dict[UUID, list[Facts]] = {each.outing.pk: [] for each in held}
    for count, model, kind in KINDS:
        wanted = [each.outing.pk for each in held if getattr(each.log, count, 0)]
        if not wanted:
            continue
        rows = model._default_manager.filter(outing__in=wanted).order_by("made_at", "pk")
        columns = ("pk", "outing_id", "made_by_id", "made_at", "withdrawn_at", "clocks")
        for pk, outing, made_by, made_at, withdrawn_at, clocks in rows.values_list(*columns):
            found[outing].append(
                {
                    "kind": kind,
                    "id": str(pk),
                    "by": str(made_by) if made_by else None,
                    "at": _hour(made_at),
                    "clock": str(max([pk, *(UUID(clock) for clock in clocks.values())])),
                    "withdrawn": withdrawn_at is not None,
                }
            )
    return found


def _visits(held: Sequence[Held]) -> list[Outing]:
    """Return the outings of the last months at these places, the latest first, each with its log."""
    if not held:
        return []
    latest, earliest = (pick(each.outing.starts_at for each in held) for pick in (max, min))
    found = Outing.objects.filter(
        place__in={each.outing.place_id for each in held},
        starts_at__lt=latest,
        starts_at__gt=earliest - LOOKED_BACK,
        state__in=TOLD,
    )
    return list(found.select_related("log").order_by("-starts_at", "pk"))


def _last_times(visits: Sequence[Outing], outing: Outing) -> list[str]:
    before = [each for each in visits if each.place_id == outing.place_id and each.starts_at < outing.starts_at]
    return [_visit_words(each) for each in before[:LAST_TIMES]]


def _visit_words(outing: Outing) -> str:
    day = date_format(localtime(outing.starts_at), "l j F")
    if outing.state == OutingState.ANNULEE:
        return f"{day} : annulée ({outing.get_cancel_reason_display().lower()})"
    people = getattr(getattr(outing, "log", None), "people", 0)
    if not people:
        return f"{day} : personne n'a été compté"
    return f"{day} : {people} personne{'s' if people > 1 else ''} rencontrée{'s' if people > 1 else ''}"


def _hour(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
