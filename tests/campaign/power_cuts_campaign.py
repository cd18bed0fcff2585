"""Three hundred power cuts of SQLite while phones send: nothing acknowledged may be lost.

    python -m tests.campaign.power_cuts_campaign [--cuts 300] [--seed 1] [--synchronous OFF] [--json]

A small library in C (power_cut.c) stands between the server and its files, and keeps what a disk would hold: the bytes
that were synced. A cut kills every process, then the database is what the disk holds; one time in two, the disk is
harsh: names are removed from it late, and the sectors written since the last sync are there in part. The server starts
on what is left, and every operation that a phone was told to be received must be there. Then the control: the same
with ``synchronous=OFF`` (and NORMAL), which must lose, or the rig proves nothing.
"""

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from tests.campaign.field_client import exchange
from tests.campaign.field_operations import Maker, Operation, body_of, some_operations
from tests.campaign.field_oracle import Acknowledged, verdict
from tests.campaign.field_server import PATIENCE, Server
from tests.campaign.field_world import World, make_world, prepare
from tests.campaign.power_cut import CompilerMissingError, Disk, compile_library

PHONES = 3
LONGEST_LIFE = 0.15  # seconds, after the first answer
CONTROLS, CONTROL_CUTS = ("NORMAL", "OFF"), 20


class Phone:
    """Sends new operations until the line breaks, and notes what it is told to be received; the rest waits."""

    def __init__(self, maker: Maker, cookie: str, world: World, known: Acknowledged) -> None:
        self._maker, self._cookie, self._known = maker, cookie, known
        self._outings = tuple(map(str, world.outings))
        self._waiting: list[Operation] = []

    def send(self, port: int) -> bool:
        """Send what waits, or something new; tell whether it was answered."""
        ops = self._waiting or some_operations(self._maker, self._outings, self._maker.dice.randint(1, 20))
        self._waiting = ops
        result = exchange(port, self._cookie, body_of(self._maker, ops, pending=len(ops) + 1))
        if result.outcome != "answered" or result.answer is None:
            return False
        self._known.note(ops, result.answer["receipts"])
        self._waiting = []
        return True

    def send_on(self, port: int, has_answer: Event) -> None:
        """Send until the power is cut."""
        while self.send(port):
            has_answer.set()


def live_until_the_cut(server: Server, phones: Sequence[Phone], dice: random.Random) -> None:
    """Start the server, let phones send, kill everything at a random instant."""
    server.start()
    has_answer = Event()
    threads = [Thread(target=phone.send_on, args=(server.port, has_answer), daemon=True) for phone in phones]
    for thread in threads:
        thread.start()
    if not has_answer.wait(PATIENCE):
        raise TimeoutError("the server takes nothing in")
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    server.kill()
    for thread in threads:
        thread.join(PATIENCE)


def is_sound(database: Path) -> bool:
    """Tell whether SQLite finds the database whole."""
    with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.DatabaseError):
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    return False


def lost_now(known: Acknowledged, database: Path) -> int:
    """Return how many acknowledged operations the ledger of the database does not hold."""
    with closing(sqlite3.connect(database)) as connection:
        held = {key for (key,) in connection.execute("SELECT id FROM mobile_operation")}
    return len({key.replace("-", "") for key in known.answers} - held)


def cut_again_and_again(
    disks: Sequence[Disk], world: World, known: Acknowledged, *, cuts: int, dice: random.Random, fault: str
) -> Counter[str]:
    """Cut the power ``cuts`` times, of each disk in turn; stop at the first loss, and return the counts."""
    counts = Counter[str](lost=0, unsound=0)
    phones = [Phone(Maker(member.key, dice), member.cookie, world, known) for member in world.members]
    database = disks[0].data / "palier.sqlite3"
    servers = [Server(environment={**disk.environment(), "PALIER_CAMPAIGN_FAULT": fault}) for disk in disks]
    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(server)
        while counts["cuts"] < cuts and not counts["lost"] and not counts["unsound"]:
            turn = counts["cuts"] % len(disks)
            # The other disk knows nothing of the last life.
            disks[turn].sync_all()
            live_until_the_cut(servers[turn], phones, dice)
            disks[turn].cut()
            counts["cuts"] += 1
            if is_sound(database):
                counts["lost"] += lost_now(known, database)
            else:
                counts["unsound"] += 1
            if counts["cuts"] % 50 == 0:
                print(f"{counts['cuts']} cuts, {len(known.answers)} operations acknowledged", file=sys.stderr)
        servers[0].start()
        if not all(phone.send(servers[0].port) for phone in phones):
            raise TimeoutError("the server does not come back")
    return counts


def play(folder: Path, *, cuts: int, seed: int, synchronous: str, fault: str) -> dict[str, float]:
    """Run the cuts in ``folder``; return their figures, ``right`` being 1 when nothing was lost."""
    library = compile_library(folder)
    data = folder / "data"
    data.mkdir()
    prepare(data, "", PALIER_CAMPAIGN_SYNCHRONOUS=synchronous)
    dice, began, known, world = random.Random(seed), time.monotonic(), Acknowledged(), make_world(team=PHONES)
    disks = [Disk(data, folder / f"shadow-{harsh}", library, harsh=harsh, dice=dice) for harsh in (False, True)]
    counts = cut_again_and_again(disks, world, known, cuts=cuts, dice=dice, fault=fault)
    # The rows and their sums, once more, by the product's own models.
    found = verdict(known)
    right = not counts["lost"] and not counts["unsound"] and found.is_right
    told = {"sectors_torn": sum(disk.sectors_torn for disk in disks), "seconds": round(time.monotonic() - began)}
    return {**asdict(found), **counts, **told, "right": int(right)}


def write(figures: Mapping[str, float], controls: Mapping[str, Mapping[str, float]]) -> None:
    """Put the figures into docs/measures.md."""
    from tests.bench.measures import Figure, write_figures  # noqa: PLC0415

    rows = [
        Figure("coupures de courant, SQLite en FULL", figures["cuts"], "fois"),
        Figure("secteurs écrits sans être synchronisés, gardés par tirage", figures["sectors_torn"], "secteurs"),
        Figure("opérations avec un reçu", figures["acknowledged"], "opérations"),
        Figure("perdues", figures["lost"], "opérations", 0),
        Figure("bases abîmées", figures["unsound"], "bases", 0),
    ]
    for name, found in controls.items():
        shown = f"témoin {name} : perdues ou abîmées à la coupure {found['cuts']:.0f}"
        rows.append(Figure(shown, found["lost"] + found["unsound"], "opérations", 1, more=True))
    write_figures("power-cuts", rows)


def run_whole(options: argparse.Namespace) -> int:
    """Play the proof, then its controls, each in a process of its own: Django is set up once."""
    found = {}
    for name in ("", *CONTROLS):
        cuts = CONTROL_CUTS if name else options.cuts
        words = [f"--cuts={cuts}", f"--seed={options.seed}", f"--synchronous={name}", "--json"]
        command = [sys.executable, "-m", "tests.campaign.power_cuts_campaign", *words]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        found[name] = json.loads(ran.stdout)
        print(name or "FULL", found[name])
    figures = found.pop("")
    write(figures, found)
    return 0 if figures["right"] and not any(control["right"] for control in found.values()) else 1


def main(words: list[str]) -> int:
    """Run the campaign; 0 when nothing was lost, and the controls lost something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="", choices=["", *CONTROLS])
    parser.add_argument("--fault", default="")
    parser.add_argument("--json", action="store_true", help="one run without its controls; the figures go nowhere")
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="palier-campaign-"))
    try:
        if not options.json:
            return run_whole(options)
        chosen = {name: getattr(options, name) for name in ("cuts", "seed", "synchronous", "fault")}
        figures = play(folder, **chosen)
    except CompilerMissingError as error:
        print(f"skipped: {error}", file=sys.stderr)
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps({"seed": options.seed, **figures}))
    return 0 if figures["right"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
