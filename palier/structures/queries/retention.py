"""Whose name will be replaced, and when."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from palier.structures.models import Membership, Structure

NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NameToReplace:
    """Somebody who left, and the day from which their name is replaced."""

    member: Membership
    day: date


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same instant so many months before; the 31st becomes the last day of a shorter month."""
    return _shifted(moment, -months)


def months_after(moment: datetime, months: int) -> datetime:
    """Return the same instant so many months after; the 31st becomes the last day of a shorter month."""
    return _shifted(moment, months)


def replaced_on(member: Membership, structure: Structure) -> date | None:
    """Return the local day from which the name of a member is replaced; None for who is still here, or renamed."""
    if member.ended_at is None or member.renamed_at is not None:
        return None
    return timezone.localdate(_shifted(member.ended_at, structure.retention_months))


def names_to_replace(structure: Structure, *, now: datetime) -> list[NameToReplace]:
    """Return whose name of ``structure`` is replaced within thirty days, the nearest first."""
    limit = months_before(now + NOTICE, structure.retention_months)
    leaving = Membership.objects.filter(structure=structure, renamed_at=None, ended_at__lte=limit)
    found = [(member, replaced_on(member, structure)) for member in leaving.order_by("ended_at", "id")]
    return [NameToReplace(member, day) for member, day in found if day is not None]


def _shifted(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    return moment.replace(year=years, month=month + 1, day=min(moment.day, last))
