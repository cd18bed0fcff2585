"""An invented team on its way: two people of the field, their lead, their direction, and the clock of that morning."""

from dataclasses import dataclass
from datetime import timedelta

from palier.agenda.models import Alert, AlertLetter, Outing, Participation
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, paris
from tests.factories.people import make_membership, make_structure

START, END = paris(THURSDAY, 9), paris(THURSDAY, 11)
WEEK_BEFORE = START - timedelta(days=7)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Team:
    """``awa`` and ``karim`` are in the team of ``outing``, 9 to 11 in Paris; ``ines`` is a colleague."""

    structure: Structure
    outing: Outing
    awa: Membership
    karim: Membership
    ines: Membership
    lead: Membership
    direction: Membership
    of_awa: Participation
    of_karim: Participation


def make_team(*, structure: Structure | None = None, **fields: object) -> Team:
    """Return a saved team; ``fields`` are those of its outing."""
    structure = structure or make_structure("Centre du Belvédère")
    people = {
        "awa": make_membership(Role.EQUIPIER, structure=structure, name="Awa Perrin"),
        "karim": make_membership(Role.EQUIPIER, structure=structure, name="Karim Vidal"),
        "ines": make_membership(Role.EQUIPIER, structure=structure, name="Inès Colas"),
        "lead": make_membership(Role.REFERENT, structure=structure, name="Nadia Roche"),
        "direction": make_membership(Role.DIRECTION, structure=structure, name="Louis Marchal"),
    }
    with across_structures():
        place = make_place(structure, f"Place des Tilleuls {structure.pk.hex[-4:]}")
        outing = make_outing(structure, place=place, created_at=WEEK_BEFORE, **fields)
        of_awa = make_participation(outing, people["awa"])
        of_karim = make_participation(outing, people["karim"], joined_at=START - timedelta(days=6))
    return Team(structure=structure, outing=outing, of_awa=of_awa, of_karim=of_karim, **people)


def fresh(outing: Outing) -> Outing:
    """Return the outing as the database has it, with its place."""
    with structure_scope(outing.structure_id):
        return Outing.objects.select_related("place").get(pk=outing.pk)


def alerts_of(outing: Outing) -> list[tuple[str, int, bool]]:
    """Return (level, call, is open) of each alert of an outing, oldest first."""
    with structure_scope(outing.structure_id):
        found = Alert.objects.filter(outing=outing).order_by("raised_at", "id")
        return [(alert.level, alert.call, alert.is_open) for alert in found]


def letters_waiting() -> int:
    """Return how many letters of the instance have not left."""
    with across_structures():
        return AlertLetter.objects.filter(sent_at=None).count()
