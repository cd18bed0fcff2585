"""« Besoin d'aide » : everybody is warned at once, until somebody says that all is well."""

from datetime import datetime

from django.db import transaction

from palier.agenda.actions.alerts import close_alerts, raise_alert
from palier.agenda.enums import AlertLevel
from palier.agenda.models import Alert, Outing
from palier.agenda.safety_rules import can_ask_help, may_close_help
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership


class HelpRefused(Exception):  # noqa: N818 (the name says what happened)
    """No help can be asked from this outing now, or this person may not say that all is well. The message is French."""


@transaction.atomic
def ask_help(*, outing: Outing, asked_by: Membership, by: Actor, now: datetime) -> Alert:
    """Warn the team, the leads and the direction, and return the alert; the one already open if there is one.

    Raises HelpRefused when nobody can be out with this outing.
    """
    locked = Outing.objects.select_for_update().get(pk=outing.pk)
    if not can_ask_help(locked, now):
        raise HelpRefused("Cette sortie n'est pas en cours. En cas de danger, appelez le 112.")
    open_one: Alert | None = locked.alerts.filter(level=AlertLevel.AIDE, closed_at=None).first()
    if open_one is not None:
        return open_one
    alert = raise_alert(outing=locked, level=AlertLevel.AIDE, raised_by=asked_by, now=now)
    _note(locked, "Aide demandée", by=by, now=now)
    return alert


@transaction.atomic
def close_help(*, alert: Alert, closed_by: Membership, by: Actor, now: datetime) -> None:
    """Say that all is well. Raises HelpRefused from somebody else than the caller or a lead. Twice is once."""
    if not may_close_help(alert, closed_by):
        raise HelpRefused("Seules la personne qui a appelé et les référent·es peuvent dire que tout va bien.")
    outing = Outing.objects.select_for_update().get(pk=alert.outing_id)
    if close_alerts(outing=outing, levels=[AlertLevel.AIDE], closed_by=closed_by, now=now):
        _note(outing, "Tout va bien", by=by, now=now)


def _note(outing: Outing, detail: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.HELP_ASKED,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=detail,
    )
