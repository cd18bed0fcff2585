"""``POST /api/sync``: what a phone wrote comes in, what it has to know comes down."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from palier.accounts.devices import label_of
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Receipt, Sender
from palier.mobile.actions.phones import PhoneReport, note_phone
from palier.mobile.api.answers import RefusalOut, SyncOut, answer_of, json_response
from palier.mobile.api.requests import RequestRefused, SyncIn, check_pace, read_request
from palier.mobile.clocks import PhoneClock
from palier.mobile.envelopes import NotJson, Reading, read_operations
from palier.mobile.permissions import Standing, standing_of
from palier.mobile.queries.changes import changes_since
from palier.residents.actions.keys import public_key_of
from palier.structures.permissions import actor_of

router = Router(tags=["terrain"])
REFUSALS = (401, 403, 409, 413, 422, 429)
BODY = {"content": {"application/json": {"schema": SyncIn.model_json_schema()}}, "required": True}


@router.post(
    "/sync",
    url_name="sync",
    response={200: SyncOut, **dict.fromkeys(REFUSALS, RefusalOut)},
    openapi_extra={"requestBody": BODY},
    summary="Recevoir ce qu'un téléphone a noté",
)
def sync(request: HttpRequest) -> HttpResponse:
    """Tout ou rien n'est jamais perdu : chaque opération est enregistrée ou mise de côté, avec un reçu.

    Demande une session, l'en-tête `X-Palier-Terrain: 1` et du JSON ; 500 opérations et 4 Mo au plus.
    """
    now = timezone.now()
    try:
        return _answer(request, now)
    except RequestRefused as refused:
        told = {"detail": refused.detail, **({"reason": refused.reason} if refused.reason else {})}
        response = json_response(told, refused.status)
        if refused.retry_after:
            response.headers["Retry-After"] = str(refused.retry_after)
        return response


def _answer(request: HttpRequest, now: datetime) -> HttpResponse:
    standing = standing_of(request)
    member = standing.membership
    if member is None:
        raise RequestRefused(401, standing.detail, reason=standing.reason)
    asked = read_request(request)
    check_pace(member.pk, now)
    if asked.user is not None and asked.user != member.pk:
        raise RequestRefused(409, "Un autre compte est ouvert sur ce téléphone.", reason="account")
    if not asked.ops and standing.is_upload_only:
        raise RequestRefused(standing.status, standing.detail, reason=standing.reason)
    clock = PhoneClock.seen(sent_at=asked.sent_at, received_at=now)
    report = _report(request, asked, clock, standing)
    readings, receipts = _received(request, asked, clock, standing, report)
    # The phone sends the rest at once: what changed comes down with the last part.
    has_more = asked.pending > len(asked.ops) > 0
    changes, cursor = None, asked.cursor
    if not standing.is_upload_only and not has_more:
        changes, cursor = changes_since(member, asked.cursor, now, key=partial(public_key_of, now=now))
    return answer_of(readings, receipts, locked=standing.is_upload_only, changes=changes, cursor=cursor, now=now)


def _received(
    request: HttpRequest, asked: SyncIn, clock: PhoneClock, standing: Standing, report: PhoneReport
) -> tuple[Sequence[Reading], Sequence[Receipt]]:
    if not asked.ops:
        note_phone(report)
        return [], []
    try:
        readings = read_operations(asked.ops, clock)
    except NotJson as error:
        raise RequestRefused(422, "L'envoi ne se lit pas. Rien n'est perdu : le téléphone garde tout.") from error
    assert standing.membership is not None  # the caller refused nobody's request
    sender = Sender(standing.membership, actor_of(request), standing.refusal)
    return readings, receive_batch(readings=readings, sender=sender, now=clock.received_at, report=report)


def _report(request: HttpRequest, asked: SyncIn, clock: PhoneClock, standing: Standing) -> PhoneReport:
    left = max(0, asked.pending - len(asked.ops))
    oldest = clock.put_right(asked.oldest_pending_at) if left and asked.oldest_pending_at else None
    assert standing.membership is not None
    return PhoneReport(
        membership=standing.membership,
        device=asked.device,
        label=label_of(request),
        pending=left,
        oldest_pending_at=oldest,
        app=asked.app,
        is_persistent=asked.persisted,
        now=clock.received_at,
    )
