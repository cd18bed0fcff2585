"""All that one outing left in the apps of the field: the people counted, the lines, the words, who asked for a call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.outings import people_of
from palier.agenda.queries.team import PRESENT
from palier.fieldlog.models import Entry, OutingLog, Tally
from palier.fieldlog.permissions import AFTERWARDS, BEFOREHAND, can_read_log, can_write_log, has_begun
from palier.fieldlog.queries.counts import Count, CrossTable, corrections_of, counts_by_person, cross_table, tallies_of
from palier.fieldlog.queries.outing_log import LINE_TEMPLATES, LogLine, log_lines, log_of
from palier.residents.models import Resident
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can
from palier.voices.models import Voice

# Every line that an outing may hold, whatever its app, and what draws it.
TEMPLATES: dict[type[Entry], str] = {
    **LINE_TEMPLATES,
    Voice: "voices/line_voice.html",
    Resident: "residents/line_resident.html",
}
ALL_LINES = tuple(TEMPLATES)
# Where lines written under the wrong outing may have been meant for.
AROUND, MOST_OFFERED = timedelta(days=14), 60


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log of one outing as one member reads it. ``team`` maps the members who went to their names."""

    outing: Outing
    log: OutingLog | None
    table: CrossTable
    counts: list[Count]
    corrections: list[Tally]
    tallies: list[Tally]
    lines: list[LogLine]
    team: dict[UUID, str]
    may_write: bool
    has_begun: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not (self.tallies or self.lines)

    @property
    def is_closed(self) -> bool:
        """Whether somebody told how it ended."""
        return self.log is not None and self.log.closed_at is not None


def log_page(outing: Outing, reader: Membership, now: datetime) -> LogPage | None:
    """Return the log of an outing; None for who may not read it."""
    team = people_of(outing)
    in_team = reader.pk in team
    if not can_read_log(reader, in_team=in_team):
        return None
    tallies = tallies_of(outing)
    return LogPage(
        outing=outing,
        log=log_of(outing),
        table=cross_table(tallies),
        counts=counts_by_person(tallies),
        corrections=corrections_of(tallies),
        tallies=tallies,
        lines=log_lines(outing, TEMPLATES, reader=reader, team=team, now=now),
        team=team,
        may_write=can_write_log(reader, outing, in_team=in_team, now=now),
        has_begun=has_begun(outing, now),
    )


def outings_to_move_to(outing: Outing, membership: Membership, now: datetime) -> list[Outing]:
    """Return the outings around ``outing`` that the member may write in, the nearest first."""
    around = Outing.objects.filter(
        starts_at__gt=outing.starts_at - AROUND, starts_at__lt=min(outing.starts_at + AROUND, now + BEFOREHAND)
    )
    around = around.exclude(state=OutingState.ANNULEE).exclude(pk=outing.pk).select_related("place")
    if not can(membership, Permission.FIELDLOG_EDIT):
        mine = Participation.objects.filter(PRESENT, outing=OuterRef("pk"), membership=membership)
        around = around.filter(Exists(mine), ends_at__gt=now - AFTERWARDS)
    return sorted(around, key=lambda other: (abs(other.starts_at - outing.starts_at), other.pk))[:MOST_OFFERED]
