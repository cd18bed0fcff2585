"""Turn ``PALIER_DATABASE_URL`` into Django's database settings.

SQLite runs in WAL with ``synchronous=FULL`` (an acknowledged commit survives a power cut) and takes its lock
at once (``IMMEDIATE``): a deferred transaction that writes late fails under load instead of waiting.
"""

from pathlib import Path
from typing import Any

import environ

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    # What is erased is written over: not every build of SQLite does it by itself; no cost of it was measured.
    " PRAGMA secure_delete=ON;"
)


def database_settings(url: str, folder: Path) -> dict[str, Any]:
    """Return the ``DATABASES["default"]`` entry for ``url``, or for SQLite in ``folder`` when it is empty."""
    if url:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    else:
        # Not through a URL: a folder may be called « Données #1 ».
        config = {"ENGINE": "sqlite", "NAME": str(folder / "palier.sqlite3")}
    if "sqlite" in config["ENGINE"]:
        config["ENGINE"] = "palier.core.sqlite"
        config["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    else:
        config["CONN_HEALTH_CHECKS"] = True
    # Opening SQLite costs 0.7 ms, and the last to close it folds the log back: 2 ms more for a write.
    config["CONN_MAX_AGE"] = 60
    return config
