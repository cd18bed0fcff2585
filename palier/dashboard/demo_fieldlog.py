"""Write the logs of the demonstration's past outings as teams would have: taps, lines, words, a closing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_places import CENTRES
from palier.dashboard.demo_words import INCIDENTS, OBSERVATIONS, SENTENCES, WINDY, WORDS, DemoWords
from palier.fieldlog.actions.puts import (
    Put,
    put_debriefs,
    put_encounters,
    put_observations,
    put_orientations,
)
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.tallies import NewTally, add_tallies
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.enums import (
    Acquaintance,
    Age,
    Contact,
    Duration,
    Gender,
    KnowsStructure,
    Mood,
    NewResident,
    OrientationHow,
    OrientationTarget,
)
from palier.fieldlog.origin import Origin
from palier.structures.enums import Theme
from palier.structures.models import Membership, Structure
from palier.territory.enums import PlaceKind
from palier.voices.actions.puts import put_voices

SEED = "Palier carnet"
PHONE = UUID("0190b7a2-0000-7000-8000-0000000000de")
# Outings written in one transaction: enough to be quick, few enough for one statement.
BATCH = 20
# Of a hundred outings: nobody came, something went wrong, the log was left open.
WINDY_PERCENT, INCIDENT_PERCENT, OPEN_PERCENT = 7, 5, 4
# Who passes where, from the youngest age band to the oldest, then « non renseigné ».
AGES = tuple(Age)
CROWDS: dict[str, tuple[int, ...]] = {
    PlaceKind.ECOLE: (4, 1, 1, 9, 4, 2, 1, 1),
    PlaceKind.PARC_JARDIN: (5, 2, 2, 6, 3, 3, 2, 1),
    PlaceKind.PIED_IMMEUBLE: (1, 4, 5, 4, 5, 3, 3, 2),
    PlaceKind.MARCHE: (1, 1, 1, 3, 5, 6, 6, 2),
}
USUAL_CROWD = (1, 1, 2, 4, 5, 4, 5, 2)
GENDERS, GENDER_WEIGHTS = tuple(Gender), (56, 38, 1, 5)
TARGETS = (
    *(OrientationTarget.CENTRE_SOCIAL, OrientationTarget.CENTRE_SOCIAL, OrientationTarget.MAIRIE_CCAS),
    *(OrientationTarget.CAF, OrientationTarget.NUMERIQUE, OrientationTarget.LOGEMENT, OrientationTarget.EMPLOI),
)
TALKED_OF = (
    *(Theme.CADRE_DE_VIE, Theme.CADRE_DE_VIE, Theme.LOGEMENT, Theme.ACCES_DROITS, Theme.ISOLEMENT_LIEN_SOCIAL),
    *(Theme.ECOLE, Theme.MOBILITE, Theme.NUMERIQUE, Theme.SANTE_BIEN_ETRE, Theme.JEUNESSE),
)


@dataclass(slots=True)
class _Pages:
    """What a few outings are told, before it is written."""

    tallies: list[NewTally] = field(default_factory=list)
    encounters: list[Put] = field(default_factory=list)
    orientations: list[Put] = field(default_factory=list)
    observations: list[Put] = field(default_factory=list)
    voices: list[Put] = field(default_factory=list)
    debriefs: list[Put] = field(default_factory=list)


def load_fieldlog(structures: Mapping[str, Structure]) -> None:
    """Write the logs of the outings that each centre held; the same each time for the same outings."""
    for key in CENTRES:
        structure = structures[key]
        with structure_scope(structure.pk):
            held = Outing.objects.filter(structure=structure, state=OutingState.TERMINEE)
            outings = list(held.select_related("place").order_by("starts_at", "place__name"))
            teams = _teams(outings)
            words = _Words(key)
            chance = Random(f"{SEED} {key}")  # noqa: S311 (invented days, not secrets)
            for start in range(0, len(outings), BATCH):
                pages = _Pages()
                for number, outing in enumerate(outings[start : start + BATCH], start):
                    _tell(pages, outing, teams.get(outing.pk, []), words, chance, age=number / len(outings))
                if start + BATCH >= len(outings) and pages.debriefs:
                    # The latest one still waits for its closing: leads see what that looks like.
                    pages.debriefs.pop()
                _write(pages)


class _Words:
    """Hands out the words of a structure, each once: nobody says the same thing twice in the same words."""

    def __init__(self, structure: str) -> None:
        self.left = [words for words in WORDS if words.structure == structure]

    def at(self, place: str) -> DemoWords | None:
        """Return words for a place, its own first; None once all was said."""
        fitting = [words for words in self.left if words.place in {"", place}]
        chosen = min(fitting, key=lambda words: words.place == "", default=None)
        if chosen is not None:
            self.left.remove(chosen)
        return chosen


def _teams(outings: Sequence[Outing]) -> dict[UUID, list[Membership]]:
    found: dict[UUID, list[Membership]] = {}
    rows = Participation.objects.filter(outing__in=outings, checked_in_at__isnull=False)
    for entry in rows.select_related("membership").order_by("membership__name"):
        found.setdefault(entry.outing_id, []).append(entry.membership)
    return found


def _tell(
    pages: _Pages, outing: Outing, team: Sequence[Membership], words: _Words, chance: Random, *, age: float
) -> None:
    """Add what one outing holds; ``age`` goes from 0, the oldest, to 1, the latest: people come to know the team."""
    if not team:
        return
    said = _clock(outing, team, chance)
    windy = chance.randrange(100) < WINDY_PERCENT
    if not windy:
        _count(pages, outing, said, chance, age)
        _talk(pages, outing, said, words, chance)
    if chance.randrange(100) >= OPEN_PERCENT:
        _close(pages, outing, team, said, chance, windy=windy)


def _clock(outing: Outing, team: Sequence[Membership], chance: Random) -> Callable[[], Origin]:
    """Return what gives the origin of each line: by one of the team, during the outing, received that evening."""
    minutes = int((outing.ends_at - outing.starts_at).total_seconds() // 60)
    received_at = outing.ends_at + timedelta(minutes=chance.randrange(5, 90))

    def said() -> Origin:
        made_at: datetime = outing.starts_at + timedelta(minutes=chance.randrange(5, minutes))
        return Origin(chance.choice(team), PHONE, made_at, received_at, uuid7())

    return said


def _count(pages: _Pages, outing: Outing, said: Callable[[], Origin], chance: Random, age: float) -> None:
    weights = CROWDS.get(outing.place.kind, USUAL_CROWD)
    for _ in range(chance.randrange(6, 22)):
        is_new = chance.random() < 0.6 - 0.35 * age
        cell: dict[str, Any] = {
            "age": chance.choices(AGES, weights)[0],
            "gender": chance.choices(GENDERS, GENDER_WEIGHTS)[0],
            "acquaintance": Acquaintance.PREMIERE_RENCONTRE if is_new else Acquaintance.DEJA_CONNU,
            "contact": Contact.SALUTATION if chance.random() < 0.25 else Contact.ECHANGE,
        }
        pages.tallies.append(NewTally(outing, said(), **cell))
        if chance.randrange(40) == 0:
            # A tap beside the right cell, taken back at once.
            pages.tallies += [NewTally(outing, said(), **cell, step=step) for step in (1, -1)]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        pages.tallies.append(NewTally(outing, said(), contact=Contact.REFUS, acquaintance=Acquaintance.NC))


def _talk(pages: _Pages, outing: Outing, said: Callable[[], Origin], words: _Words, chance: Random) -> None:
    def put(**fields: Any) -> Put:
        origin = said()
        return Put(outing, origin.clock, fields, origin)

    for _ in range(chance.randrange(1, 5)):
        pages.encounters.append(
            put(
                duration=chance.choice((Duration.MOINS_5, Duration.DE_5_A_15, Duration.DE_5_A_15, Duration.DE_15_A_30)),
                themes=sorted({chance.choice(TALKED_OF).value for _ in range(chance.randrange(1, 3))}),
                knows_structure=chance.choice((KnowsStructure.OUI, KnowsStructure.NON, KnowsStructure.NC)),
                new_resident=NewResident.OUI if chance.randrange(9) == 0 else NewResident.NC,
            )
        )
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        how = chance.choice((OrientationHow.INFORMATION, OrientationHow.INFORMATION, OrientationHow.CONTACT_PRIS))
        theme = chance.choice((Theme.ACCES_DROITS, Theme.LOGEMENT, Theme.NUMERIQUE)).value
        pages.orientations.append(put(target=chance.choice(TARGETS), how=how, theme=theme))
    for _ in range(chance.choice((0, 1, 1, 2))):
        told = words.at(outing.place.name)
        if told is None:
            break
        pages.voices.append(
            put(
                text=told.text,
                kind=told.kind,
                themes=[theme.value for theme in told.themes],
                consent=told.consent,
                language=told.language,
            )
        )
    if chance.randrange(4) == 0:
        text, themes = chance.choice(OBSERVATIONS)
        pages.observations.append(put(text=text, themes=[theme.value for theme in themes]))


def _close(
    pages: _Pages,
    outing: Outing,
    team: Iterable[Membership],
    said: Callable[[], Origin],
    chance: Random,
    *,
    windy: bool,
) -> None:
    moods = (Mood.LEGER, Mood.BIEN, Mood.BIEN, Mood.BIEN, Mood.FATIGUE, Mood.REMUE)
    fields: dict[str, Any] = {
        "moods": {str(member.pk): chance.choice(moods) for member in team},
        "sentence": chance.choice(WINDY if windy else SENTENCES),
        "nobody": windy,
    }
    if not windy and chance.randrange(100) < INCIDENT_PERCENT:
        incident, text, heavy = chance.choice(INCIDENTS)
        fields |= {"incident": incident, "incident_text": text, "for_supervision": heavy}
    origin = said()
    pages.debriefs.append(Put(outing, origin.clock, fields, origin))


def _write(pages: _Pages) -> None:
    writing = Writing()
    add_tallies(rows=pages.tallies, into=writing)
    put_encounters(puts=pages.encounters, into=writing)
    put_orientations(puts=pages.orientations, into=writing)
    put_observations(puts=pages.observations, into=writing)
    put_voices(puts=pages.voices, into=writing)
    put_debriefs(puts=pages.debriefs, into=writing)
    if writing.outings:
        note_writing(writing=writing, now=max(writing.received.values()))
