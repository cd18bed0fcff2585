"""``palier work``."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from palier.dashboard.serving import take_up_again
from palier.dashboard.watching import SafetyWatch


class Command(BaseCommand):
    help = (
        "Fait le travail de fond (imports, recherche par le sens) et guette les équipes pas rentrées. "
        "« palier serve » le lance lui-même."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        taken = take_up_again()
        if taken:
            self.stderr.write(f"{taken} travail(s) interrompu(s) : repris.")
        with SafetyWatch():
            call_command("db_worker", interval=1, startup_delay=False, reload=False)
