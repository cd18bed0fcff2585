"""Note that an answer was told back where its words were said, or to who asked; or why it could not be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from palier.agenda.models import Outing
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.dates import date_format
from palier.structures.models import Membership
from palier.voices.actions.answers import contest, note_event
from palier.voices.actions.standing import last_answers, settle_need
from palier.voices.enums import NeedEventKind, RestitutionMeans, RestitutionState
from palier.voices.models import Restitution, SharedNeed
from palier.voices.queries.threads import threads_of

NOTE_LENGTH, REASON_LENGTH, MOST_PEOPLE = 2000, 300, 5000
_DONE = (RestitutionState.RAPPORTEE, RestitutionState.IMPOSSIBLE)


class ToldRefused(Exception):  # noqa: N818 (the name says what happened)
    """An answer that cannot be noted as told. The message is French."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How an answer was told: to how many ``people`` (None: not counted, as of a poster), and what they said of it.

    ``note`` names nobody. ``contested``: they do not agree, and the need opens again.
    """

    means: RestitutionMeans
    people: int | None = None
    contested: bool = False
    note: str = ""
    outing: Outing | None = None


@transaction.atomic
def tell_restitution(
    *,
    restitution: Restitution,
    telling: Telling,
    told_by: Membership,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
) -> Restitution:
    """Note that an answer was told, ``at`` an earlier hour when a phone says so; return it, locked with its need.

    What could not be told may be told later. Raises ToldRefused when somebody noted it already, or when another
    answer came since.
    """
    kept = _held(restitution)
    if kept.state == RestitutionState.REMPLACEE:
        raise ToldRefused("Une réponse plus récente est arrivée : c'est elle qu'il faut rapporter.")
    if kept.state == RestitutionState.RAPPORTEE:
        raise ToldRefused("Quelqu'un a déjà noté ce retour : relisez la page.")
    _write_telling(kept, telling, told_by=told_by, at=at or now, by=by, now=now)
    return kept


@transaction.atomic
def report_telling(
    *, restitution: Restitution, telling: Telling, told_by: Membership, by: Actor, now: datetime, at: datetime
) -> Restitution:
    """Note what a phone says of an answer, whatever happened meanwhile: it was said to people, and is never refused.

    The first telling wins; what comes after is kept in its note, and so is what was told of an answer that another
    one replaced. Residents who contest are heard even then, as long as the answer is the last one.
    """
    kept = _held(restitution)
    if kept.state in {RestitutionState.A_RAPPORTER, RestitutionState.IMPOSSIBLE}:
        _write_telling(kept, telling, told_by=told_by, at=at, by=by, now=now)
        return kept
    _add_note(kept, f"Rapportée aussi par {told_by.name}{_to_whom(telling)}", telling.note, at=at, now=now)
    if telling.contested and kept.state == RestitutionState.RAPPORTEE:
        contest(restitution=kept, note=kept.note, made_by=told_by, by=by, now=now)
    return kept


@transaction.atomic
def cannot_tell(
    *, restitution: Restitution, reason: str, told_by: Membership, by: Actor, now: datetime, at: datetime | None = None
) -> Restitution:
    """Note why an answer could not be told; return it. Raises ToldRefused: no reason, or noted already."""
    kept = _held(restitution)
    if not reason.strip():
        raise ToldRefused("Dites pourquoi la réponse n'a pas pu être rapportée.")
    if kept.state != RestitutionState.A_RAPPORTER:
        raise ToldRefused("Ce retour n'est plus à faire : relisez la page.")
    _write_failure(kept, reason, told_by=told_by, at=at or now, by=by, now=now)
    return kept


@transaction.atomic
def report_failure(
    *, restitution: Restitution, reason: str, told_by: Membership, by: Actor, now: datetime, at: datetime
) -> Restitution:
    """Note why somebody on a phone could not tell an answer; in its note only, when it was told or replaced since."""
    kept = _held(restitution)
    if kept.state == RestitutionState.A_RAPPORTER:
        _write_failure(kept, reason, told_by=told_by, at=at, by=by, now=now)
    else:
        _add_note(kept, f"Pas pu être rapportée par {told_by.name}", reason, at=at, now=now)
    return kept


@transaction.atomic
def undo_telling(*, restitution: Restitution, told_by: Membership, by: Actor, now: datetime) -> Restitution:
    """Take back what was noted of an answer: it is due again. Return it. Raises ToldRefused.

    What a contest had stopped elsewhere is due again too. An answer that another one replaced since is not due.
    """
    kept = _held(restitution)
    if kept.state not in _DONE:
        raise ToldRefused("Ce retour est déjà à faire.")
    last = {answer.pk for answer in last_answers(kept.need, threads_of(kept.need)) if answer is not None}
    if kept.reply_id not in last:
        raise ToldRefused("Une réponse plus récente est arrivée : ce qui a été rapporté reste noté.")
    was_contested = kept.contested
    blank = {"means": "", "people": None, "contested": False, "reason": "", "outing": None}
    _save(kept, RestitutionState.A_RAPPORTER, **blank, note="", told_at=None, told_by=None, updated_at=now)
    if was_contested and not Restitution.objects.filter(reply=kept.reply_id, contested=True).exists():
        stopped = Restitution.objects.filter(reply=kept.reply_id, state=RestitutionState.REMPLACEE)
        stopped.update(state=RestitutionState.A_RAPPORTER, updated_at=now)
    _note(kept, "Retour repris : la réponse est de nouveau à rapporter", told_by=told_by, by=by, now=now)
    return kept


def _held(restitution: Restitution) -> Restitution:
    """Lock the need, then read the restitution anew: a merge may have taken it to another need meanwhile."""
    need_id = restitution.need_id
    while True:
        SharedNeed.objects.select_for_update().get(pk=need_id)
        kept: Restitution = Restitution.objects.select_related("need", "reply", "place").get(pk=restitution.pk)
        if kept.need_id == need_id:
            return kept
        need_id = kept.need_id


def _write_telling(
    kept: Restitution, telling: Telling, *, told_by: Membership, at: datetime, by: Actor, now: datetime
) -> None:
    written = {"means": telling.means, "people": telling.people, "outing": telling.outing, "reason": ""}
    note = telling.note.strip()[:NOTE_LENGTH]
    _save(kept, RestitutionState.RAPPORTEE, **written, note=note, told_at=at, told_by=told_by, updated_at=now)
    detail = f"{_where(kept)} : {RestitutionMeans(telling.means).label.lower()}{_to_whom(telling)}"
    _note(kept, detail, told_by=told_by, by=by, now=now)
    if telling.contested:
        contest(restitution=kept, note=note, made_by=told_by, by=by, now=now)
        kept.refresh_from_db(fields=["contested", "note"])


def _write_failure(
    kept: Restitution, reason: str, *, told_by: Membership, at: datetime, by: Actor, now: datetime
) -> None:
    why = reason.strip()[:REASON_LENGTH]
    _save(kept, RestitutionState.IMPOSSIBLE, reason=why, told_at=at, told_by=told_by, updated_at=now)
    _note(kept, f"{_where(kept)} : n'a pas pu être rapportée. {why}", told_by=told_by, by=by, now=now)


def _save(kept: Restitution, state: RestitutionState, **fields: Any) -> None:
    kept.state = state
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save(update_fields=["state", *fields])


def _add_note(kept: Restitution, what: str, note: str, *, at: datetime, now: datetime) -> None:
    """Keep what somebody else says of the same answer under what was noted first."""
    words = f"{what}, le {date_format(localdate(at), 'j F')}{' : ' if note.strip() else '.'}{note.strip()}"
    kept.note = f"{kept.note}\n{words}".strip()[:NOTE_LENGTH]
    kept.updated_at = now
    kept.save(update_fields=["note", "updated_at"])


def _note(kept: Restitution, detail: str, *, told_by: Membership, by: Actor, now: datetime) -> None:
    """Write the history and the audit, then where the need stands."""
    note_event(kept.need, NeedEventKind.RAPPORTE, detail, made_by=told_by, now=now)
    record(
        kind=AuditKind.ANSWERS_TOLD,
        by=by,
        now=now,
        target_kind="besoin",
        target_id=str(kept.need_id),
        target_label=str(kept.need),
        detail=detail.split(". ")[0],
        structure_id=kept.structure_id,
    )
    settle_need(need=kept.need, now=now)


def _where(kept: Restitution) -> str:
    return str(kept.place) if kept.place else "À une personne qui l'attendait"


def _to_whom(telling: Telling) -> str:
    if telling.people is None:
        return ""
    return f", à {telling.people} personne{'s' if telling.people > 1 else ''}"
