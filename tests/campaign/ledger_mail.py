"""A mail backend that notes each letter in a file, as a mail server would: one line a letter."""

import os
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class LedgerBackend(BaseEmailBackend):
    """Appends « Message-ID, address, subject » to the file named by PALIER_LEDGER."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Note the letters. A line is one write: a kill leaves it whole or absent."""
        descriptor = os.open(os.environ["PALIER_LEDGER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            for message in email_messages:
                fields: list[Any] = [message.extra_headers["Message-ID"], *message.to, message.subject]
                os.write(descriptor, ("\t".join(fields) + "\n").encode())
        finally:
            os.close(descriptor)
        return len(email_messages)
