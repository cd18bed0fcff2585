"""Measure the search on an invented library: times, memory, and whether both databases find the same.
Writes docs/measures.md.

    python -m tests.bench.search_bench --sizes 20000,200000 --database sqlite
    python -m tests.bench.search_bench --sizes 20000 --database both --url postgres://palier@127.0.0.1/bench

The PostgreSQL database must exist, and be empty or used by an earlier bench. Each size runs in a process of
its own, so that its memory can be told.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

import django
from django.conf import settings

from palier.config.databases import database_settings
from tests.bench.measures import Figure, write_figures


def main() -> int:
    """Print the figures of each size; return 1 if both databases were asked and differ."""
    arguments = _arguments()
    folder = Path(arguments.folder or tempfile.mkdtemp(prefix="palier-bench-"))
    if arguments.child:
        _measure(arguments, int(arguments.sizes), folder)
        return 0
    differing, figures = 0, list[Figure]()
    for size in arguments.sizes.split(","):
        asked = ["sqlite", "postgres"] if arguments.database == "both" else [arguments.database]
        found = []
        for database in asked:
            measured, marks = _child(arguments, size, database, folder)
            name = "SQLite" if database == "sqlite" else "PostgreSQL"
            figures += [replace(figure, name=f"{name}, {size} fiches : {figure.name}") for figure in measured]
            found.append(marks)
        if len(found) == 2:
            differing += _report_differences(size, *found)
    write_figures("search", figures)
    return 1 if differing else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the search.")
    parser.add_argument("--sizes", default="20000")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--url", default="", help="of a PostgreSQL database for benches")
    parser.add_argument("--folder", default="", help="keeps the SQLite databases, to measure again")
    parser.add_argument("--no-meaning", action="store_true", help="leave the meaning queries out")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _child(
    arguments: argparse.Namespace, size: str, database: str, folder: Path
) -> tuple[list[Figure], dict[str, str]]:
    """Measure one size in another process; return its figures and the mark of the hits of each query."""
    command = [sys.executable, "-m", "tests.bench.search_bench", "--child", "--sizes", size]
    command += ["--database", database, "--url", arguments.url, "--folder", str(folder)]
    command += ["--no-meaning"] if arguments.no_meaning else []
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    *lines, result = finished.stdout.rstrip("\n").split("\n")
    print("\n".join(lines), flush=True)
    figures, marks = json.loads(result)
    return [Figure(**figure) for figure in figures], marks


def _report_differences(size: str, first: dict[str, str], second: dict[str, str]) -> int:
    different = [query for query in first if first[query] != second[query]]
    print(f"{size} sheets: {len(first) - len(different)} of {len(first)} queries have the same hits and counts")
    for query in different:
        print(f"  differs: {query}")
    return len(different)


def _measure(arguments: argparse.Namespace, size: int, folder: Path) -> None:
    place = folder / str(size)
    place.mkdir(parents=True, exist_ok=True)
    url = arguments.url if arguments.database == "postgres" else ""
    settings.configure(
        INSTALLED_APPS=["palier.core", "palier.search"],
        DATABASES={"default": database_settings(url, place)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SEMANTIC_SEARCH=not arguments.no_meaning,
    )
    django.setup()
    # Imported here: it needs the settings above.
    from tests.bench import search_measures  # noqa: PLC0415

    print(f"== {arguments.database}, {size} sheets")
    figures, marks = search_measures.run(size, with_meaning=not arguments.no_meaning)
    print(json.dumps([[asdict(figure) for figure in figures], marks]))


if __name__ == "__main__":
    sys.exit(main())
