"""The settings' home, the choice of a structure, and who may see what."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from palier.accounts.models import User
from palier.structures.enums import Permission
from palier.structures.middleware import STRUCTURE_KEY
from palier.structures.permissions import can, is_federation, membership_of
from palier.structures.queries.rights import rights_table, roles_explained
from palier.structures.routes import FEDERATION, MEMBER, PUBLIC, Access, route


@dataclass(frozen=True, slots=True)
class Tile:
    """A page of the settings: its name, what one does there, the name of its address, who may come."""

    label: str
    sentence: str
    name: str
    access: Access

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.name)


@dataclass(frozen=True, slots=True)
class TileGroup:
    """Tiles under one heading."""

    title: str
    tiles: tuple[Tile, ...]


GROUPS = (
    TileGroup(
        "La structure",
        (
            Tile(
                "Carte de la structure",
                "Nom, adresse, heures d'ouverture, logo, agrément, langues.",
                "structures:structure-edit",
                Permission.STRUCTURE_EDIT,
            ),
            Tile(
                "Partenaires",
                "Vers qui orienter, et qui appeler là-bas.",
                "structures:partner-list",
                Permission.PARTNERS_READ,
            ),
            Tile(
                "Panneau",
                "La page publique : son adresse, ce qu'elle montre, l'affiche, les idées.",
                "noticeboard:board-edit",
                Permission.BOARD_EDIT,
            ),
            Tile(
                "Fédération",
                "Les structures de votre réseau : les trouver, en ajouter, en importer.",
                "structures:federation-home",
                FEDERATION,
            ),
        ),
    ),
    TileGroup(
        "L'équipe",
        (
            Tile(
                "Membres", "Qui est dans l'équipe, et dans quel rôle.", "structures:member-list", Permission.TEAM_READ
            ),
            Tile(
                "Téléphones",
                "Faire entrer un téléphone par QR code, le débloquer, le fermer.",
                "structures:phone-list",
                Permission.PHONES_ENROL,
            ),
            Tile(
                "Formations",
                "Qui est formé·e à quoi, et ce qui est à renouveler.",
                "structures:training-list",
                Permission.TRAININGS_READ,
            ),
            Tile(
                "Journal",
                "Qui a lu, exporté, effacé ou changé quoi, depuis douze mois.",
                "structures:audit-list",
                Permission.AUDIT_READ,
            ),
        ),
    ),
    TileGroup(
        "Moi",
        (
            Tile(
                "Mes appareils",
                "Les téléphones et navigateurs où je suis connecté·e ; en fermer un.",
                "structures:device-list",
                MEMBER,
            ),
            Tile("Mes formations", "Celles que j'ai suivies, et jusqu'à quand.", "structures:training-mine", MEMBER),
            Tile("Mot de passe", "En choisir un nouveau.", "account_change_password", MEMBER),
            Tile("Double vérification", "Une application ou une clé, en plus du mot de passe.", "mfa_index", MEMBER),
            Tile(
                "Qui peut voir quoi",
                "Les rôles, leurs droits, et ce que personne ne voit.",
                "structures:rights",
                PUBLIC,
            ),
        ),
    ),
)

# Who came in by a QR code has neither.
OF_PASSWORDS = {"account_change_password", "mfa_index"}
OF_A_PLACE = "structures:training-mine"


@require_safe
@route(MEMBER)
def settings_home(request: HttpRequest) -> HttpResponse:
    """Show the settings that this member may open, and the other structures to act from."""
    membership = membership_of(request)
    context = {
        "groups": [group for group in (_opened(request, group) for group in GROUPS) if group.tiles],
        "others": [place for place in getattr(request, "memberships", []) if place != membership],
    }
    return render(request, "structures/settings_home.html", context)


def _opened(request: HttpRequest, group: TileGroup) -> TileGroup:
    return TileGroup(group.title, tuple(tile for tile in group.tiles if _may_open(request, tile)))


def _may_open(request: HttpRequest, tile: Tile) -> bool:
    membership = membership_of(request)
    if isinstance(tile.access, Permission):
        return can(membership, tile.access)
    if tile.access == FEDERATION:
        return is_federation(membership)
    if tile.name == OF_A_PLACE:
        return membership is not None
    return tile.name not in OF_PASSWORDS or (isinstance(request.user, User) and request.user.has_usable_password())


@require_safe
@route(PUBLIC)
def rights(request: HttpRequest) -> HttpResponse:
    """Show « Qui peut voir quoi » : each role, each permission and the roles that hold it. Open to everyone."""
    return render(request, "structures/rights.html", {"roles": roles_explained(), "rows": rights_table()})


@require_POST
@route(MEMBER)
def structure_choose(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Act from another of one's structures from now on."""
    if structure_id not in {place.structure_id for place in getattr(request, "memberships", [])}:
        raise Http404
    request.session[STRUCTURE_KEY] = str(structure_id)
    return redirect("dashboard:today")
