"""What ``palier check --deploy`` says before going online, in French. Wrong values never start at all."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

MAIL_NOWHERE = "django.core.mail.backends.console.EmailBackend"


@register(Tags.security, deploy=True)
def ready_to_go_online(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return one warning for each thing that a service open to others still lacks."""
    folder = Path(settings.DATA_DIR)
    lacks = (
        ("W001", not settings.BASE_URL, "PALIER_BASE_URL est vide : les courriels n'auront pas d'adresse où revenir."),
        ("W002", settings.EMAIL_BACKEND == MAIL_NOWHERE, "PALIER_EMAIL_URL est vide : aucun courriel ne partira."),
        ("W003", not settings.SESSION_COOKIE_SECURE, "HTTPS n'est pas exigé : mettez PALIER_ENV=prod."),
        (
            "W004",
            bool(folder.stat().st_mode & stat.S_IROTH),
            f"Tout le monde peut lire le dossier « {folder} » : chmod 700 le réserve à Palier.",
        ),
        (
            "W006",
            bool(settings.TILES_URL),
            "PALIER_TILES_URL : chaque carte ouverte dit à ce serveur où l'équipe travaille. Préférez-en un à vous.",
        ),
        ("W005", not settings.SOURCE_URL, "PALIER_SOURCE_URL est vide : la licence veut que chacun trouve le code."),
    )
    return [Warning(message, id=f"palier.{number}") for number, is_lacking, message in lacks if is_lacking]
