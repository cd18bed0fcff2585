"""For a campaign: the instance named by PALIER_DATA_DIR or PALIER_DATABASE_URL, and mails noted in a file."""

from palier.config.settings.base import *  # noqa: F403

EMAIL_BACKEND = "tests.campaign.ledger_mail.LedgerBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
