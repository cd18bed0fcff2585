"""A disk that loses its power: what was not synced is gone, or, harsher, is there in part.

The library in C beside this module is compiled when it is needed; without a compiler there is no proof.
"""

import random
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("power_cut.c")
SECTOR = 512
# SQLite makes it again, from the log, when it opens the database.
NEVER_ON_DISK = "-shm"


class CompilerMissingError(Exception):
    """This machine has no C compiler. The message says it in a sentence."""


def compile_library(folder: Path) -> Path:
    """Return the library, compiled in ``folder``. Raises CompilerMissingError."""
    compiler = next((path for path in map(shutil.which, ("cc", "gcc", "clang")) if path), None)
    if compiler is None:
        raise CompilerMissingError("no C compiler (cc, gcc, clang): power cuts cannot be simulated")
    library = folder / "power_cut.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    return library


class Disk:
    """The folder of the data as a disk holds it. ``harsh``: names and unsynced sectors reach it late, or in part."""

    def __init__(self, data: Path, shadow: Path, library: Path, *, harsh: bool, dice: random.Random) -> None:
        self.data, self._shadow, self._library, self._harsh, self._dice = data.resolve(), shadow, library, harsh, dice
        self.sectors_torn = 0
        self.sync_all()

    def environment(self) -> dict[str, str]:
        """Return what a process needs for its writes to go through the library."""
        return {
            "LD_PRELOAD": str(self._library),
            "POWER_CUT_DATA": str(self.data),
            "POWER_CUT_SHADOW": str(self._shadow),
            "POWER_CUT_HARSH": "1" if self._harsh else "0",
        }

    def sync_all(self) -> None:
        """Let the disk hold the folder as it is now: nothing runs."""
        shutil.rmtree(self._shadow, ignore_errors=True)
        self._shadow.mkdir()
        for path in self._files(self.data):
            shutil.copyfile(path, self._shadow / path.name)

    def cut(self) -> None:
        """Put back into the folder what the disk holds. Every process that wrote there must be dead."""
        held = {path.name: path.read_bytes() for path in self._files(self._shadow)}
        if self._harsh:
            held = {name: self._torn(name, content) for name, content in held.items()}
        for path in self.data.iterdir():
            if path.is_file():
                path.unlink()
        for name, content in held.items():
            (self.data / name).write_bytes(content)
        self.sync_all()

    def _files(self, folder: Path) -> list[Path]:
        found = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        return [path for path in found if not path.name.endswith(NEVER_ON_DISK)]

    def _torn(self, name: str, synced: bytes) -> bytes:
        """Return the synced bytes with some of the sectors written since, drawn by lot: none or all, now and then."""
        live = self.data / name
        written = live.read_bytes() if live.exists() else synced
        share = self._dice.choice((0.0, 0.3, 0.7, 1.0))
        sectors = []
        for at in range(0, max(len(synced), len(written)), SECTOR):
            before, after = synced[at : at + SECTOR], written[at : at + SECTOR]
            takes = before != after and self._dice.random() < share
            self.sectors_torn += takes
            sectors.append((after if takes else before).ljust(SECTOR, b"\0"))
        ends = (len(synced), len(written))
        return b"".join(sectors)[: self._dice.choice(ends) if share not in {0.0, 1.0} else ends[share == 1.0]]
