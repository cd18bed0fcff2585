"""Take away one wall at a time, and see whether the tests of the walls notice.

A fault replaces ``Model.objects`` by the manager without walls, on one line of a view, a query or a form that does not
also name the structure. Each runs ``tests/tenancy`` on a copy of the tree. Where the line only follows what a walled
line found, the fault shows nothing to anyone: those not caught are listed, to be read by a person.

``python -m tests.campaign.walls_campaign --count 20 --seed 7`` (``--all`` for every place); figures go to
docs/measures.md.
"""

import argparse
import ast
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from tests.bench.measures import Figure, write_figures
from tests.project.tree import ROOT, repository_files

MANAGER = re.compile(r"\b([A-Z]\w+)\.objects\b")
TENANTS = re.compile(r"^class (\w+)\(Record\):.*?(?=^class |\Z)", re.MULTILINE | re.DOTALL)
LAYERS = {"views", "queries", "forms"}
NAMES = {"structure", "structure_id"}
# Only the addresses of the app that holds the fault: their names begin by its own.
FAILED = {1, 2}  # pytest: a test failed; or, in several processes, the run stopped at it
OPTIONS = ("-x", "-q", "-n", "2", "-p", "no:cacheprovider", "-p", "no:randomly")


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that would no longer keep to its structure."""

    path: str
    line: int
    before: str
    after: str


def tenant_names() -> set[str]:
    """Return the names of the models behind walls, read from the sources."""
    sources = [ROOT / path for path in repository_files() if "/models" in path and path.endswith(".py")]
    blocks = (block for source in sources for block in TENANTS.finditer(source.read_text(encoding="utf-8")))
    return {block[1] for block in blocks if "TenantManager()" in block[0]}


def without_walls(source: str) -> set[int]:
    """Return the lines where there is no wall to take away: they look across structures, or name theirs in the call."""
    blocks = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.With | ast.Call)]
    open_ones = [node for node in blocks if _has_no_wall(node)]
    return {line for node in open_ones for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _has_no_wall(node: ast.With | ast.Call) -> bool:
    if isinstance(node, ast.Call):
        return any(word.arg in NAMES for word in node.keywords)
    return any("across_structures" in ast.unparse(item) for item in node.items)


def faults() -> Iterator[Fault]:
    """Yield each place where a wall can be taken away."""
    walled = tenant_names()
    for path in repository_files():
        parts = Path(path).with_suffix("").parts
        if not path.startswith("palier/") or not path.endswith(".py") or not LAYERS.intersection(parts):
            continue
        source = (ROOT / path).read_text(encoding="utf-8")
        open_lines = without_walls(source)
        for number, line in enumerate(source.splitlines(), start=1):
            found = MANAGER.search(line) if number not in open_lines else None
            if found and found[1] in walled:
                yield Fault(path, number, line, MANAGER.sub(r"\1._base_manager", line))


def copy_tree(folder: Path) -> None:
    """Copy what git knows of the tree."""
    for path in repository_files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)


def is_caught(folder: Path, fault: Fault) -> bool:
    """Plant a fault in the copy, run the tests of the walls until the first failure, and take it out again."""
    target = folder / fault.path
    sound = target.read_text(encoding="utf-8")
    lines = sound.splitlines(keepends=True)
    lines[fault.line - 1] = f"{fault.after}\n"
    target.write_text("".join(lines), encoding="utf-8")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/tenancy", *OPTIONS, "-k", fault.path.split("/")[1]],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    finally:
        target.write_text(sound, encoding="utf-8")
    return run.returncode in FAILED


def main() -> None:
    """Plant faults and print those that were not noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    places = list(faults())
    chosen = places if options.all else random.Random(options.seed).sample(places, min(options.count, len(places)))
    missed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        for fault in tqdm(chosen, unit=" faute"):
            caught = is_caught(folder, fault)
            tqdm.write(f"{'caught' if caught else 'NOT caught'}: {fault.path}:{fault.line} {fault.before.strip()}")
            if not caught:
                missed.append(fault)
    print(f"seed {options.seed}: {len(places)} places, {len(chosen)} faults, {len(chosen) - len(missed)} caught")
    write_figures(
        "murs",
        [
            Figure("Lignes qui gardent un mur", len(places), "lignes"),
            Figure("Murs ôtés, un à un", len(chosen), "fautes"),
            Figure("Fautes vues par les tests", len(chosen) - len(missed), "fautes", target=len(chosen), more=True),
        ],
    )


if __name__ == "__main__":
    main()
