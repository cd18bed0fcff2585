"""``POST /api/help``: somebody outside calls for help from the phone's page. Answered at once, or not sent at all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ValidationError

from palier.agenda.actions.help import HelpRefused, ask_help
from palier.agenda.models import Outing
from palier.mobile.api.answers import RefusalOut, json_response
from palier.mobile.api.requests import HEADER
from palier.mobile.permissions import standing_of
from palier.structures.permissions import actor_of

router = Router(tags=["terrain"])
UNKNOWN = "Le centre ne connaît pas encore cette sortie."
UNREADABLE = "La demande ne se lit pas. Appelez."


class HelpIn(Schema):
    """D'où l'on appelle."""

    outing: UUID


class HelpOut(Schema):
    """L'équipe, les référent·es et la direction sont prévenu·es."""

    at: str


@router.post(
    "/help",
    url_name="help",
    response={200: HelpOut, **dict.fromkeys((401, 403, 404, 409, 422), RefusalOut)},
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": HelpIn.model_json_schema()}}, "required": True}
    },
    summary="Demander de l'aide depuis une sortie",
)
def field_help(request: HttpRequest) -> HttpResponse:
    """Prévient une fois, même si la demande est répétée. Un téléphone qui attend son code peut demander de l'aide."""
    standing = standing_of(request)
    if standing.membership is None or standing.refusal:
        return json_response({"detail": standing.detail, "reason": standing.reason}, standing.status)
    if HEADER not in request.headers or request.content_type != "application/json":
        return json_response({"detail": UNREADABLE}, 422)
    try:
        asked = HelpIn.model_validate_json(request.body)
    except ValidationError:
        return json_response({"detail": UNREADABLE}, 422)
    outing = Outing.objects.filter(pk=asked.outing).first()
    if outing is None:
        return json_response({"detail": UNKNOWN}, 404)
    try:
        alert = ask_help(outing=outing, asked_by=standing.membership, by=actor_of(request), now=timezone.now())
    except HelpRefused as refused:
        return json_response({"detail": str(refused)}, 409)
    return json_response({"at": alert.raised_at.isoformat()})
