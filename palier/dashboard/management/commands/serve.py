"""``palier serve``."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from palier.dashboard.serving import AddressRefused, check_address, serve

REFUSED = 2


class Command(BaseCommand):
    help = "Sert Palier, avec le travail de fond (imports, recherche par le sens)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Adresse d'écoute (127.0.0.1 : cette machine seule).")
        parser.add_argument("--port", type=int, default=8000, help="Port d'écoute.")
        parser.add_argument("--workers", type=int, default=1, help="Nombre de processus du serveur.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_address(options["host"], options["port"])
        except AddressRefused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(REFUSED)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Palier répond sur http://{options['host']}:{options['port']} (Ctrl+C pour arrêter).")
        self.stdout.flush()
        serve(host=options["host"], port=options["port"], workers=options["workers"])
