"""What the frame of every page needs: the navigation and the reader's structure."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from palier.agenda.queries.safety_watch import AlertLine, open_alerts
from palier.core.tenancy import structure_scope
from palier.dashboard.demo import shown_code
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import ROLE_PERMISSIONS, can, membership_of


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One word of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


# The words appear as their modules are built: (label, URL name, icon, what the path may begin with, for whom or None).
WORDS = (
    ("Aujourd'hui", "dashboard:today", "house", (), None),
    (
        "Agenda",
        "agenda:agenda",
        "calendar-days",
        ("/agenda/", "/sorties/", "/series/", "/mes-sorties/", "/reunions/", "/carnet/", "/rappels/"),
        Permission.OUTINGS_READ,
    ),
    (
        "Paroles",
        "voices:inbox",
        "message-circle",
        ("/paroles/", "/besoins/", "/relais/", "/moderation/"),
        Permission.VOICES_READ,
    ),
    ("Territoire", "territory:map", "map", ("/territoire/",), Permission.PLACES_READ),
    ("Fiches", "library:sheet-list", "book-open", ("/fiches/",), None),
)
MEMBER_WORDS = (("Réglages", "structures:settings-home", "settings", ("/reglages/", "/federation/")),)
# The pages where an authenticator's code is typed.
CODE_PAGES = {"mfa_authenticate", "mfa_reauthenticate"}
HELP = ("Aide", "dashboard:help", "info", ("/aide/",))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return ``navigation``, ``membership``, ``allowed`` (its permissions), ``memberships`` to change structure."""
    membership = membership_of(request)
    words = [word for *word, permission in WORDS if permission is None or can(membership, permission)]
    items = [
        NavigationItem(
            label, reverse(name), icon, request.path.startswith(prefixes) if prefixes else request.path == "/"
        )
        for label, name, icon, prefixes in (*words, *(MEMBER_WORDS if membership else ()), HELP)
    ]
    return {
        "navigation": items,
        "demo_code": shown_code() if _asks_for_a_code(request) else "",
        "membership": membership,
        "allowed": ROLE_PERMISSIONS[membership.acting_role] if membership else frozenset(),
        "memberships": getattr(request, "memberships", []),
        **_alerts(membership_of(request)),
    }


def _alerts(membership: Membership | None) -> dict[str, Any]:
    """Return ``watches_outings``, ``polls_alerts`` and ``safety_alerts``, read only by the pages that show them."""
    if membership is None or not can(membership, Permission.OUTINGS_READ):
        return {"watches_outings": False, "polls_alerts": False}

    def read() -> list[AlertLine]:
        # An error page may be drawn after the scope of the request was closed.
        with structure_scope(membership.structure_id):
            return open_alerts(membership)

    # A phone that asks by itself would never fall asleep behind its code: it asks at each page alone.
    return {"watches_outings": True, "polls_alerts": not membership.on_phone, "safety_alerts": SimpleLazyObject(read)}


def _asks_for_a_code(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in CODE_PAGES
