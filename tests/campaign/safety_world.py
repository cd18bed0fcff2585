"""The instance of a safety campaign: its structures and outings, the taps done for real, what it said in the end."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from palier.agenda.actions.help import ask_help, close_help
from palier.agenda.actions.safety import end_outing, extend_outing, start_outing
from palier.agenda.enums import AlertLevel
from palier.agenda.models import Alert, AlertLetter, Outing, Participation
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.campaign.safety_oracle import Story
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, paris
from tests.factories.people import actor_for, make_membership, make_structure

BEGIN = paris(THURSDAY, 0)
STRUCTURES, PEOPLE = 4, 6
DAYS_BEFORE = 7 * 24 * 60
Said = tuple[int, str, int, float]


def at(minutes: float) -> datetime:
    """Return the instant that lies so many minutes after the beginning of the day."""
    return BEGIN + timedelta(minutes=minutes)


@dataclass
class Played:
    """One story, its outing, its team (the first taps for all), and who leads its structure."""

    story: Story
    outing: Outing
    team: list[Participation]
    leads: list[Membership]
    direction: list[Membership]

    def told(self, level: str) -> set[object]:
        """Return the members whom an alert must reach by mail: those with an address."""
        team = [each.membership for each in self.team]
        whom = {
            "equipe": team,
            "referent": self.leads,
            "direction": self.direction,
            "nouvelles": self.leads,
            "aide": [*team, *self.leads, *self.direction],
        }
        return {member.pk for member in whom[level] if member.user.email}


def make_world(stories: list[Story], dice: random.Random) -> list[Played]:
    """Write the structures and the outings; a third of the teams' members has no address, as on phones."""
    homes = []
    for _ in range(STRUCTURES):
        structure = make_structure()
        people = [
            make_membership(Role.EQUIPIER, structure=structure, email=None if number % 3 == 0 else "")
            for number in range(PEOPLE)
        ]
        lead, direction = (
            make_membership(Role.REFERENT, structure=structure),
            make_membership(Role.DIRECTION, structure=structure),
        )
        with structure_scope(structure.pk):
            homes.append((structure, people, lead, direction, make_place(structure)))
    played = []
    for story in stories:
        structure, people, lead, direction, place = dice.choice(homes)
        hours = {"starts_at": at(story.start), "ends_at": at(story.end), "created_at": at(-DAYS_BEFORE)}
        with structure_scope(structure.pk):
            outing = make_outing(structure, place=place, **hours)
            team = [make_participation(outing, member) for member in dice.sample(people, dice.randrange(2, 4))]
        played.append(Played(story=story, outing=outing, team=team, leads=[lead], direction=[direction]))
    return played


def tap(played: Played, what: str, minutes: float) -> None:
    """Do for real what somebody of the team taps."""
    me, now = played.team[0].membership, at(minutes)
    by = actor_for(me)
    with structure_scope(played.outing.structure_id):
        if what == "leave":
            for mine in played.team:
                start_outing(participation=mine, by=by, now=now)
        elif what == "back":
            end_outing(outing=played.outing, told_by=me, by=by, now=now)
        elif what == "more":
            extend_outing(outing=played.outing, told_by=me, by=by, now=now)
        elif what == "help":
            ask_help(outing=played.outing, asked_by=me, by=by, now=now)
        else:
            alert = Alert.objects.get(outing=played.outing, level=AlertLevel.AIDE, closed_at=None)
            close_help(alert=alert, closed_by=me, by=by, now=now)


@dataclass(frozen=True)
class Verdict:
    """What was said against what had to be: counts of alerts, of letters, and of what is wrong with either."""

    alerts: int
    alerts_missed: int
    alerts_doubled: int
    letters: int
    letters_missed: int
    letters_to_nobody: int
    letters_repeated: int

    @property
    def is_right(self) -> bool:
        """Whether nothing was missed nor said twice; a letter that a kill repeats is counted apart."""
        return self.alerts_missed == self.alerts_doubled == self.letters_missed == self.letters_to_nobody == 0


def verdict(world: list[Played], ledger: Path) -> Verdict:
    """Compare the rows with the stories, and the ledger of the mail server with both."""
    number_of = {played.outing.pk: number for number, played in enumerate(world)}
    wanted: Counter[Said] = Counter(
        (number, level, call, round(said, 3))
        for number, played in enumerate(world)
        for level, call, said in played.story.alerts
    )
    # The whole instance is judged at once.
    with across_structures():
        rows = list(Alert.objects.all())
        letters = list(AlertLetter.objects.select_related("alert"))
    found: Counter[Said] = Counter(
        (number_of[row.outing_id], row.level, row.call, round((row.raised_at - BEGIN).total_seconds() / 60, 3))
        for row in rows
    )
    owed = {
        (played.outing.pk, level, call, member)
        for played in world
        for level, call, _ in played.story.alerts
        if (level, call) not in played.story.withdrawn
        for member in played.told(level)
    }
    key_of = {
        str(letter.pk): (letter.alert.outing_id, letter.alert.level, letter.alert.call, letter.membership_id)
        for letter in letters
    }
    lines = ledger.read_text().splitlines() if ledger.exists() else []
    sent = Counter(line.split("\t")[0].removeprefix("<alerte-").split("@")[0] for line in lines)
    arrived = {key_of.get(letter) for letter in sent}
    return Verdict(
        alerts=wanted.total(),
        alerts_missed=(wanted - found).total(),
        alerts_doubled=(found - wanted).total(),
        letters=len(owed),
        letters_missed=len(owed - arrived),
        letters_to_nobody=len(arrived - owed),
        letters_repeated=sum(count - 1 for count in sent.values()),
    )
