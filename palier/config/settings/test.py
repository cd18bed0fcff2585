"""For the test suite: its own data folder and database, fast password hashing, tasks run at once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="palier-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["PALIER_DATA_DIR"] = str(_folder)
os.environ.setdefault("PALIER_DATABASE_URL", os.environ.get("PALIER_TEST_DATABASE_URL", ""))
os.environ["PALIER_EMAIL_URL"] = "consolemail://"

from palier.config.settings.base import *  # noqa: E402, F403
from palier.config.settings.base import DATABASES  # noqa: E402

GALLERY = True
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: the live server's threads then have connections of their own, as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
