"""``palier keys renew``."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from palier.residents.actions.keys import renew_keys

WORDS = {
    "made": "clés neuves, données aux téléphones à leur prochain envoi",
    "kept": "anciennes clés gardées, chiffrées avec la clé secrète d'aujourd'hui",
    "lost": "anciennes clés que plus aucune clé secrète n'ouvre : leurs noms sont illisibles",
}


class Command(BaseCommand):
    help = "Donne une clé neuve à chaque structure, pour sceller les noms des personnes à rappeler."

    def add_arguments(self, parser: CommandParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True, metavar="renew")
        renew = jobs.add_parser("renew", help="Renouveler les clés.")
        renew.add_argument("--json", action="store_true", help="Comptes en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        renewal = asdict(renew_keys(now=timezone.now()))
        if options["json"]:
            self.stdout.write(json.dumps(renewal))
            return
        for name, count in renewal.items():
            self.stdout.write(f"{count:>6}  {WORDS[name]}")
