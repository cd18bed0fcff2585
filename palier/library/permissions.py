"""Who may read and change sheets.

Sheets are shared: who may read one never depends on its owner, who may change it does.
"""

from dataclasses import dataclass

from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.structures.enums import Permission, StructureKind
from palier.structures.models import Membership, Structure
from palier.structures.permissions import can, is_federation


@dataclass(frozen=True, slots=True)
class Writer:
    """In whose name sheets are written: new ones belong to ``owner``; None is the whole instance.

    ``keeps_shared`` tells whether the sheets of the whole instance may be changed too.
    """

    owner: Structure | None
    keeps_shared: bool

    def may_change(self, sheet: ActionSheet) -> bool:
        """Tell whether a known sheet is this writer's to change."""
        if sheet.owner_id is None:
            return self.keeps_shared
        return self.owner is not None and sheet.owner_id == self.owner.pk


# What is typed on the server speaks for the whole instance, and for no structure.
SERVER = Writer(owner=None, keeps_shared=True)


def readable_visibilities(reader: Membership | None) -> list[str]:
    """Return the visibilities that ``reader`` may read: public ones for all (None), the others for members."""
    members = [Visibility.MEMBERS.value] if can(reader, Permission.SHEETS_READ) else []
    return [Visibility.PUBLIC.value, *members]


def can_edit_sheets(membership: Membership | None) -> bool:
    """Tell whether ``membership`` may write and import sheets."""
    return can(membership, Permission.SHEETS_EDIT)


def keeps_shared(membership: Membership | None) -> bool:
    """Tell whether ``membership`` looks after what belongs to the whole instance.

    The federation does; every editor does where no federation is there to do it.
    """
    if not can_edit_sheets(membership):
        return False
    return is_federation(membership) or not Structure.objects.filter(kind=StructureKind.FEDERATION).exists()


def can_change_sheet(membership: Membership | None, sheet: ActionSheet) -> bool:
    """Tell whether ``membership`` may correct and delete this sheet."""
    if membership is None or not can_edit_sheets(membership):
        return False
    return sheet.owner_id == membership.structure_id if sheet.owner_id else keeps_shared(membership)
