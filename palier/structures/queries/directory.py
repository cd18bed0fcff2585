"""Every structure of the instance, for who holds the server."""

from django.db.models import Count, Q, QuerySet

from palier.core.tenancy import across_structures
from palier.structures.models import Structure


def structures_with_counts() -> QuerySet[Structure]:
    """Return the structures by name, with ``members``: how many people are in each. Not one of their names."""
    # Counted for the command line, which can read the whole database.
    with across_structures():
        active = Count("memberships", filter=Q(memberships__ended_at=None))
        return Structure.objects.annotate(members=active).select_related("federation").order_by("name", "id")
