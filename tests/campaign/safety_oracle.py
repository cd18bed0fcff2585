"""What a thousand teams do in one day, and what must be said about them: the rules again, without the product.

Times are whole minutes from the beginning of the day.
"""

import random
from dataclasses import dataclass, field

GRACE, APART, MORE, SILENT_FOR = 30, 15, 30, 3 * 24 * 60
LEVELS = ("equipe", "referent", "direction")
DAY = 24 * 60


@dataclass
class Story:
    """One outing: its hours, what its team taps and when, and, as the day goes on, what must have been said."""

    start: int
    end: int
    taps: list[tuple[int, str]]
    state: str = "confirmee"
    raised: dict[str, float] = field(default_factory=dict)
    alerts: list[tuple[str, int, float]] = field(default_factory=list)
    withdrawn: set[tuple[str, int]] = field(default_factory=set)
    help_open: bool = False

    def tap(self, what: str, now: float) -> bool:
        """Do what a tap does, and tell whether it may be done now: the campaign then does it for real."""
        if what == "leave" and self.state == "confirmee" and now < self.end:
            self.state = "en_cours"
        elif what == "back" and self.state == "en_cours":
            self.state = "terminee"
        elif what == "more" and self.state == "en_cours":
            self.end = max(self.end, int(now)) + MORE
        elif what == "help" and not self.help_open:
            self.help_open = True
            self._say("aide", now)
        elif what == "well" and self.help_open:
            self.help_open = False
            # All was well again before anybody looked: the letters of this call are not owed any more.
            level, call, said = [alert for alert in self.alerts if alert[0] == "aide"][-1]
            if said == now:
                self.withdrawn.add((level, call))
        else:
            return False
        return True

    def pass_time(self, now: float) -> int:
        """Say what is due by now, and return how many alerts that makes."""
        before = len(self.alerts)
        if self.state == "en_cours":
            for rank, level in enumerate(LEVELS):
                due = self.end + GRACE + rank * APART
                if due <= now and self.raised.get(level, -1) < due:
                    self._say(level, now)
        is_silent = self.state == "confirmee" and "nouvelles" not in self.raised
        if is_silent and self.end + GRACE <= now < self.end + SILENT_FOR:
            self._say("nouvelles", now)
        return len(self.alerts) - before

    def _say(self, level: str, now: float) -> None:
        self.raised[level] = now
        call = 1 + sum(said == level for said, _, _ in self.alerts)
        self.alerts.append((level, call, now))


def stories(count: int, dice: random.Random) -> list[Story]:
    """Return the stories of one day, as varied as teams are: on time, late, forgotten, longer, silent, in trouble."""
    return [_story(dice) for _ in range(count)]


def _story(dice: random.Random) -> Story:
    start = dice.randrange(0, DAY - 300)
    end = start + dice.randrange(45, 180)
    leave = (start + dice.randrange(0, 10), "leave")
    late = end + GRACE + dice.randrange(0, 60)
    kind = dice.choice(["on time", "late", "late", "never", "longer", "longer and lost", "silent", "help", "help late"])
    taps = {
        "on time": [leave, (end + dice.randrange(-20, GRACE), "back")],
        "late": [leave, (late, "back")],
        "never": [leave],
        "longer": [leave, (end + dice.randrange(-10, 70), "more"), (end + dice.randrange(70, 160), "back")],
        "longer and lost": [leave, (end + dice.randrange(-10, 70), "more")],
        "silent": [],
        "help": [leave, (start + 20, "help"), (start + dice.randrange(21, 60), "well"), (end, "back")],
        "help late": [leave, (start + 20, "help"), (start + 40, "well"), (end + 20, "help"), (late, "back")],
    }
    return Story(start=start, end=end, taps=sorted(taps[kind]))
