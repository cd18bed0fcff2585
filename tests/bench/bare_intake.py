"""A Django view that inserts the same taps and words and nothing else: no session, no ledger, no sum, no answer."""

import json
from uuid import UUID

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

application = get_wsgi_application()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__


def intake(request: HttpRequest) -> HttpResponse:
    """Write the rows of a request, which names its structure."""
    # The models need the settings to be read.
    from palier.core.ids import uuid7  # noqa: PLC0415
    from palier.fieldlog.models import Tally  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415

    sent, now = json.loads(request.body), timezone.now()
    structure = UUID(request.headers["X-Structure"])
    taps, words = [], []
    for op in sent["ops"]:
        common = {
            "id": uuid7(),
            "structure_id": structure,
            "outing_id": UUID(op["outing"]),
            "made_by_id": UUID(op["user"]),
            "made_at": now,
            "received_at": now,
        }
        payload = {name: value for name, value in op["payload"].items() if name != "entry"}
        if op["kind"] == "tally.add":
            taps.append(Tally(**common, **payload))
        else:
            words.append(Voice(**common, **payload))
    with transaction.atomic():
        Tally.objects.bulk_create(taps)
        Voice.objects.bulk_create(words)
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [path("api/sync", intake)]
application = get_wsgi_application()
