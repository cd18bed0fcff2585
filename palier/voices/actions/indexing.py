"""Put words in the search: at once what a desk writes, at the next search or triage what phones sent.

A sync of phones writes hundreds of words in a second, and none of them may wait for an index: what it wrote is known
by ``WAITS_FOR_INDEX``, a partial index that is empty most of the time. Meaning is computed in the background, by the
same task as that of the sheets: about 6 ms for each word.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks import task

from palier.core.tenancy import across_structures
from palier.voices.index import WORDS, entry_of
from palier.voices.models import WAITS_FOR_INDEX, Voice

# So many at once before a page that asked is drawn, about a third of a second; the rest goes to the background.
AT_ONCE = 200


@transaction.atomic
def index_words(keys: Iterable[UUID]) -> None:
    """Write in the search what these words say now, in the caller's transaction; those taken back leave it."""
    rows = list(Voice.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys)).order_by("pk"))
    if not rows:
        return
    written = WORDS.put([entry_of(voice) for voice in rows if voice.stands])
    WORDS.remove([voice.pk for voice in rows if not voice.stands])
    Voice.objects.filter(pk__in=[voice.pk for voice in rows]).update(indexed_at=F("updated_at"))
    if written:
        transaction.on_commit(vectorise_words.enqueue)


def catch_up(limit: int = AT_ONCE) -> int:
    """Index at most ``limit`` words of the current structure that wait, and return how many; the rest later."""
    waiting = list(Voice.objects.filter(WAITS_FOR_INDEX).order_by().values_list("pk", flat=True)[: limit + 1])
    if len(waiting) > limit:
        index_waiting.enqueue()
    if waiting:
        index_words(waiting[:limit])
    return len(waiting[:limit])


@task()
def vectorise_words() -> None:
    """Compute the meaning of the words that have none yet."""
    WORDS.vectorise()


@task()
def compact_words() -> None:
    """Merge the search, so that no trace is left in its files of the words that left it."""
    WORDS.compact()


@task()
def index_waiting() -> None:
    """Index all the words that wait, and compute their meaning."""
    index_all()
    WORDS.vectorise()


def index_all() -> int:
    """Index all the words that wait, a few hundred in each transaction, and return how many."""
    count = 0
    # Words of all structures: the index keeps them behind the facet of their own.
    with across_structures():
        while some := catch_up_some():
            count += some
    return count


def catch_up_some() -> int:
    """Index some waiting words of the scope, and return how many."""
    keys = list(Voice.objects.filter(WAITS_FOR_INDEX).order_by().values_list("pk", flat=True)[:AT_ONCE])
    index_words(keys)
    return len(keys)


def forget_erased() -> int:
    """Take out of the search the words whose row is gone, whatever erased it, and return how many."""
    # Rows of all structures are compared with the keys of the one index.
    with across_structures():
        erased = list(WORDS.keys_beside(Voice.objects.values("pk")))
    if not erased:
        return 0
    with transaction.atomic():
        count = WORDS.remove(erased)
    # Their words would otherwise stay readable in the file of the search until it is merged.
    WORDS.compact()
    return count
