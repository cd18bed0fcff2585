"""« Annuler », for ten seconds after something was done: kept in the session until the next page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_SLOT = "agenda_undo"


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    """Let the next page of the agenda offer to undo, by a POST to ``url``."""
    request.session[_SLOT] = {"text": text, "url": url}


def take_undo(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the page offers to undo, once; None most of the time."""
    found: dict[str, Any] | None = request.session.pop(_SLOT, None) if _SLOT in request.session else None
    return found


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that the form came from, or ``otherwise``."""
    asked = request.POST.get("retour", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise
