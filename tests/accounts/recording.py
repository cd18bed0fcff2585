"""A hasher that keeps note of its work: what reached the password check, and when."""

from typing import ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone


class RecordingHasher(MD5PasswordHasher):
    """Fast, unsafe, and never the product's. ``runs`` counts every run; ``checks`` are (hash compared, instant)."""

    runs: ClassVar[int] = 0
    checks: ClassVar[list[tuple[str, float]]] = []

    @classmethod
    def start_again(cls) -> None:
        """Forget what was noted."""
        cls.runs = 0
        cls.checks = []

    def encode(self, password: str, salt: str) -> str:
        # verify() comes through here too: one run is one unit of the server's time.
        RecordingHasher.runs += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        RecordingHasher.checks.append((encoded, timezone.now().timestamp()))
        return super().verify(password, encoded)
