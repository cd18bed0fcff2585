"""What a phone knows already, in a word that it keeps and gives back without reading it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# What changes seldom (the members, the places, the texts of consent) comes down again after this.
FACTS_EVERY = timedelta(minutes=15)
LONGEST = 60_000


@dataclass(slots=True)
class Cursor:
    """The stamp of each outing known, by key in hexadecimal, and when the rest came down."""

    user: str = ""
    facts_at: float = 0.0
    outings: dict[str, str] = field(default_factory=dict)

    def wants_facts(self, now: datetime) -> bool:
        """Tell whether the members and the places are too old, or not known."""
        return abs(now.timestamp() - self.facts_at) > FACTS_EVERY.total_seconds()

    def written(self) -> str:
        """Return the word."""
        told = json.dumps([self.user, self.facts_at, self.outings], separators=(",", ":"))
        return urlsafe_b64encode(told.encode()).decode()


def read_cursor(word: str | None, user: str) -> Cursor:
    """Return what ``word`` says; nothing known when it is not one of ours, or is that of another member."""
    if not word or len(word) > LONGEST:
        return Cursor()
    try:
        owner, facts_at, outings = json.loads(urlsafe_b64decode(word))
        found = Cursor(str(owner), float(facts_at), {str(key): str(stamp) for key, stamp in outings.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Cursor()
    return found if found.user == user else Cursor()
