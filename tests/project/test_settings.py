"""Starting with a wrong setting ends at once, with a French sentence that says which and why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT

START = """
import django
django.setup()
from django.conf import settings
print(settings.DATABASES["default"]["NAME"])
"""
ONLINE = {
    "PALIER_ALLOWED_HOSTS": "palier.exemple.fr",
    "PALIER_BASE_URL": "https://palier.exemple.fr",
    "DJANGO_SETTINGS_MODULE": "palier.config.settings.prod",
}
MODULE = "DJANGO_SETTINGS_MODULE"

REFUSALS = [
    (
        {"PALIER_DATABASE_URL": "oracle://x/y"},
        "PALIER_DATABASE_URL : valeur « oracle://x/y » refusée, attendu",
    ),
    ({"PALIER_UPLOAD_MAX_MB": "beaucoup"}, "PALIER_UPLOAD_MAX_MB : valeur « beaucoup » refusée, attendu"),
    ({"PALIER_LOG_LEVEL": "tout"}, "PALIER_LOG_LEVEL : valeur « tout » refusée, attendu"),
    ({"PALIER_SECRET_KEY": "court"}, "PALIER_SECRET_KEY : 32 caractères au moins"),
    ({**ONLINE, "PALIER_ALLOWED_HOSTS": ""}, "PALIER_ALLOWED_HOSTS : à remplir en production"),
    ({**ONLINE, "PALIER_BASE_URL": ""}, "PALIER_BASE_URL : à remplir en production"),
    ({**ONLINE, "PALIER_BASE_URL": "http://palier.exemple.fr"}, "PALIER_BASE_URL : à remplir en production"),
    ({**ONLINE, "PALIER_DEBUG": "oui"}, "PALIER_DEBUG : interdit en production"),
]


def start(folder: Path, values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start Django in a process of its own, with ``values`` and no other setting."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PALIER_", "DJANGO_"))}
    defaults = {MODULE: "palier.config.settings.dev", "PALIER_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env={**kept, **defaults, **values},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("values", "message"), REFUSALS, ids=lambda value: str(value)[:40])
def test_wrong_setting_stops_the_start(values: dict[str, str], message: str, tmp_path: Path) -> None:
    ended = start(tmp_path, values)

    assert ended.returncode != 0
    assert message in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize("values", [{}, ONLINE], ids=["dev", "prod"])
def test_right_settings_start_with_all_state_in_the_data_folder(values: dict[str, str], tmp_path: Path) -> None:
    ended = start(tmp_path, values)

    assert ended.stdout == f"{tmp_path / 'palier.sqlite3'}\n", ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_production_protects_cookies_and_asks_for_https(tmp_path: Path) -> None:
    asked = [
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "DEBUG",
    ]
    show = "from django.conf import settings; print([getattr(settings, name) for name in " + repr(asked) + "])"

    ended = subprocess.run(
        [sys.executable, "-c", show],
        cwd=ROOT,
        env={**os.environ, **ONLINE, "PALIER_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout == "[True, True, True, 31536000, False]\n"
