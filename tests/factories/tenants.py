"""Fill a structure: one row at least in each table that belongs to structures, the same word in each of their texts."""

from datetime import time, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from palier.accounts.models import Device, User
from palier.agenda.enums import OutingState
from palier.agenda.models import Meeting, Outing, OutingSeries
from palier.core.ids import uuid7
from palier.core.tenancy import TenantManager
from palier.library.models import ImportRun
from palier.noticeboard.models import Board, Report
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership, Structure
from palier.territory.models import Place, Zone
from palier.voices.models import SharedNeed, Voice

Rows = dict[type[models.Model], Any]
_numbers = count(1)
# Values that the pages need to be true to be shown at all.
SOON = timezone.now() + timedelta(days=2)
HOURS = {"starts_at": SOON, "ends_at": SOON + timedelta(hours=2)}
SPECIAL: dict[type[models.Model], dict[str, Any]] = {
    Meeting: HOURS,
    Outing: {**HOURS, "state": OutingState.CONFIRMEE, "cancel_reason": "", "override_by": None},
    OutingSeries: {
        "starts_on": SOON.date(),
        "ends_on": SOON.date() + timedelta(days=60),
        "start_time": time(9),
        "end_time": time(11),
        "continues": None,
        "weekdays": ["jeudi"],
    },
    Place: {"latitude": 45.1, "longitude": 5.7},
    Zone: {"contour": {"type": "Polygon", "coordinates": [[[5, 45], [6, 45], [6, 46], [5, 45]]]}},
    ImportRun: {"report": None, "path": ""},
    EnrolmentCode: {"membership": None, "used_by": None},
    EnrolledPhone: {"pin": "!"},
    # Words of an outing were heard at its place.
    Voice: {"place": None},
    Board: {"is_open": True},
    # Shown on the board, which every other page may then be held against.
    SharedNeed: {"is_public": True, "outcome": ""},
    Report: {"need": None},
}


def tenant_models() -> list[type[models.Model]]:
    """Return the models whose rows belong to a structure, those that others point to first."""
    found = [model for model in apps.get_models() if isinstance(model._default_manager, TenantManager)]
    return sorted(found, key=lambda model: len(_parents(model, found)))


def _parents(model: type[models.Model], among: list[type[models.Model]]) -> set[type[models.Model]]:
    near = {field.related_model for field in model._meta.concrete_fields if field.related_model in among} - {model}
    return near.union(*(_parents(parent, among) for parent in near)) if near else near


def fill(structure: Structure, word: str) -> Rows:
    """Write one row in each table of ``structure``, with ``word`` in each text, and return them by model."""
    Structure.objects.filter(pk=structure.pk).update(
        name=f"{word} nom", public_name=f"{word} public", address=f"{word} adresse", opening_note=f"{word} heures"
    )
    structure.refresh_from_db()
    user = User.objects.create_user(f"{word.lower()}@exemple.fr", "x", name=f"{word} personne")
    rows: Rows = {Structure: structure, User: user}
    rows[Device] = Device.objects.create(user=user, label=f"{word} appareil", last_seen_at=timezone.now())
    for model in tenant_models():
        rows[model] = _row(model, rows, word)
    return rows


def _row(model: type[models.Model], rows: Rows, word: str) -> Any:
    values = {
        field.name: _value(field, rows, word) for field in model._meta.concrete_fields if _is_to_fill(field, model)
    }
    if model is Membership:
        values |= {"status": MembershipStatus.BENEVOLE, "role": Role.EQUIPIER}
    return model._default_manager.create(**values, **SPECIAL.get(model, {}))


def _is_to_fill(field: Any, model: type[models.Model]) -> bool:
    if field.name in SPECIAL.get(model, {}):
        return False
    if field.primary_key:
        return isinstance(field, models.UUIDField) and not field.has_default()
    if field.name == "structure_id" or field.related_model in {Structure, User, Device}:
        return True
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text or (not field.has_default() and (not field.null or field.is_relation))


def _value(field: Any, rows: Rows, word: str) -> Any:
    now = timezone.now()
    if field.name == "structure_id":
        return rows[Structure].pk
    if field.related_model:
        return rows.get(field.related_model)
    if field.choices:
        return field.choices[0][0]
    match field:
        case models.UUIDField():
            return uuid7()
        case models.JSONField():
            return {"payload": {"text": f"{word} {field.name}"}}
        case models.BinaryField():
            return b"empreinte"
        case models.DateTimeField():
            return now + timedelta(days=1) if "expires" in field.name else now
        case models.DateField():
            return now.date()
        case models.SlugField():
            return f"{word.lower()}-{next(_numbers)}"
        case models.EmailField():
            return f"{word.lower()}{next(_numbers)}@exemple.fr"
        case models.URLField():
            return f"https://{word.lower()}.example/"
        case models.IntegerField():
            return 1
    return f"{word} {field.name} {next(_numbers)}"[: field.max_length or 200]
