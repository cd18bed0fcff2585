"""A thousand outings on a fake clock, the look-out killed at random instants: no alert missed, none doubled.

    python -m tests.campaign.safety_campaign [--outings 1000] [--kills 150] [--loops 2] [--step 5] [--seed 1] [--json]

The database is a real file of SQLite in a folder of its own, or the empty one of ``--database``. Each loop is
a process that runs the rounds of ``palier work`` without end; SIGKILL ends it in the middle of whatever it does, and
another takes over. A killed process may have given a letter to the mail server without having noted it: that one
leaves again, under the same Message-ID. Such repeats are counted apart, and can never be more than the kills.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tools.private_postgres import end_with_parent

AFTER_A_KILL = 61 / 60  # minutes: longer than a letter stays with who took it
PATIENCE = 60.0
LAST = 30 * 60


def prepare(folder: Path, database: str) -> None:
    """Let Django use a new instance in ``folder``, before anything of Palier is imported."""
    os.environ |= {
        "PALIER_DATA_DIR": str(folder),
        "PALIER_LEDGER": str(folder / "ledger"),
        "PALIER_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.campaign.settings",
        "PALIER_LOG_LEVEL": "ERROR",
    }
    import django  # noqa: PLC0415 (it reads the variables above)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)


class Loop:
    """One process of the look-out. Its clock is a file; after each whole round it writes which step it was."""

    def __init__(self, folder: Path, name: str) -> None:
        self._clock, self._done = folder / "clock", folder / f"done-{name}"
        self._pid = 0
        self.start()

    def start(self) -> None:
        """Fork a process with connections of its own."""
        from django.db import connections  # noqa: PLC0415

        connections.close_all()
        self._pid = os.fork()
        if self._pid == 0:
            end_with_parent()
            try:
                self._go_round()
            finally:
                os._exit(1)

    def kill(self) -> None:
        """End it where it stands."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def has_done(self, step: int) -> bool:
        """Tell whether it went through a whole round of this step."""
        return self._done.exists() and int(self._done.read_text()) >= step

    def _read_clock(self) -> tuple[int, datetime]:
        step, timestamp = self._clock.read_text().split()
        return int(step), datetime.fromtimestamp(float(timestamp), UTC)

    def _go_round(self) -> None:
        from palier.dashboard.watching import watch_round  # noqa: PLC0415

        draft, step = self._done.with_suffix(f".{os.getpid()}"), -1
        while True:
            before, (step, _) = step, self._read_clock()
            if step == before:  # the clock stands still: the rounds of Palier are half a minute apart
                time.sleep(0.002)
                continue
            watch_round(lambda: self._read_clock()[1])
            draft.write_text(str(step))
            draft.replace(self._done)


class Campaign:
    """The day, step by step: taps, then the loops look out, now and then one of them is killed."""

    def __init__(self, folder: Path, *, outings: int, kills: int, loops: int, seed: int) -> None:
        from tests.campaign.safety_oracle import stories  # noqa: PLC0415
        from tests.campaign.safety_world import at, make_world, tap  # noqa: PLC0415

        self._at, self._tap = at, tap
        self._dice = random.Random(seed)
        self._clock, self._step = folder / "clock", 0
        self.world = make_world(stories(outings, self._dice), self._dice)
        self._wanted_kills, self.kills, self.kills_at_work = kills, 0, 0
        self._set_clock(0)
        self._loops = [Loop(folder, str(number)) for number in range(loops)]

    def run(self, step: int) -> None:
        """Live the day and the morning after, ``step`` minutes at a time."""
        for minutes in range(step, LAST + 1, step):
            self._live(minutes)
            said = sum(played.story.pass_time(minutes) for played in self.world)
            self._set_clock(minutes)
            is_killed = bool(said) and self.kills < self._wanted_kills and self._dice.random() < 0.75
            if is_killed:
                self._kill_some()
            self._wait()
            if is_killed:
                # A minute later what a dead process held is free again.
                for played in self.world:
                    played.story.pass_time(minutes + AFTER_A_KILL)
                self._set_clock(minutes + AFTER_A_KILL)
                self._wait()
        for loop in self._loops:
            loop.kill()

    def _live(self, minutes: float) -> None:
        for played in self.world:
            while played.story.taps and played.story.taps[0][0] <= minutes:
                _, what = played.story.taps.pop(0)
                if played.story.tap(what, minutes):
                    self._tap(played, what, minutes)

    def _set_clock(self, minutes: float) -> None:
        self._step += 1
        draft = self._clock.with_suffix(".new")
        draft.write_text(f"{self._step} {self._at(minutes).timestamp()}")
        draft.replace(self._clock)

    def _kill_some(self) -> None:
        for loop in self._dice.sample(self._loops, self._dice.randint(1, len(self._loops))):
            time.sleep(self._dice.uniform(0, 0.06))
            self.kills += 1
            self.kills_at_work += not loop.has_done(self._step)
            loop.kill()
            loop.start()

    def _wait(self) -> None:
        limit = time.monotonic() + PATIENCE
        while not all(loop.has_done(self._step) for loop in self._loops):
            if time.monotonic() > limit:
                raise TimeoutError("a loop does not end its round")
            time.sleep(0.001)


def play(
    folder: Path, *, database: str, step: int, outings: int, kills: int, loops: int, seed: int
) -> dict[str, float]:
    """Run one campaign in ``folder``; return its figures, ``right`` being 1 when nothing is missed nor doubled."""
    prepare(folder, database)
    from tests.campaign.safety_world import verdict  # noqa: PLC0415

    began = time.monotonic()
    campaign = Campaign(folder, outings=outings, kills=kills, loops=loops, seed=seed)
    campaign.run(step)
    found = verdict(campaign.world, folder / "ledger")
    counted = {"kills": campaign.kills, "kills_at_work": campaign.kills_at_work}
    right = found.is_right and found.letters_repeated <= campaign.kills
    return {**asdict(found), **counted, "seconds": round(time.monotonic() - began), "right": int(right)}


def write(figures: dict[str, float], outings: int) -> None:
    """Put the figures into docs/measures.md."""
    from tests.bench.measures import Figure, write_figures  # noqa: PLC0415

    rows = [
        Figure("sorties simulées", outings, "sorties"),
        Figure("processus de veille tués (SIGKILL)", figures["kills"], "fois"),
        Figure("dont au milieu d'un tour", figures["kills_at_work"], "fois"),
        Figure("alertes attendues", figures["alerts"], "alertes"),
        Figure("alertes manquées", figures["alerts_missed"], "alertes", 0),
        Figure("alertes en double", figures["alerts_doubled"], "alertes", 0),
        Figure("courriels attendus", figures["letters"], "courriels"),
        Figure("courriels manqués", figures["letters_missed"], "courriels", 0),
        Figure("courriels sans raison", figures["letters_to_nobody"], "courriels", 0),
        Figure("courriels répétés par un arrêt, même Message-ID", figures["letters_repeated"], "courriels"),
    ]
    write_figures("safety", rows)


def main(words: list[str]) -> int:
    """Run the campaign in a temporary folder; 0 when nothing was missed nor doubled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, value in (("outings", 1000), ("kills", 150), ("loops", 2), ("step", 5), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; a file of SQLite without it")
    parser.add_argument("--json", action="store_true", help="print the figures, and write them nowhere")
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="palier-campaign-"))
    try:
        chosen = {name: getattr(options, name) for name in ("outings", "kills", "loops", "step", "seed")}
        figures = play(folder, database=options.database, **chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = {**chosen, **figures}
    print(json.dumps(told) if options.json else "\n".join(f"{name:>18} {value}" for name, value in told.items()))
    if not options.json:
        write(figures, options.outings)
    return 0 if figures["right"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
