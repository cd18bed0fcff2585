"""« Téléphones de terrain » : which phone still holds what, since when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.mobile.queries.asides import open_asides
from palier.mobile.queries.field_phones import phone_lines, silence, silent_outings
from palier.structures.enums import Permission
from palier.structures.routes import route


@require_safe
@route(Permission.FIELDLOG_EDIT)
def field_phones(request: HttpRequest) -> HttpResponse:
    """Show each phone that writes in the log, and the outings of which nothing came."""
    now = timezone.now()
    context = {"lines": phone_lines(now), "silent": silent_outings(now), "asides": open_asides()}
    return render(request, "mobile/field_phones.html", context)


@require_safe
@route(Permission.FIELDLOG_EDIT)
def field_alert(request: HttpRequest) -> HttpResponse:
    """Show what the home page says of it: a part of a page, empty when all is well."""
    context = {"silence": silence(timezone.now()), "asides": open_asides()}
    return render(request, "mobile/field_alert.html", context)
