"""The invented people of the demonstration. Nobody of this list exists."""

from dataclasses import dataclass

from palier.structures.enums import MembershipStatus, Role, TrainingKind

PALIERS, LAVOIR, PASSERELLE, FEDERATION = "trois-paliers", "lavoir", "passerelle", "federation"
Status = MembershipStatus


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A place in one of the demonstration's structures. ``has_left``: it ended."""

    structure: str
    status: MembershipStatus
    role: Role
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person; without ``email`` they came by QR code, and do not log in by password."""

    name: str
    email: str | None
    places: tuple[DemoPlace, ...]

    @property
    def role(self) -> Role:
        """The role of their first place: what a log-in opens."""
        return self.places[0].role


def _person(
    name: str, email: str | None, structure: str, status: MembershipStatus, role: Role, *others: DemoPlace
) -> DemoPerson:
    return DemoPerson(name, f"{email}@demo.example" if email else None, (DemoPlace(structure, status, role), *others))


PEOPLE = (
    _person("Maryvonne Le Tellec", "direction", PALIERS, Status.SALARIE, Role.DIRECTION),
    _person("Ilyès Bensaha", "referent", PALIERS, Status.SALARIE, Role.REFERENT),
    _person(
        *("Josiane Perrochet", "equipe", PALIERS, Status.BENEVOLE, Role.EQUIPIER),
        DemoPlace(LAVOIR, Status.BENEVOLE, Role.EQUIPIER),
    ),
    _person("Awa Diambour", "relais", PALIERS, Status.HABITANT_RELAIS, Role.EQUIPIER),
    _person("Renaud Castelbou", "lecture", PALIERS, Status.PARTENAIRE, Role.LECTURE),
    _person("Solène Marchetti-Bihan", "federation", FEDERATION, Status.SALARIE, Role.FEDERATION),
    _person("Noé Castagnier", None, PALIERS, Status.SERVICE_CIVIQUE, Role.EQUIPIER),
    _person("Fatou Kerbrat", None, PALIERS, Status.HABITANT_RELAIS, Role.EQUIPIER),
    DemoPerson(
        "Lila Monteverdi",
        "ancienne@demo.example",
        (DemoPlace(PALIERS, Status.STAGIAIRE, Role.EQUIPIER, has_left=True),),
    ),
    _person("Bérengère Oustalet", "direction.lavoir", LAVOIR, Status.SALARIE, Role.DIRECTION),
    _person(
        *("Samir Pélissonnier", "referent.lavoir", LAVOIR, Status.SALARIE, Role.REFERENT),
        DemoPlace(PASSERELLE, Status.SALARIE, Role.REFERENT),
    ),
    _person("Colette Vauquois", "benevole.lavoir", LAVOIR, Status.BENEVOLE, Role.EQUIPIER),
    _person("Mamadou Treilhou", None, LAVOIR, Status.HABITANT_RELAIS, Role.EQUIPIER),
    _person("Hortense Abadie-Lefort", "stage.lavoir", LAVOIR, Status.STAGIAIRE, Role.EQUIPIER),
    _person("Thibaud Nguyen-Carlier", "direction.passerelle", PASSERELLE, Status.SALARIE, Role.DIRECTION),
    _person("Aïcha Rossignol-Dumas", "referent.passerelle", PASSERELLE, Status.SALARIE, Role.REFERENT),
    _person("Pierrot Haudecœur", "benevole.passerelle", PASSERELLE, Status.BENEVOLE, Role.EQUIPIER),
    _person("Inès Kowalczyk", None, PASSERELLE, Status.SERVICE_CIVIQUE, Role.EQUIPIER),
    _person("Gilberte Santoni", "elue.passerelle", PASSERELLE, Status.PARTENAIRE, Role.LECTURE),
    _person("Youcef Lantier", "adjoint.federation", FEDERATION, Status.SALARIE, Role.FEDERATION),
)


@dataclass(frozen=True, slots=True)
class DemoTraining:
    """A training of one person in one structure; days are counted from the day of the demonstration, past ones < 0."""

    structure: str
    name: str
    kind: TrainingKind
    taken: int
    valid_until: int | None = None
    title: str = ""
    organiser: str = ""


TRAININGS = (
    DemoTraining(PALIERS, "Ilyès Bensaha", TrainingKind.ALLER_VERS, -400, title="Oser frapper aux portes"),
    DemoTraining(PALIERS, "Ilyès Bensaha", TrainingKind.PREMIERS_SECOURS, -700, 30, organiser="Secours du Vieux-Four"),
    DemoTraining(PALIERS, "Josiane Perrochet", TrainingKind.ECOUTE, -200, title="Écouter sans conseiller"),
    DemoTraining(PALIERS, "Josiane Perrochet", TrainingKind.CONFIDENTIALITE, -380, -15),
    DemoTraining(PALIERS, "Awa Diambour", TrainingKind.ALLER_VERS, -90, title="Oser frapper aux portes"),
    DemoTraining(PALIERS, "Awa Diambour", TrainingKind.CONFIDENTIALITE, -90, 275),
    DemoTraining(PALIERS, "Noé Castagnier", TrainingKind.PREMIERS_SECOURS, -20, 710),
    DemoTraining(LAVOIR, "Samir Pélissonnier", TrainingKind.ALLER_VERS, -150, title="Tenir un pied d'immeuble"),
    DemoTraining(LAVOIR, "Colette Vauquois", TrainingKind.PREMIERS_SECOURS, -680, 50),
    DemoTraining(PASSERELLE, "Aïcha Rossignol-Dumas", TrainingKind.ECOUTE, -60, title="Écouter sans conseiller"),
)
