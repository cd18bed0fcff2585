"""A Django view that inserts the rows of a request and nothing else, by Django's usual means: what ours is beside.

``/api/sync`` inserts every row that stays of the request: 30 taps, 5 voices, 35 lines of the ledger, the log of the
outing, the phone; ``/api/lines`` the taps and the voices alone. One transaction, ``bulk_create`` by table, the settings
of the database that Palier has (synchronous=FULL, fsync=on). No session, no middleware, nothing checked, no sum by
place, hour and month, no version, no answer: a repeat would be an error.
"""

import json
from datetime import datetime
from typing import Any
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
    """Write every row of a request, which names its structure."""
    # The models need the settings to be read.
    from palier.fieldlog.models import OutingLog, Tally  # noqa: PLC0415
    from palier.mobile.models import FieldPhone, Operation  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415

    sent, now, structure = json.loads(request.body), timezone.now(), UUID(request.headers["X-Structure"])
    taps, words = _lines(sent["ops"], structure, now)
    ledger = [
        Operation(id=UUID(op["id"]), structure_id=structure, digest=bytes(16), received_at=now) for op in sent["ops"]
    ]
    first = sent["ops"][0]
    log = OutingLog(
        structure_id=structure,
        outing_id=UUID(first["outing"]),
        version=1,
        people=len(taps),
        voices=len(words),
        last_received_at=now,
    )
    phone = FieldPhone(
        structure_id=structure,
        membership_id=UUID(first["user"]),
        device=UUID(sent["device"]),
        pending=sent["pending"],
        app_version=sent["app"],
        is_persistent=sent["persisted"],
        last_sync_at=now,
    )
    with transaction.atomic():
        Operation.objects.bulk_create(ledger)
        Tally.objects.bulk_create(taps)
        Voice.objects.bulk_create(words)
        OutingLog.objects.bulk_create([log])
        FieldPhone.objects.bulk_create([phone])
    return HttpResponse("{}", content_type="application/json")


def lines(request: HttpRequest) -> HttpResponse:
    """Write the taps and the voices of a request alone."""
    # The models need the settings to be read.
    from palier.fieldlog.models import Tally  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415

    taps, words = _lines(json.loads(request.body)["ops"], UUID(request.headers["X-Structure"]), timezone.now())
    with transaction.atomic():
        Tally.objects.bulk_create(taps)
        Voice.objects.bulk_create(words)
    return HttpResponse("{}", content_type="application/json")


def _lines(ops: list[dict[str, Any]], structure: UUID, now: datetime) -> tuple[list[Any], list[Any]]:
    # The models need the settings to be read.
    from palier.fieldlog.models import Tally  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415

    taps, words = [], []
    for op in ops:
        common = {
            "id": UUID(op["id"]),
            "structure_id": structure,
            "outing_id": UUID(op["outing"]),
            "made_by_id": UUID(op["user"]),
            "device": UUID(op["device"]),
            "made_at": datetime.fromisoformat(op["at"]),
            "received_at": now,
        }
        payload = {name: value for name, value in op["payload"].items() if name != "entry"}
        if op["kind"] == "tally.add":
            taps.append(Tally(**common, **payload))
        else:
            words.append(Voice(**common, **payload))
    return taps, words


urlpatterns = [path("api/sync", intake), path("api/lines", lines)]
application = get_wsgi_application()
