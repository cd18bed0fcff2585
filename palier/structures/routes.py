"""Who may come to an address: one decorator says it, enforces it, and is read by ``palier routes`` and by the tests."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver

from palier.accounts.second_factor import confirm_url, has_second_factor, recently_confirmed, shown_in_session
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can, is_federation, membership_of, needs_second_factor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class RouteClass(StrEnum):
    """The classes of routes that are not a permission."""

    PUBLIC = "public"  # anybody
    MEMBER = "member"  # anybody logged in; the view shows only what is this person's own
    FEDERATION = "federation"  # who looks after the structures of a federation
    TOKEN = "token"  # noqa: S105 (whoever holds the secret of the address)


PUBLIC, MEMBER, FEDERATION, TOKEN = RouteClass
Access = RouteClass | Permission


def class_name(access: Access) -> str:
    """Return the class as ``palier routes`` writes it: ``member``, ``permission:sheets_edit``."""
    return f"permission:{access.value}" if isinstance(access, Permission) else access.value


def route(access: Access, *, named: bool = False, named_export: bool = False) -> Callable[[View[P]], View[P]]:
    """Return the decorator that lets ``access`` through.

    A visitor is sent to the log-in page, a member without the right is answered 403 (PermissionDenied); what belongs
    to another structure is not found, since the view reads inside the scope. Direction and federation need a second
    factor, and so does whoever reads a resident's name (``named``); ``named_export`` asks it again before names leave
    the instance.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            refusal = _refusal(request, access, named=named, named_export=named_export)
            return view(request, *args, **kwargs) if refusal is None else refusal

        guarded.route_class = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refusal(request: HttpRequest, access: Access, *, named: bool, named_export: bool) -> HttpResponseBase | None:
    if access in {PUBLIC, TOKEN}:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if access == MEMBER:
        return None
    membership = membership_of(request)
    if membership is None:
        return render(request, "structures/no_structure.html", status=403)
    if not _holds(membership, access):
        raise PermissionDenied
    must_show = named or needs_second_factor(membership)
    if must_show and not (has_second_factor(request.user) and shown_in_session(request)):
        return redirect(confirm_url(request))
    if named_export and not recently_confirmed(request):
        return redirect(confirm_url(request))
    return None


def _holds(membership: Membership, access: Access) -> bool:
    return can(membership, access) if isinstance(access, Permission) else is_federation(membership)


def classified(access: Access, patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return ``patterns`` of a library, all of one class: their views cannot carry the decorator themselves."""
    found: list[URLPattern | URLResolver] = []
    for entry in patterns:
        if isinstance(entry, URLPattern):
            found.append(URLPattern(entry.pattern, route(access)(entry.callback), entry.default_args, entry.name))
        else:
            inner = classified(access, entry.url_patterns)
            found.append(URLResolver(entry.pattern, inner, entry.default_kwargs, entry.app_name, entry.namespace))
    return found


def route_class(view: Callable[..., Any]) -> Access | None:
    """Return the class that a view carries, under whatever decorators; None if it carries none."""
    layer: Callable[..., Any] | None = view
    while layer is not None:
        found: Access | None = getattr(layer, "route_class", None)
        if found is not None:
            return found
        layer = getattr(layer, "__wrapped__", None)
    return None


def forbidden_json(detail: str, *, reason: str) -> HttpResponse:
    """Return the 401 of the addresses that programs read; ``reason`` is a word for them: code, closed."""
    return JsonResponse({"detail": detail, "reason": reason}, status=401)
