"""What has to be done once a day: let go of what is too old, remind those who did not answer."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from palier.accounts.throttling import forget_old
from palier.agenda.actions.attendances import forget_guests
from palier.audit.actions import purge
from palier.core.sqlite.folding import fold_log
from palier.noticeboard.actions.people import forget_joinings
from palier.residents.actions.retention import forget_residents
from palier.structures.actions.invitations import forget_invitations
from palier.structures.actions.retention import forget_codes, replace_names
from palier.voices.actions.indexing import forget_erased, index_all
from palier.voices.actions.reminders import remind_silent
from palier.voices.actions.retention import forget_recipients

# A task that is over may name an address; long enough to see why one failed.
TASKS_KEPT = timedelta(days=14)


def tick(now: datetime) -> dict[str, int]:
    """Do the day's housekeeping, and return how many of each thing were done. Doing it twice does no harm."""
    counts = {
        "names": replace_names(now) + forget_recipients(now),
        "guests": forget_guests(now),
        "residents": forget_residents(now) + forget_joinings(now),
        "invitations": forget_invitations(now),
        "codes": forget_codes(now),
        "reminders": remind_silent(now),
        "indexed": index_all(),
        "unindexed": forget_erased(),
        "audit": purge(now=now),
        "throttles": forget_old(now),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "tasks": DBTaskResult.objects.filter(finished_at__lt=now - TASKS_KEPT).delete()[0],
    }
    fold_log()
    return counts
