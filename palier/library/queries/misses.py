"""Reads of the searches that found nothing."""

from django.db.models import Q, QuerySet

from palier.core.tenancy import across_structures
from palier.library.models import SearchMiss
from palier.library.permissions import keeps_shared
from palier.structures.models import Membership


def misses_for(reader: Membership) -> QuerySet[SearchMiss]:
    """Return the searches without result of the reader's structure, and those of visitors for who looks after them."""
    mine = Q(structure=reader.structure_id)
    # Visitors' searches belong to no structure, so that no scope shows them.
    with across_structures():
        return SearchMiss.objects.filter(mine | Q(structure=None) if keeps_shared(reader) else mine)
