"""Measure the suggested themes and the proposals to group, on real labelled texts and on 50,000 words.
Writes docs/measures.md.

    python -m tests.bench.themes_bench --words 50000 --database both

The real texts are read beside the checkout (../shared). Each database is measured in a process of its own, so that
its memory can be told; a PostgreSQL of its own is started.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

import django
from django.conf import settings

from palier.config.databases import database_settings
from tests.bench.measures import Figure, write_figures

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description="Measure the suggested themes and groups.")
    parser.add_argument("--words", type=int, default=50_000)
    parser.add_argument("--database", choices=[*NAMES, "both", "none"], default="both")
    parser.add_argument("--job", choices=["scores", *NAMES], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        print(json.dumps([asdict(figure) for figure in _job(asked.job, asked.words)]))
        return
    write_figures("themes", _printed(_child("scores", asked.words)))
    figures = []
    for database in NAMES if asked.database == "both" else [asked.database]:
        if database in NAMES:
            found = _child(database, asked.words)
            figures += [replace(figure, name=f"{NAMES[database]} : {figure.name}") for figure in found]
    if figures:
        write_figures("themes-load", _printed(figures))


def _printed(figures: list[Figure]) -> list[Figure]:
    print("\n".join(figure.row() for figure in figures), flush=True)
    return figures


def _child(job: str, words: int) -> list[Figure]:
    """Do a job in another process; its figures are the last line it prints."""
    server = [sys.executable, "tools/private_postgres.py", "--"] if job == "postgres" else []
    command = [*server, sys.executable, "-m", "tests.bench.themes_bench", "--job", job, "--words", str(words)]
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(**figure) for figure in json.loads(finished.stdout.rstrip().split("\n")[-1])]


def _job(job: str, words: int) -> list[Figure]:
    url = os.environ["PALIER_TEST_DATABASE_URL"] if job == "postgres" else ""
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        settings.configure(
            INSTALLED_APPS=["palier.core", "palier.search"],
            DATABASES={"default": database_settings(url, Path(folder))},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
            SEMANTIC_SEARCH=True,
        )
        django.setup()
        return _scores() if job == "scores" else _load(words)


def _scores() -> list[Figure]:
    # Imported here: they need the settings above, and scikit-learn only for the baseline.
    from tests.bench import themes_corpus as corpus  # noqa: PLC0415
    from tests.bench import themes_scores as scores  # noqa: PLC0415
    from tests.search.invented_needs import SECOND_HALF  # noqa: PLC0415

    figures = []
    services, projects = corpus.survey(corpus.SERVICES), corpus.projects()
    for name, some, themes in (
        ("Entendre la France OE10", services, corpus.SERVICE_THEMES),
        ("Paris", projects, corpus.PROJECT_THEMES),
    ):
        learnt, asked = some.halves()
        own = {label: [label] for label in learnt.used()}
        figures += scores.suggestion_figures(f"{name}, ses étiquettes", learnt, asked, own)
        learnt, asked = some.named(themes).halves()
        figures += scores.suggestion_figures(f"{name}, thèmes de Palier", learnt, asked, scores.THEME_TEXTS)
    for name, some in (
        ("Entendre la France OE10", services),
        ("Entendre la France, 15 questions", corpus.survey()),
        ("Paris", projects),
    ):
        figures += scores.grouping_figures(name, *some.halves())
    return figures + scores.needs_figures("Besoins inventés, seconde moitié", SECOND_HALF)


def _load(words: int) -> list[Figure]:
    # Imported here: it needs the settings of the job.
    from tests.bench import themes_load  # noqa: PLC0415

    return themes_load.run(words)


if __name__ == "__main__":
    main()
