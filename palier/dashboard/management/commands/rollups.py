"""``palier rollups rebuild``."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from palier.core.tenancy import structure_scope
from palier.dashboard.queries.outing_log import ALL_LINES
from palier.fieldlog.actions.rebuilding import Rebuilt, rebuild_rollups
from palier.structures.models import Structure

WRONG = 1
WORDS = {
    "outings": "sorties relues",
    "logs": "sommes de sorties",
    "cells": "sommes par case",
    "hours": "sommes par heure",
    "months": "sommes du mois",
}


class Command(BaseCommand):
    help = "Refait les sommes du carnet de bord à partir de ses lignes, structure par structure, ou les vérifie."

    def add_arguments(self, parser: CommandParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True, metavar="rebuild")
        rebuild = jobs.add_parser("rebuild", help="Refaire les sommes.")
        rebuild.add_argument(
            "--check", action="store_true", help="Vérifier sans rien écrire ; code 1 si une est fausse."
        )
        rebuild.add_argument("--json", action="store_true", help="Comptes en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Namespace(**options)
        totals = dict.fromkeys(WORDS, 0)
        for structure in Structure.objects.order_by("name", "pk"):
            for name, count in asdict(_rebuilt(structure, check=asked.check)).items():
                totals[name] += count
        is_right = not sum(count for name, count in totals.items() if name != "outings")
        if asked.json:
            self.stdout.write(json.dumps({**totals, "is_right": is_right, "checked_only": asked.check}))
        else:
            self._print(totals, check=asked.check, is_right=is_right)
        if asked.check and not is_right:
            sys.exit(WRONG)

    def _print(self, totals: dict[str, int], *, check: bool, is_right: bool) -> None:
        done = " à refaire" if check else " refaites"
        for name, count in totals.items():
            self.stdout.write(f"{count:>8}  {WORDS[name]}{'' if name == 'outings' else done}")
        if is_right:
            self.stdout.write("Toutes les sommes sont justes.")


def _rebuilt(structure: Structure, *, check: bool) -> Rebuilt:
    with structure_scope(structure.pk), tqdm(desc=structure.name, unit=" sortie", disable=None, leave=False) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return rebuild_rollups(structure=structure, models=ALL_LINES, now=timezone.now(), check=check, tell=tell)
