"""The pages that say what went wrong. They need no database, no session and no context processor."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from palier.core.uploads import UploadTooLarge

LAST_RESORT = (
    "<!doctype html><html lang='fr'><meta charset='utf-8'><title>Panne · Palier</title>"
    "<h1>Palier est en panne</h1><p>Ce qui était enregistré le reste. Réessayez bientôt.</p></html>"
)


def _answer(status: int, template: str, retry_after: int | None = None) -> HttpResponse:
    """Return the page of a status; ``retry_after`` is in seconds."""
    # Rendered without the request: what is broken may be what a context processor would ask.
    response = HttpResponse(render_to_string(template), status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 when what was sent is too big (Django brings both here)."""
    if isinstance(exception, UploadTooLarge | RequestDataTooBig):
        return too_large(request)
    return _answer(400, "400.html")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: this person may not do this."""
    return _answer(403, "403.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is missing or stale; ``reason`` is for the log, not for the page."""
    return _answer(403, "403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: nothing at this address, or nothing this person may know of. Programs are answered in JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Rien à cette adresse."}, status=404)
    return _answer(404, "404.html")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413: the file or the form is past the limit."""
    return _answer(413, "413.html")


def too_many(request: HttpRequest, retry_after: int = 300) -> HttpResponse:
    """Answer 429: too many tries, come back in ``retry_after`` seconds."""
    return _answer(429, "429.html", retry_after=retry_after)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, with bare words when even the template cannot be drawn."""
    try:
        return _answer(500, "500.html")
    except Exception:  # The last page there is: whatever broke, it must say something.
        return HttpResponse(LAST_RESORT, status=500)


def unavailable(request: HttpRequest, retry_after: int = 120) -> HttpResponse:
    """Answer 503: under maintenance or overloaded, come back in ``retry_after`` seconds."""
    return _answer(503, "503.html", retry_after=retry_after)
