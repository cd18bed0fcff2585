"""« Carnet »: the outings held or written about, one by one, with what each one holds."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from palier.agenda.models import Outing
from palier.agenda.periods import PARIS
from palier.agenda.queries.agenda import STATE_LOOKS
from palier.fieldlog.forms.log_filters import LogFilterForm
from palier.fieldlog.models import OutingLog
from palier.fieldlog.queries.logged import PAGE_SIZE, outings_logged, totals_of
from palier.fieldlog.queries.parts import part_of_each, part_total
from palier.fieldlog.queries.presence import hours_of
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route


@dataclass(frozen=True, slots=True)
class LogLine:
    """One outing as the list shows it; its log is made with its first line. Hours are those of Paris.

    ``part`` is how many it has of what the figure counts that opened the list.
    """

    outing: Outing
    log: OutingLog
    is_written: bool
    start: datetime
    end: datetime
    state_icon: str
    part: int

    @property
    def hours(self) -> float:
        """How long it was planned to last."""
        return hours_of(self.outing.ends_at - self.outing.starts_at)

    @property
    def is_closed(self) -> bool:
        """Whether the team has told how it ended."""
        return self.log.closed_at is not None


@require_safe
@route(Permission.FIELDLOG_READ)
def log_list(request: HttpRequest) -> HttpResponse:
    """Show the outings of the log that answer the filters of the address, the latest first."""
    membership = membership_of(request)
    lead = can(membership, Permission.FIELDLOG_EDIT)
    filters = LogFilterForm(request.GET, lead=lead)
    search = filters.search
    found = outings_logged(search)
    totals = totals_of(found)
    pages = Paginator(found, PAGE_SIZE)
    pages.count = totals.outings  # counted already, with the sums
    page = pages.get_page(request.GET.get("page"))
    parts = part_of_each(page, search.part)
    context = {
        "page": page,
        "lines": [_line(outing, parts.get(outing.pk, 0)) for outing in page],
        "part": part_total(found, search.part),
        "totals": totals,
        "filters": filters,
        "search": search,
        "lead": lead,
        "can_write": can(membership, Permission.FIELDLOG_WRITE),
        "can_count": can(membership, Permission.FIGURES_READ),
    }
    return render(request, "fieldlog/log_list.html", context)


def _line(outing: Outing, part: int) -> LogLine:
    log: OutingLog | None = getattr(outing, "log", None)
    icon, _kind = STATE_LOOKS[outing.state]
    start, end = outing.starts_at.astimezone(PARIS), outing.ends_at.astimezone(PARIS)
    return LogLine(outing, log or OutingLog(outing=outing), log is not None, start, end, icon, part)
