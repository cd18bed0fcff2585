"""``palier tick``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from palier.dashboard.ticking import tick

WORDS = {
    "names": "noms remplacés",
    "guests": "noms de personnes invitées remplacés",
    "residents": "noms de personnes à rappeler effacés",
    "invitations": "invitations effacées",
    "codes": "codes d'entrée effacés",
    "reminders": "relances envoyées, silences signalés",
    "indexed": "paroles mises dans la recherche",
    "unindexed": "paroles effacées sorties de la recherche",
    "audit": "lignes du journal effacées",
    "throttles": "compteurs d'essais effacés",
    "sessions": "connexions expirées effacées",
    "tasks": "travaux finis effacés",
}


class Command(BaseCommand):
    help = "Fait le rangement du jour : noms à remplacer, relances, journal de plus d'un an, ce qui a expiré."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Comptes en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = tick(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for name, count in counts.items():
            self.stdout.write(f"{count:>6}  {WORDS[name]}")
