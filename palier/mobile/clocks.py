"""Put the hours of a phone right: its clock may be days off, and it says what it shows when it sends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import is_naive, make_aware

# Under this, the difference is the time of the journey, not a fault of the clock.
JOURNEY = timedelta(minutes=2)
# An hour further back than this is that of a phone without a clock: the hour of arrival is nearer to the truth.
OLDEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class PhoneClock:
    """How far a phone's clock is ahead of the server's (negative: behind), seen at ``received_at``."""

    ahead: timedelta
    received_at: datetime

    @classmethod
    def seen(cls, *, sent_at: datetime, received_at: datetime) -> "PhoneClock":
        """Return the clock of a phone that says it sends at ``sent_at`` what arrives at ``received_at``."""
        ahead = sent_at - received_at
        return cls(ahead if abs(ahead) > JOURNEY else timedelta(0), received_at)

    def put_right(self, at: datetime) -> datetime:
        """Return the true instant of what the phone says happened ``at``; never after it was received."""
        try:
            true = (make_aware(at) if is_naive(at) else at) - self.ahead
            is_possible = self.received_at - OLDEST < true
        except (OverflowError, ValueError):
            return self.received_at
        return min(true, self.received_at) if is_possible else self.received_at
