"""For a campaign: the instance named by PALIER_DATA_DIR or PALIER_DATABASE_URL, and mails noted in a file."""

import os

from palier.config.settings.base import *  # noqa: F403
from palier.config.settings.base import DATABASES

EMAIL_BACKEND = "tests.campaign.ledger_mail.LedgerBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The fault of the power cuts: commits that do not wait for the disk.
SYNCHRONOUS = os.environ.get("PALIER_CAMPAIGN_SYNCHRONOUS", "")
if SYNCHRONOUS:
    DATABASES["default"]["OPTIONS"]["init_command"] += f" PRAGMA synchronous={SYNCHRONOUS};"
