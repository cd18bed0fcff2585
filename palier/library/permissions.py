"""Who may read and change sheets."""

from palier.library.enums import Visibility
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can


def readable_visibilities(reader: Membership | None) -> list[str]:
    """Return the visibilities that ``reader`` may read: public ones for all (None), the others for members."""
    members = [Visibility.MEMBERS.value] if can(reader, Permission.SHEETS_READ) else []
    return [Visibility.PUBLIC.value, *members]


def can_edit_sheets(membership: Membership | None) -> bool:
    """Tell whether ``membership`` may import sheets and change them."""
    return can(membership, Permission.SHEETS_EDIT)
