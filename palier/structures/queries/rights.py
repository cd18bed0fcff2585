"""« Qui peut voir quoi »: each role in one sentence, and the table of permissions that the page and the guide show."""

from dataclasses import dataclass

from palier.structures.enums import Permission, Role
from palier.structures.permissions import ROLE_PERMISSIONS, SECOND_FACTOR_ROLES

WHO: dict[Role, str] = {
    Role.EQUIPIER: (
        "Va sur le terrain : salarié·e, bénévole, habitant·e relais, service civique. Voit ce qu'il faut pour sortir "
        "et orienter, et rien de plus."
    ),
    Role.REFERENT: (
        "Organise l'aller-vers au quotidien : écrit les fiches, tient à jour les partenaires et les formations, fait "
        "entrer les téléphones de l'équipe."
    ),
    Role.DIRECTION: (
        "Répond de la structure : invite les membres, choisit leur rôle, modifie la carte, lit le journal."
    ),
    Role.LECTURE: "Lit des fiches et des chiffres, jamais un nom : un financeur, un·e élu·e, un·e partenaire.",
    Role.FEDERATION: (
        "Travaille dans une fédération : a les droits d'une direction dans sa propre équipe, ajoute des structures au "
        "réseau, et ne voit pas ce que les centres écrivent."
    ),
}


@dataclass(frozen=True, slots=True)
class RoleRights:
    """A role: its label, who it is, whether it needs a second factor, the labels of what it may do."""

    label: str
    who: str
    needs_second_factor: bool
    permissions: list[str]


@dataclass(frozen=True, slots=True)
class RightsRow:
    """A permission, and whether each role holds it, in the order of ``Role``."""

    label: str
    held: list[bool]


def roles_explained() -> list[RoleRights]:
    """Return every role with what it may do, in the order of ``Role``."""
    return [
        RoleRights(
            label=role.label,
            who=WHO[role],
            needs_second_factor=role in SECOND_FACTOR_ROLES,
            permissions=[permission.label for permission in Permission if permission in ROLE_PERMISSIONS[role]],
        )
        for role in Role
    ]


def rights_table() -> list[RightsRow]:
    """Return one row for each permission, as the code applies them."""
    return [
        RightsRow(permission.label, [permission in ROLE_PERMISSIONS[role] for role in Role])
        for permission in Permission
    ]
