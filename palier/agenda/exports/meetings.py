"""A meeting on paper, to be signed, and its presences as a table."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import name_of
from palier.core.dates import date_format
from palier.documents.content import Document, Fact, FactList, Paragraph, Table
from palier.documents.tables import Column
from palier.structures.models import Structure

# Lines for those whom nobody expected; a sheet always has a few, and fills its page.
BLANK_LINES, FULL_PAGE = 5, 14
# Tall enough to sign in.
SIGN_HERE = "\N{NO-BREAK SPACE}\n\N{NO-BREAK SPACE}"
HOUR = "G\u00a0\\h\u00a0i"


def hours_said(meeting: Meeting) -> str:
    """Return « jeudi 11 mars 2027, de 9 h 00 à 11 h 00 », in Paris."""
    start, end = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return f"{date_format(start, 'l j F Y')}, de {date_format(start, HOUR)} à {date_format(end, HOUR)}"


def consent_said(structure: Structure) -> str:
    """Return what a name is for, and how long it is kept."""
    return (
        "Votre nom et votre organisation servent à dire qui était à cette réunion, et à rien d'autre. "
        f"{structure} les garde {structure.retention_months} mois, puis les efface. "
        "Pour les faire corriger ou effacer avant, dites-le à l'équipe."
    )


def sign_in_sheet(meeting: Meeting, attendances: Sequence[Attendance], *, structure: Structure) -> Document:
    """Return the sheet: title, date, place, a line for each person, blank ones for the others."""
    rows = [(name_of(row), organisation_of(row, structure), SIGN_HERE) for row in attendances]
    blank = max(BLANK_LINES, FULL_PAGE - len(rows))
    return Document(
        title=str(meeting),
        kicker="Feuille de présence",
        author=str(structure),
        description=f"Feuille de présence, {hours_said(meeting)}",
        footer=str(structure),
        blocks=(
            FactList(
                (
                    Fact("Quand", hours_said(meeting)),
                    Fact("Où", meeting.where or "……………………………………"),
                    Fact("Type de réunion", MeetingKind(meeting.kind).label),
                )
            ),
            Table(
                caption="Les personnes présentes",
                headers=("Nom", "Organisation", "Signature"),
                rows=(*rows, *((("", "", SIGN_HERE),) * blank)),
                widths=(3, 3, 2.5),
            ),
            Paragraph(consent_said(structure)),
        ),
    )


def organisation_of(attendance: Attendance, structure: Structure) -> str:
    """Return where somebody comes from: this structure for its members."""
    return str(structure) if attendance.membership_id else attendance.organisation


def attendance_columns(structure: Structure) -> list[Column[Attendance]]:
    """Return the columns of the presences of a meeting."""
    return [
        Column("Nom", name_of, 28),
        Column("Organisation", lambda row: organisation_of(row, structure), 28),
        Column("Membre de la structure", lambda row: row.membership_id is not None, 14),
        Column("Présence", lambda row: AttendanceState(row.state).label, 14),
        Column("Signée le", lambda row: localtime(row.signed_at).replace(tzinfo=None) if row.signed_at else None, 18),
    ]
