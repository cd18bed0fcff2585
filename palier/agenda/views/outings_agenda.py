"""The agenda on the screen: a month, a week."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.actions.outings import can_change
from palier.agenda.queries.agenda import STATE_LOOKS, AgendaDay, Period, agenda_days, month_of, week_key, week_of
from palier.agenda.views.outings_undo import take_undo
from palier.core.templatetags.components import icon
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.OUTINGS_READ)
def agenda(request: HttpRequest) -> HttpResponse:
    """Show a month: that of today, or the one of ``?mois=2027-03``."""
    return _page(request, "mois", month_of)


@require_safe
@route(Permission.OUTINGS_READ)
def week(request: HttpRequest) -> HttpResponse:
    """Show a week: that of today, or the one of ``?semaine=2027-W10``."""
    return _page(request, "semaine", week_of)


def _page(request: HttpRequest, span: str, read: Callable[[str, date], Period]) -> HttpResponse:
    membership = membership_of(request)
    assert membership is not None
    now, today = timezone.now(), timezone.localdate()
    period = read(request.GET.get(span, ""), today)
    days = agenda_days(period, membership.structure, today=today)
    plans = can(membership, Permission.OUTINGS_PLAN)
    marks = {name: icon(name) for name, _kind in STATE_LOOKS.values()}
    cells = [
        (day, [(line, marks[line.icon], plans and can_change(line.outing, now)) for line in day.lines]) for day in days
    ]
    context: dict[str, Any] = {
        "period": period,
        "span": span,
        "days": days,
        "cells": cells,
        "count": sum(len(day.lines) for day in days if day.is_inside),
        "can_move": any(movable for _day, rows in cells for _line, _mark, movable in rows),
        "month_key": f"{period.first:%Y-%m}",
        "week_key": week_key(_near(today, period, days)),
        "can_plan": plans,
        "can_join": can(membership, Permission.OUTINGS_JOIN),
        "undo": take_undo(request),
    }
    return render(request, "agenda/agenda_period.html", context)


def _near(today: date, period: Period, days: list[AgendaDay]) -> date:
    """Return the day whose week one goes to from a month: today if it is shown, else the first day."""
    return today if any(day.day == today for day in days) else period.first
