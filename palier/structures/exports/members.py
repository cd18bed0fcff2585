"""The team as a table."""

from datetime import date

from django.utils import timezone

from palier.documents.tables import Column
from palier.structures.models import Membership

TITLE = "Équipe"


def _day(member: Membership, name: str) -> date | None:
    moment = getattr(member, name)
    return timezone.localdate(moment) if moment else None


COLUMNS: list[Column[Membership]] = [
    Column("Nom", lambda member: member.name, 28),
    Column("Adresse e-mail", lambda member: member.user.email or "", 32),
    Column("Statut", lambda member: member.get_status_display(), 20),
    Column("Rôle", lambda member: member.get_role_display(), 16),
    Column("Arrivée", lambda member: _day(member, "created_at")),
    Column("Départ", lambda member: _day(member, "ended_at")),
    Column("Vu·e le", lambda member: _day(member, "last_seen_at")),
]
