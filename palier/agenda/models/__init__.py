"""Outings, the series they come from, the people who go, the meetings around them."""

from palier.agenda.models.feed import CalendarFeed
from palier.agenda.models.meeting import Attendance, Meeting
from palier.agenda.models.outing import Outing
from palier.agenda.models.participation import Participation
from palier.agenda.models.safety import Alert, AlertLetter
from palier.agenda.models.series import OutingSeries, SeriesMember, SeriesPlace
from palier.agenda.models.vehicle import Vehicle

__all__ = [
    "Alert",
    "AlertLetter",
    "Attendance",
    "CalendarFeed",
    "Meeting",
    "Outing",
    "OutingSeries",
    "Participation",
    "SeriesMember",
    "SeriesPlace",
    "Vehicle",
]
