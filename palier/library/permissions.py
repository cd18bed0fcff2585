"""Who may read and change sheets."""

from django.contrib.auth.models import AnonymousUser

from palier.accounts.models import User
from palier.library.enums import Visibility
from palier.structures.enums import Permission
from palier.structures.permissions import can


def readable_visibilities(user: User | AnonymousUser) -> list[str]:
    """Return the visibilities that ``user`` may read: public ones for all, the others for members."""
    members = [Visibility.MEMBERS.value] if can(user, Permission.SHEETS_READ) else []
    return [Visibility.PUBLIC.value, *members]


def can_edit_sheets(user: User | AnonymousUser) -> bool:
    """Tell whether ``user`` may import sheets and change them."""
    return can(user, Permission.SHEETS_EDIT)
