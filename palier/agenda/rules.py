"""The rules of a team: two people, a trinôme if one can, somebody trained, not always the same pair.

Source: « En binôme » and « Formation », the first principles of practice of the position statement on aller-vers
(the rules 1 to 3 of the product). Pure functions: no database, no clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from palier.core.dates import date_format
from palier.structures.enums import MembershipStatus, TrainingKind

PAIR = 2
LAST_TEAMS = 3
SHORTEST_REASON = 10
NEEDED_TRAININGS = (TrainingKind.ALLER_VERS, TrainingKind.CONFIDENTIALITE)
NEAR_RESIDENTS = frozenset({MembershipStatus.BENEVOLE, MembershipStatus.HABITANT_RELAIS})
PROFESSIONALS = frozenset({MembershipStatus.SALARIE, MembershipStatus.SERVICE_CIVIQUE})
_TRIO = (
    (NEAR_RESIDENTS, "un·e bénévole ou habitant·e relais"),
    (PROFESSIONALS, "un·e salarié·e ou service civique"),
    (frozenset({MembershipStatus.PARTENAIRE}), "un·e partenaire"),
)


class TeamRule(StrEnum):
    PAIR = "binome"
    TRIO = "trinome"
    TRAINING = "formation"
    SAME_PAIR = "meme_binome"


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody of a team: ``status`` is a MembershipStatus slug, ``trainings`` the kinds valid on the day."""

    key: UUID
    name: str
    status: str
    trainings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What the rules look at. ``last_teams``: the people of the previous outings there, the latest first."""

    people: tuple[Teammate, ...]
    day: date
    smallest: int = PAIR
    last_teams: tuple[frozenset[UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is not met: a French sentence that says what to do, and whether it keeps from confirming."""

    rule: TeamRule
    sentence: str
    blocks: bool = False


def check_team(facts: TeamFacts) -> list[Finding]:
    """Return what is not met, what blocks first. An empty list is a team as one wishes it."""
    return [
        *_check_number(facts),
        *_check_trio(facts),
        *_check_trainings(facts),
        *_check_same_pair(facts),
    ]


def people_needed(smallest: int) -> int:
    """Return how many people an outing needs to be confirmed: two, or more when it asks for more."""
    return max(PAIR, smallest)


def is_reason(text: str) -> bool:
    """Tell whether a text is long enough to be the reason of a lead who passes over a rule."""
    return len(text.strip()) >= SHORTEST_REASON


def blocking(findings: Collection[Finding]) -> list[Finding]:
    """Return those that keep from confirming."""
    return [finding for finding in findings if finding.blocks]


def _check_number(facts: TeamFacts) -> list[Finding]:
    needed = people_needed(facts.smallest)
    missing = needed - len(facts.people)
    if missing <= 0:
        return []
    who = "une personne" if missing == 1 else f"{missing} personnes"
    why = "On sort à deux au moins" if needed == PAIR else f"Cette sortie se fait à {needed} au moins"
    return [Finding(TeamRule.PAIR, f"{why} : ajoutez {who} ou lancez un appel à l'équipe.", blocks=True)]


def _check_trio(facts: TeamFacts) -> list[Finding]:
    statuses = {person.status for person in facts.people}
    missing = [words for kinds, words in _TRIO if not statuses & kinds]
    if not facts.people or not missing:
        return []
    listed = " et ".join(missing) if len(missing) < len(_TRIO) else ", ".join(missing)
    return [Finding(TeamRule.TRIO, f"Pour un trinôme, proposez aussi la sortie à {listed}.")]


def _check_trainings(facts: TeamFacts) -> list[Finding]:
    if not facts.people:
        return []
    held = frozenset[str]().union(*(person.trainings for person in facts.people))
    day = date_format(facts.day, "j F")
    return [
        Finding(
            TeamRule.TRAINING,
            f"Personne n'a de formation « {kind.label} » valable le {day} : ajoutez quelqu'un qui l'a suivie, "
            "ou notez la formation si elle manque.",
        )
        for kind in NEEDED_TRAININGS
        if kind not in held
    ]


def _check_same_pair(facts: TeamFacts) -> list[Finding]:
    teams: Sequence[frozenset[UUID]] = facts.last_teams[:LAST_TEAMS]
    if len(teams) < LAST_TEAMS:
        return []
    for one, other in combinations(facts.people, PAIR):
        if all({one.key, other.key} <= team for team in teams):
            sentence = (
                f"{one.name} et {other.name} étaient déjà ensemble les {LAST_TEAMS} dernières fois : "
                "proposez la place à quelqu'un d'autre, pour que chacun·e apprenne de chacun·e."
            )
            return [Finding(TeamRule.SAME_PAIR, sentence)]
    return []
