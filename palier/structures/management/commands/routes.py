"""``palier routes``."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from palier.structures.addresses import addresses

UNCLASSED = 1


class Command(BaseCommand):
    help = "Liste les adresses, qui peut y venir, par quelles méthodes. Statut 1 si l'une n'a pas de classe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Liste en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = addresses()
        if options["json"]:
            rows = [
                {"path": line.path, "name": line.name, "class": line.class_name, "methods": list(line.methods)}
                for line in found
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for line in found:
                self.stdout.write(f"{line.class_name or '?':<28} {','.join(line.methods):<16} {line.path}")
        if not all(line.access for line in found):
            sys.exit(UNCLASSED)
