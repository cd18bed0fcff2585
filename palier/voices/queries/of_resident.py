"""What somebody to call back had said."""

from django.db.models import QuerySet

from palier.residents.models import Resident
from palier.voices.models import Voice


def voices_of_resident(resident: Resident) -> QuerySet[Voice]:
    """Return the words about which ``resident`` asked for an answer, in their order; those taken back are left out."""
    found = Voice.objects.filter(outing=resident.outing_id, resident_id=resident.pk, withdrawn_at=None)
    return found.order_by("made_at", "pk")
