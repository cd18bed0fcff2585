"""The gate of the editors' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from palier.library.permissions import can_edit_sheets

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def editors_only(view: View[P]) -> View[P]:
    """Ask visitors to log in, and answer 403 to members who may not change sheets."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can_edit_sheets(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
