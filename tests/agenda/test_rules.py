"""The rules of a team: each one met, each one missed, and what it says to do."""

from datetime import date
from uuid import UUID

import pytest

from palier.agenda.rules import (
    Finding,
    TeamFacts,
    Teammate,
    TeamRule,
    blocking,
    check_team,
    is_reason,
    people_needed,
)

DAY = date(2027, 3, 11)
BOTH = frozenset({"aller_vers", "confidentialite"})


def mate(number: int, status: str, trainings: frozenset[str] = BOTH) -> Teammate:
    return Teammate(UUID(int=number), f"Personne {number}", status, trainings)


VOLUNTEER, EMPLOYEE, PARTNER = mate(1, "benevole"), mate(2, "salarie"), mate(3, "partenaire")
PAIR = frozenset({VOLUNTEER.key, EMPLOYEE.key})


def rules_missed(facts: TeamFacts) -> list[tuple[TeamRule, bool]]:
    return [(finding.rule, finding.blocks) for finding in check_team(facts)]


def test_trio_with_trainings_meets_every_rule() -> None:
    assert check_team(TeamFacts((VOLUNTEER, EMPLOYEE, PARTNER), DAY)) == []


@pytest.mark.parametrize(
    ("people", "missed"),
    [
        ((), [(TeamRule.PAIR, True)]),
        ((VOLUNTEER,), [(TeamRule.PAIR, True), (TeamRule.TRIO, False)]),
        ((VOLUNTEER, EMPLOYEE), [(TeamRule.TRIO, False)]),
        ((mate(1, "habitant_relais"), mate(2, "service_civique"), PARTNER), []),
        ((VOLUNTEER, EMPLOYEE, mate(3, "stagiaire")), [(TeamRule.TRIO, False)]),
    ],
)
def test_number_blocks_and_the_trio_warns(people: tuple[Teammate, ...], missed: list[tuple[TeamRule, bool]]) -> None:
    assert rules_missed(TeamFacts(people, DAY)) == missed


@pytest.mark.parametrize(("smallest", "needed"), [(1, 2), (2, 2), (3, 3)])
def test_two_people_at_least_whatever_the_outing_asks(smallest: int, needed: int) -> None:
    people = (VOLUNTEER, EMPLOYEE, PARTNER)

    assert people_needed(smallest) == needed
    assert blocking(check_team(TeamFacts(people[: needed - 1], DAY, smallest))) != []
    assert blocking(check_team(TeamFacts(people[:needed], DAY, smallest))) == []


@pytest.mark.parametrize(
    ("trainings", "count"),
    [
        ([frozenset(), frozenset(), frozenset()], 2),
        ([frozenset({"aller_vers"}), frozenset(), frozenset()], 1),
        ([frozenset({"aller_vers"}), frozenset({"confidentialite"}), frozenset()], 0),
        ([BOTH, frozenset(), frozenset()], 0),
    ],
)
def test_each_training_is_held_by_somebody(trainings: list[frozenset[str]], count: int) -> None:
    statuses = ("benevole", "salarie", "partenaire")
    people = tuple(mate(number, statuses[number], held) for number, held in enumerate(trainings))

    assert rules_missed(TeamFacts(people, DAY)) == [(TeamRule.TRAINING, False)] * count


@pytest.mark.parametrize(
    ("last_teams", "is_missed"),
    [
        ((PAIR, PAIR, PAIR), True),
        ((PAIR, PAIR | {PARTNER.key}, PAIR), True),
        ((PAIR, PAIR), False),
        ((PAIR, PAIR, frozenset({VOLUNTEER.key})), False),
        ((frozenset[UUID](), PAIR, PAIR, PAIR), False),
    ],
)
def test_same_pair_three_times_is_told(last_teams: tuple[frozenset[UUID], ...], is_missed: bool) -> None:
    found = rules_missed(TeamFacts((VOLUNTEER, EMPLOYEE, PARTNER), DAY, last_teams=last_teams))

    assert found == ([(TeamRule.SAME_PAIR, False)] if is_missed else [])


def test_sentences_say_what_to_do() -> None:
    alone = mate(1, "benevole", frozenset())
    same = TeamFacts((VOLUNTEER, EMPLOYEE, PARTNER), DAY, last_teams=(PAIR, PAIR, PAIR))

    sentences = [finding.sentence for finding in (*check_team(TeamFacts((alone,), DAY)), *check_team(same))]

    assert sentences == [
        "On sort à deux au moins : ajoutez une personne ou lancez un appel à l'équipe.",
        "Pour un trinôme, proposez aussi la sortie à un·e salarié·e ou service civique et un·e partenaire.",
        "Personne n'a de formation « Aller-vers » valable le 11 mars : ajoutez quelqu'un qui l'a suivie, "
        "ou notez la formation si elle manque.",
        "Personne n'a de formation « Confidentialité » valable le 11 mars : ajoutez quelqu'un qui l'a suivie, "
        "ou notez la formation si elle manque.",
        "Personne 1 et Personne 2 étaient déjà ensemble les 3 dernières fois : "
        "proposez la place à quelqu'un d'autre, pour que chacun·e apprenne de chacun·e.",
    ]


def test_number_sentence_counts_who_is_missing() -> None:
    (finding,) = check_team(TeamFacts((), DAY, smallest=3))

    assert finding == Finding(
        TeamRule.PAIR,
        "Cette sortie se fait à 3 au moins : ajoutez 3 personnes ou lancez un appel à l'équipe.",
        blocks=True,
    )


@pytest.mark.parametrize(
    ("text", "answer"), [("", False), ("pluie   ", False), ("une raison", True), ("    une   ", False)]
)
def test_reason_has_ten_characters(text: str, answer: bool) -> None:
    assert is_reason(text) is answer
