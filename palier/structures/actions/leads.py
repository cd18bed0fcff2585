"""A structure always keeps somebody who can invite others."""

from collections.abc import Iterable

from palier.structures.enums import Role, StructureKind
from palier.structures.models import Membership, Structure

LAST_LEAD = {
    Role.DIRECTION: (
        "C'est la dernière direction de la structure : sans elle, plus personne ne pourrait inviter. "
        "Donnez d'abord ce rôle à quelqu'un d'autre."
    ),
    Role.FEDERATION: (
        "C'est la dernière personne de la fédération à avoir ce rôle : sans elle, plus personne ne pourrait "
        "s'en occuper. Donnez d'abord ce rôle à quelqu'un d'autre."
    ),
}


class LastLead(Exception):  # noqa: N818 (the name says what happened)
    """Nobody would be left to look after the structure. The message is French."""


class RoleRefused(Exception):  # noqa: N818
    """This role may not be given here, or not by this person. The message is French."""


def lead_role(structure: Structure) -> Role:
    """Return the role that a structure cannot lose."""
    return Role.FEDERATION if structure.kind == StructureKind.FEDERATION else Role.DIRECTION


def lock_structure(structure: Structure) -> Structure:
    """Return the structure, locked until the end of the transaction: who changes its team comes one after the other.

    Without it, two leads who leave each other at the same moment would leave nobody.
    """
    return Structure.objects.select_for_update().get(pk=structure.pk)


def keep_a_lead(structure: Structure, *, without: Membership) -> None:
    """Raise LastLead if ``without`` is the last lead of a structure that is locked."""
    role = lead_role(structure)
    leads = set(_leads(structure, role))
    if without.pk in leads and len(leads) == 1:
        raise LastLead(LAST_LEAD[role])


def roles_given_by(giver: Membership | None, structure: Structure) -> list[Role]:
    """Return the roles that ``giver`` may give in ``structure``; None is the command line, which may give them all.

    The role of federation exists in a federation alone, and only those who have it hand it on.
    """
    may_federate = structure.kind == StructureKind.FEDERATION and (
        giver is None or giver.acting_role == Role.FEDERATION
    )
    return [role for role in Role if role != Role.FEDERATION or may_federate]


def check_role(role: str, *, giver: Membership | None, structure: Structure) -> None:
    """Raise RoleRefused unless ``giver`` may give ``role``, or take it away."""
    if role not in roles_given_by(giver, structure):
        raise RoleRefused("Vous ne pouvez ni donner ni retirer ce rôle dans cette structure.")


def _leads(structure: Structure, role: Role) -> Iterable[object]:
    found = Membership.objects.filter(structure=structure, role=role, ended_at=None, user__is_active=True)
    return found.values_list("pk", flat=True)
