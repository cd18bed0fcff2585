"""Headers that every page carries besides those of Django and django-csp."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from palier.core.errors import unavailable

POLICY = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


class PermissionsPolicyMiddleware:
    """Deny the browser features that no page uses, so that an injected script could not ask for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response


class BusyDatabaseMiddleware:
    """Answer "a moment, please" when SQLite's one writer is held too long, instead of "broken down"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_busy = isinstance(exception, OperationalError) and "locked" in str(exception)
        return unavailable(request) if is_busy else None
