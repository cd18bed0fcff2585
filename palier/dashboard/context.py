"""What the frame of every page needs: the navigation and the reader's structure."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from palier.dashboard.demo import shown_code
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of


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
    ("Territoire", "territory:map", "map", ("/territoire/",), Permission.PLACES_READ),
    ("Fiches", "library:sheet-list", "book-open", ("/fiches/",), None),
)
MEMBER_WORDS = (("Réglages", "structures:settings-home", "settings", ("/reglages/", "/federation/")),)
# The pages where an authenticator's code is typed.
CODE_PAGES = {"mfa_authenticate", "mfa_reauthenticate"}
HELP = ("Aide", "dashboard:help", "info", ("/aide/",))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return ``navigation``, ``membership``, and ``memberships`` to go from one structure to another."""
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
        "memberships": getattr(request, "memberships", []),
    }


def _asks_for_a_code(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in CODE_PAGES
