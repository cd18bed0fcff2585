"""Three hundred kills of the phone's browser while one counts, types, saves and sends: nothing said saved is lost.

    python -m tests.campaign.browser_kills_campaign [--kills 300] [--seed 1] [--fault no-drafts] [--json]

A browser with a profile on the disk opens Terrain on a real server; SIGKILL ends it and all its children at a random
instant; the same profile is opened again. Every tap and every line for which the page said « Enregistré » must then
reach the centre, once. Of a draft, at most what was being typed since « Brouillon gardé » may be missing. One life in
three is without network until the next. ``--fault`` makes the browser's storage lie (FAULTS), and must be found out.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from tests.campaign.field_server import Server, descendants_of, wait_until_gone
from tests.campaign.field_world import World, make_world, prepare
from tests.factories.chromium import ARGUMENTS, find_chromium

SHORTEST_LIFE, LONGEST_LIFE = 0.3, 4.0
MOST_LIVES = 20
PATIENCE = 60_000  # milliseconds
PENDING = """async () => {
  const { countPending } = await import("terrain/store/outbox");
  const { currentUser } = await import("terrain/store/phone");
  const { syncNow } = await import("terrain/sync/engine");
  const user = await currentUser();
  await syncNow();
  return user ? (await countPending(user)).mine : -1;
}"""
# The key of the installation: another one says that the browser lost the whole database.
DEVICE = """async () => (await import("terrain/store/phone")).deviceKey()"""
KINDS = ("besoin", "constat", "proposition")
# What the page believes to be written, and is not: each draft, one operation in four, or all, at each opening.
FAULTS = {
    "": "",
    "no-drafts": """{
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...words) {
        return this.name === "drafts" ? this.count() : put.apply(this, words);
      };
    }""",
    "lost-writes": """{
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function (...words) {
        return this.name === "outbox" && Math.random() < 0.25 ? this.count() : add.apply(this, words);
      };
    }""",
    "remade-database": "indexedDB.deleteDatabase('palier-terrain');",
}
WORDS = ("le banc", "la place", "trop loin", "des arrêts", "pour les", "personnes âgées", "du quartier", "l'été")


@dataclass
class Story:
    """What was done on the phone, and what it said of it."""

    steps: list[int] = field(default_factory=list)
    steps_said: int = 0
    lines_said: set[str] = field(default_factory=set)
    saving: str = ""
    typed: str = ""
    kind: str = ""
    kind_kept: str = ""
    number: int = 0
    device: str = ""
    counts: Counter[str] = field(default_factory=Counter)


class Phone:
    """A browser on one profile, opened again after each kill."""

    def __init__(self, playwright: Playwright, profile: Path, origin: str, world: World, fault: str) -> None:
        self._playwright, self._profile, self._origin, self._world = playwright, profile, origin, world
        self._fault = fault
        self._context: BrowserContext | None = None
        self.is_killed = False

    def open(self) -> Page:
        """Start the browser, and return its page."""
        self.is_killed = False
        self._context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=find_chromium(),
            args=ARGUMENTS,
            viewport={"width": 360, "height": 740},
            has_touch=True,
            base_url=self._origin,
        )
        name, _, value = self._world.members[0].cookie.partition("=")
        self._context.add_cookies([{"name": name, "value": value, "url": self._origin}])
        self._context.set_default_timeout(PATIENCE)
        self._context.add_init_script(FAULTS[self._fault])
        return self._context.pages[0] if self._context.pages else self._context.new_page()

    def kill(self) -> None:
        """End the browser and all its children where they stand, and wait until they are gone.

        One that still writes to the disk holds the files of the profile: the next browser would make them anew.
        """
        self.is_killed = True
        mark, killed = f"--user-data-dir={self._profile}".encode(), list[int]()
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                command = (entry / "cmdline").read_bytes().split(b"\0")
                if mark in command and not any(word.startswith(b"--type=") for word in command):
                    killed += [int(entry.name), *descendants_of(int(entry.name))]
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until_gone(killed)

    def close(self) -> None:
        """Let go of a browser, dead or alive."""
        if self._context is not None:
            with suppress(Error):
                self._context.close()


def go(page: Page, world: World, screen: str) -> None:
    """Open a screen of the outing, as a link would."""
    page.evaluate("hash => { location.hash = hash; }", f"#/sortie/{world.outings[0]}/{screen}")


def count_people(page: Page, world: World, story: Story, dice: random.Random) -> None:
    """Tap a few times, take one back now and then, and wait for « Enregistré » once in two."""
    go(page, world, "compter")
    cells = page.locator("terrain-count button[data-age]")
    cells.first.wait_for()
    for _ in range(dice.randint(1, 6)):
        if story.steps and dice.random() < 0.15 and page.locator("[data-action='undo']").is_visible():
            story.steps.append(-1)
            page.locator("[data-action='undo']").click()
        else:
            story.steps.append(1)
            cells.nth(dice.randrange(cells.count())).click()
    if dice.random() < 0.7:
        page.wait_for_function("() => /Enregistré$/.test(document.querySelector('.count-foot p').innerText.trim())")
        story.steps_said = len(story.steps)


def write_words(page: Page, world: World, story: Story, dice: random.Random) -> None:
    """Choose a kind, type words, and save them once in two."""
    go(page, world, "parole")
    words = page.get_by_label("Les mots, comme ils ont été dits")
    words.wait_for()
    if not story.typed:
        story.number += 1
        # Another than the one already chosen: it is a choice that makes the draft.
        story.kind = dice.choice([kind for kind in KINDS if kind != chosen_kind(page)])
        page.locator(f"input[name='kind'][value='{story.kind}']").check(force=True)
        page.get_by_text("Brouillon gardé sur ce téléphone.").wait_for()
        story.kind_kept = story.kind
        words.focus()
        _type(words, f"Parole {story.number} :", story)
    for word in dice.sample(WORDS, dice.randint(1, 4)):
        _type(words, f" {word}", story)
    if dice.random() < 0.6:
        story.saving = story.typed
        page.get_by_role("button", name="Enregistrer la parole").click()
        page.locator("#fait").get_by_text("Parole enregistrée").wait_for()
        _line_is_said(story)


def chosen_kind(page: Page) -> str:
    """Return the kind that the form says, "" when none is chosen."""
    found: str = page.evaluate("() => document.querySelector(\"input[name='kind']:checked\")?.value ?? ''")
    return found


def _type(words: Any, text: str, story: Story) -> None:
    story.typed += text
    words.press_sequentially(text)


def _line_is_said(story: Story) -> None:
    story.lines_said.add(story.saving)
    story.saving = story.typed = story.kind = story.kind_kept = ""


def live(page: Page, world: World, story: Story, dice: random.Random) -> None:
    """Use the phone until the browser dies."""
    while True:
        chosen = dice.choice([count_people, count_people, write_words])
        chosen(page, world, story, dice)


def stored(database: Path) -> tuple[list[int], Counter[str]]:
    """Return the taps and the words that the centre has."""
    with closing(sqlite3.connect(database)) as connection:
        steps = [step for (step,) in connection.execute("SELECT step FROM fieldlog_tally ORDER BY id")]
        return steps, Counter(text for (text,) in connection.execute("SELECT text FROM voices_voice"))


def look(page: Page, world: World, story: Story, database: Path) -> None:
    """After a kill: send all that the profile holds, and compare with what was said."""
    page.goto(f"/terrain/#/sortie/{world.outings[0]}/parole")
    words = page.get_by_label("Les mots, comme ils ont été dits")
    words.wait_for()
    limit = time.monotonic() + PATIENCE / 1000
    while page.evaluate(PENDING) != 0:
        if time.monotonic() > limit:
            raise TimeoutError("the phone does not empty")
        time.sleep(0.1)
    device = page.evaluate(DEVICE)
    story.counts["databases_lost"] += bool(story.device) and device != story.device
    story.device = device
    steps, lines = stored(database)
    story.counts["taps_lost"] += max(0, story.steps_said - len(steps))
    story.counts["taps_wrong"] += steps != story.steps[: len(steps)]
    story.steps, story.steps_said = steps, len(steps)
    if story.saving and lines[story.saving]:
        _line_is_said(story)
    story.counts["lines_lost"] += len(story.lines_said - lines.keys())
    story.counts["lines_doubled"] += sum(count - 1 for count in lines.values())
    if story.typed:
        _look_at_the_draft(page, words.input_value(), story)


def _look_at_the_draft(page: Page, shown: str, story: Story) -> None:
    """Only what was being typed may be missing: the field chosen before is there, and the words up to some letter."""
    is_begun, kind = story.typed.startswith(shown), chosen_kind(page)
    if not is_begun or kind != story.kind_kept:
        story.counts["fields_lost"] += 1
        print(f"lost: {story.typed!r} shown {shown!r}, {story.kind_kept!r} shown {kind!r}", file=sys.stderr)
    story.counts["letters_lost"] = max(story.counts["letters_lost"], len(story.typed) - len(shown))
    story.counts["drafts"] += 1
    story.typed, story.saving = shown, ""


def live_and_die(phone: Phone, world: World, story: Story, database: Path, dice: random.Random) -> None:
    """Open the phone, compare, use it, and kill it at a random instant; now and then before it has opened."""
    is_early = dice.random() < 0.2
    fuse = Timer(dice.uniform(SHORTEST_LIFE, LONGEST_LIFE), phone.kill)
    page = phone.open()
    try:
        if is_early:
            fuse.start()
        look(page, world, story, database)
        if not is_early:
            fuse.start()
        if dice.random() < 0.33:
            page.context.set_offline(True)
        live(page, world, story, dice)
    except Error:
        if not phone.is_killed:
            raise
    finally:
        fuse.cancel()
        if fuse.ident:
            fuse.join()
        phone.kill()
        phone.close()


def play(folder: Path, *, kills: int, seed: int, fault: str) -> dict[str, Any]:
    """Run the campaign in ``folder``; return its figures, ``right`` being 1 when nothing said to be saved is lost."""
    # Playwright's loop runs in this thread, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    prepare(folder, "")
    world, story, dice, began = make_world(team=1, outings=1), Story(), random.Random(seed), time.monotonic()
    database = folder / "palier.sqlite3"
    with Server(warm=False) as server, sync_playwright() as playwright:
        server.start()
        phone = Phone(playwright, folder / "profile", f"http://127.0.0.1:{server.port}", world, fault)
        number = 0
        # Kills that compared no draft would say nothing of drafts: lives go on until one was.
        while number < kills or (story.counts["drafts"] == 0 and number < MOST_LIVES * kills):
            live_and_die(phone, world, story, database, dice)
            number += 1
            if number % 25 == 0:
                print(f"{number} kills, {len(story.steps)} taps, {story.number} lines", file=sys.stderr)
        page = phone.open()
        look(page, world, story, database)
        phone.close()
    names = (
        "taps_lost",
        "taps_wrong",
        "lines_lost",
        "lines_doubled",
        "fields_lost",
        "letters_lost",
        "drafts",
        "databases_lost",
    )
    counts = {name: story.counts[name] for name in names}
    told = {"taps": len(story.steps), "lines": len(story.lines_said), "seconds": round(time.monotonic() - began)}
    return {"kills": number, **told, **counts, "right": int(not any(counts[name] for name in names[:5]))}


def write(figures: Mapping[str, Any]) -> None:
    """Put the figures into docs/measures.md."""
    from tests.bench.measures import Figure, write_figures  # noqa: PLC0415

    rows = [
        Figure("navigateur tué (SIGKILL, tous ses processus)", figures["kills"], "fois"),
        Figure("touches reçues par le centre", figures["taps"], "touches"),
        Figure("paroles dites enregistrées", figures["lines"], "paroles"),
        Figure("touches perdues après « Enregistré »", figures["taps_lost"] + figures["taps_wrong"], "touches", 0),
        Figure("paroles perdues après « Enregistrée »", figures["lines_lost"], "paroles", 0),
        Figure("paroles en double", figures["lines_doubled"], "paroles", 0),
        Figure("bases que le navigateur a refaites vides", figures["databases_lost"], "bases"),
        Figure("brouillons retrouvés", figures["drafts"], "brouillons"),
        Figure("champs déjà remplis, perdus", figures["fields_lost"], "champs", 0),
        Figure("lettres perdues au plus, dans le champ en cours", figures["letters_lost"], "lettres"),
    ]
    write_figures("browser-kills", rows)


def main(words: list[str]) -> int:
    """Run the campaign; 0 when nothing said to be saved is lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", default="", choices=FAULTS)
    parser.add_argument("--json", action="store_true", help="print the figures, and write them nowhere")
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="palier-campaign-"))
    try:
        figures = play(folder, kills=options.kills, seed=options.seed, fault=options.fault)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = {"seed": options.seed, **figures}
    print(json.dumps(told) if options.json else "\n".join(f"{name:>15} {value}" for name, value in told.items()))
    if not options.json:
        write(figures)
    return 0 if figures["right"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
