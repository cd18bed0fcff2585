"""« Annuler », for ten seconds after words were triaged: kept in the session until something else is done."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from palier.voices.actions.triage import Undo
from palier.voices.models import SharedNeed

_SLOT = "words_undo"


def offer_undo(request: HttpRequest, text: str, undo: Sequence[Undo], need: SharedNeed | None = None) -> None:
    """Let the next page of words offer to undo."""
    request.session[_SLOT] = {
        "text": text,
        "undo": list(undo),
        "need": str(need.pk) if need else "",
        "shown": False,
    }


def undo_to_show(request: HttpRequest) -> str:
    """Return what was just done, once; "" most of the time."""
    held: dict[str, Any] | None = request.session.get(_SLOT)
    if held is None or held["shown"]:
        return ""
    request.session[_SLOT] = {**held, "shown": True}
    return str(held["text"])


def take_undo(request: HttpRequest) -> dict[str, Any] | None:
    """Return what is to undo, once."""
    found: dict[str, Any] | None = request.session.pop(_SLOT, None)
    return found


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that the form came from, or ``otherwise``."""
    return ours(request.POST.get("retour", ""), otherwise)


def back_at(address: str, key: str) -> str:
    """Return ``address``, at the word of ``key`` when it is one of the triage: one sees again what was undone."""
    path, _, query = address.partition("?")
    if path != reverse("voices:triage"):
        return address
    asked = QueryDict(query, mutable=True)
    asked["parole"] = key
    return f"{path}?{asked.urlencode()}"


def ours(asked: str, otherwise: str) -> str:
    """Return the address ``asked`` when it is one of ours, or ``otherwise``."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise
