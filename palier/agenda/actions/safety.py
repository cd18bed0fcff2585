"""A team says that it leaves, that it is back, or that it stays longer; by itself, or by a colleague."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from palier.agenda.actions.alerts import close_alerts, reopen_alerts
from palier.agenda.due_times import LATE_LEVELS, is_night_past
from palier.agenda.enums import AlertLevel, OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team_out import first_name, going_with, still_out
from palier.agenda.safety_rules import START_EARLY, said_at, undone_until
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership

MORE_TIME = timedelta(minutes=30)


class SafetyRefused(Exception):  # noqa: N818 (the name says what happened)
    """This cannot be said of this outing now. The message is French and says what to do."""


@transaction.atomic
def start_outing(*, participation: Participation, by: Actor, now: datetime) -> Participation:
    """Note that a member of the team left; the first one makes the outing « en cours ». Twice is once.

    Raises SafetyRefused when the outing is not confirmed, is too far ahead, or is over.
    """
    outing, mine = _locked(participation)
    if outing.state not in {OutingState.CONFIRMEE, OutingState.EN_COURS}:
        raise SafetyRefused(_why_not_started(outing))
    if now < outing.starts_at - START_EARLY:
        raise SafetyRefused("C'est trop tôt : une sortie se commence deux heures avant son heure, au plus.")
    if now >= outing.ends_at and outing.state == OutingState.CONFIRMEE:
        raise SafetyRefused("L'heure de fin est passée. Si vous partez maintenant, changez d'abord les heures.")
    if mine.checked_in_at is not None:
        return mine
    mine.checked_in_at, mine.updated_at = now, now
    mine.save(update_fields=["checked_in_at", "updated_at"])
    if outing.state == OutingState.CONFIRMEE:
        _change(outing, now=now, state=OutingState.EN_COURS, started_at=now)
    _note(outing, f"Départ de {first_name(mine.membership.name)}", by=by, now=now)
    return mine


@transaction.atomic
def end_participation(*, participation: Participation, told_by: Membership, by: Actor, now: datetime) -> Participation:
    """Note that one person is back, told by themselves or by a colleague; the last one ends the outing. Twice is once.

    Raises SafetyRefused when this person never left.
    """
    outing, mine = _locked(participation)
    if mine.checked_out_at is not None:
        return mine
    if mine.checked_in_at is None:
        raise SafetyRefused(
            f"{first_name(mine.membership.name)} n'a pas dit être parti·e : il n'y a pas de retour à noter."
        )
    _come_back([mine], told_by=told_by, now=now)
    _note(outing, f"Retour de {first_name(mine.membership.name)}", by=by, now=now)
    if not still_out(outing).exists():
        _finish(outing, told_by=told_by, now=now)
    return mine


@transaction.atomic
def end_outing(*, outing: Outing, told_by: Membership, by: Actor, now: datetime) -> Outing:
    """Note that the whole team is back, which ends the outing. Raises SafetyRefused when it was not under way."""
    locked = _locked_outing(outing)
    if locked.state == OutingState.TERMINEE:
        return locked
    if locked.state != OutingState.EN_COURS:
        raise SafetyRefused("Cette sortie n'a pas commencé : il n'y a pas de retour à noter.")
    _come_back(list(still_out(locked)), told_by=told_by, now=now)
    _note(locked, "Toute l'équipe est rentrée", by=by, now=now)
    return _finish(locked, told_by=told_by, now=now)


@transaction.atomic
def undo_tap(*, participation: Participation, by: Actor, now: datetime) -> Participation:
    """Take back the last thing said of somebody: the return (with all those noted in the same tap), or the departure.

    An outing that this return had ended is under way again, and its alerts with it. Raises SafetyRefused after ten
    minutes: by then others rely on it.
    """
    outing, mine = _locked(participation)
    tapped_at = said_at(mine)
    if tapped_at is None:
        return mine
    if now > undone_until(tapped_at):
        raise SafetyRefused("Plus de dix minutes ont passé : une personne référente peut corriger la sortie.")
    if mine.checked_out_at is not None:
        _leave_again(outing, tapped_at, now=now)
    else:
        _stay(outing, mine, by=by, now=now)
    _note(outing, f"Erreur de touche annulée ({first_name(mine.membership.name)})", by=by, now=now)
    mine.refresh_from_db()
    return mine


@transaction.atomic
def extend_outing(*, outing: Outing, told_by: Membership, by: Actor, now: datetime) -> Outing:
    """Expect the team half an hour later, from now or from its hour of return if that is still to come.

    All is well: the alerts about its lateness close. Raises SafetyRefused when it is not under way.
    """
    locked = _locked_outing(outing)
    if locked.state != OutingState.EN_COURS:
        raise SafetyRefused("Cette sortie n'est pas en cours : son heure de fin se change sur sa page.")
    _change(locked, now=now, ends_at=max(locked.ends_at, now) + MORE_TIME)
    close_alerts(outing=locked, levels=LATE_LEVELS, closed_by=told_by, now=now)
    _note(locked, "Retour attendu 30 minutes plus tard", by=by, now=now)
    return locked


@transaction.atomic
def mark_held(*, outing: Outing, told_by: Membership, by: Actor, now: datetime) -> Outing:
    """Note that a confirmed outing that nobody started took place, at its own hours.

    Raises SafetyRefused when it is not confirmed, or not over yet.
    """
    locked = _locked_outing(outing)
    if locked.state != OutingState.CONFIRMEE or now < locked.ends_at:
        raise SafetyRefused("Seule une sortie confirmée dont l'heure est passée peut être notée comme ayant eu lieu.")
    close_alerts(outing=locked, levels=[AlertLevel.NOUVELLES], closed_by=told_by, now=now)
    _change(locked, now=now, state=OutingState.TERMINEE, started_at=locked.starts_at, ended_at=locked.ends_at)
    _note(locked, "A eu lieu, noté après coup", by=by, now=now)
    return locked


def _locked_outing(outing: Outing) -> Outing:
    # Two phones tap at once: one after the other.
    return Outing.objects.select_for_update().get(pk=outing.pk)


def _locked(participation: Participation) -> tuple[Outing, Participation]:
    outing = Outing.objects.select_for_update().get(pk=participation.outing_id)
    mine = going_with(outing).filter(pk=participation.pk).first()
    if mine is None:
        raise SafetyRefused("Cette personne n'est pas dans l'équipe de cette sortie.")
    return outing, mine


def _change(outing: Outing, *, now: datetime, **values: object) -> Outing:
    for name, value in values.items():
        setattr(outing, name, value)
    outing.updated_at = now
    outing.save(update_fields=[*values, "updated_at"])
    return outing


def _come_back(team: list[Participation], *, told_by: Membership, now: datetime) -> None:
    for mine in team:
        mine.checked_out_at, mine.updated_at = now, now
        mine.checked_out_by = None if told_by.pk == mine.membership_id else told_by
        mine.save(update_fields=["checked_out_at", "checked_out_by", "updated_at"])


def _finish(outing: Outing, *, told_by: Membership, now: datetime) -> Outing:
    close_alerts(outing=outing, levels=LATE_LEVELS, closed_by=told_by, now=now)
    # Forgotten until another day: its own hour of return is nearer to the truth.
    ended_at = outing.ends_at if is_night_past(outing.ends_at, now) else now
    return _change(outing, now=now, state=OutingState.TERMINEE, ended_at=ended_at)


def _leave_again(outing: Outing, tapped_at: datetime, *, now: datetime) -> None:
    tapped = going_with(outing).filter(checked_out_at=tapped_at)
    tapped.update(checked_out_at=None, checked_out_by=None, updated_at=now)
    if outing.state == OutingState.TERMINEE:
        _change(outing, now=now, state=OutingState.EN_COURS, ended_at=None)
        # Closed by this tap, or by the one of who came back last.
        reopen_alerts(outing=outing, levels=LATE_LEVELS, closed_since=tapped_at, now=now)


def _stay(outing: Outing, mine: Participation, *, by: Actor, now: datetime) -> None:
    mine.checked_in_at, mine.updated_at = None, now
    mine.save(update_fields=["checked_in_at", "updated_at"])
    left = Participation.objects.filter(Q(checked_in_at__isnull=False), structure=outing.structure_id, outing=outing)
    if outing.state == OutingState.EN_COURS and not left.exists():
        close_alerts(outing=outing, levels=LATE_LEVELS, closed_by=None, now=now)
        _change(outing, now=now, state=OutingState.CONFIRMEE, started_at=None)
    elif outing.state == OutingState.EN_COURS and not still_out(outing).exists():
        _change(outing, now=now, state=OutingState.TERMINEE, ended_at=now)


def _why_not_started(outing: Outing) -> str:
    return {
        OutingState.BROUILLON: "Cette sortie n'est pas confirmée : il faut être deux. Voyez la personne référente.",
        OutingState.ANNULEE: "Cette sortie est annulée.",
    }.get(
        OutingState(outing.state), "Cette sortie est terminée. Une erreur ? « Annuler » la rouvre pendant dix minutes."
    )


def _note(outing: Outing, detail: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=detail,
    )
