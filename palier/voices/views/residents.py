"""What somebody to call back had said: read before calling, without opening the name."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from palier.residents.models import Resident
from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.queries.of_resident import voices_of_resident


@require_safe
@route(Permission.RESIDENTS_CALL)
def resident_words(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Show the words about which somebody waits for an answer."""
    people = Resident.objects.filter(withdrawn_at=None).select_related("outing__place")
    resident = get_object_or_404(people, pk=resident_id)
    context = {"resident": resident, "voices": voices_of_resident(resident)}
    return render(request, "voices/resident_words.html", context)
