"""Lines of the log without the secrets that some addresses carry."""

import logging
import re

# Invitations, phones, calendars, relays: a secret is a part of an address, of 32 characters or more. Keys of rows
# (36 characters, dashes at fixed places) tell nothing by themselves and help to find a fault.
_KEY = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SECRET = re.compile(rf"(?<=/)(?!{_KEY}(?![\w-]))[\w-]{{32,}}(?=[/?#\s'\")\]]|$)")
HIDDEN = "[secret]"


def without_secrets(text: str) -> str:
    """Return ``text`` with « [secret] » for each secret that stands in an address."""
    return _SECRET.sub(HIDDEN, text)


class DiscreetFormatter(logging.Formatter):
    """Formats a record, its traceback included, then hides the secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
