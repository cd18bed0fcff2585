"""Invented lines of the field log, written by the product's own actions: their sums are there too."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

from PIL import Image

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.photos import keep_picture, put_photos
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.tallies import NewTally, add_tallies
from palier.fieldlog.models import Debrief, Encounter, Entry, Observation, Orientation, Photo
from palier.fieldlog.origin import Origin
from palier.structures.models import Membership

Line = TypeVar("Line", bound=Entry)
PHONE = UUID("0190b7a2-0000-7000-8000-00000000f00d")


def make_origin(
    membership: Membership | None = None,
    *,
    at: datetime,
    clock: UUID | None = None,
    device: UUID | None = PHONE,
    received_at: datetime | None = None,
) -> Origin:
    """Return the origin of something said at ``at`` on a phone, received one minute later unless told."""
    return Origin(
        membership=membership,
        device=device,
        made_at=at,
        received_at=received_at or at + timedelta(minutes=1),
        clock=clock or uuid7(),
    )


def make_tallies(
    outing: Outing, *cells: dict[str, Any], by: Membership | None = None, at: datetime | None = None
) -> None:
    """Count people met: a cell is the fields of a tally, ``{"age": "18_24", "step": 2}``; one person without any."""
    at = at or outing.starts_at + timedelta(minutes=20)
    rows = [NewTally(outing=outing, origin=make_origin(by, at=at), **cell) for cell in cells or ({},)]
    with structure_scope(outing.structure_id):
        add_tallies(rows=rows)


def make_line(
    model: type[Line], outing: Outing, *, by: Membership | None = None, at: datetime | None = None, **fields: Any
) -> Line:
    """Return a saved line of ``model``; ``fields`` are those that one fills in."""
    entry = uuid7()
    origin = make_origin(by, at=at or outing.starts_at + timedelta(minutes=30), clock=entry)
    with structure_scope(outing.structure_id):
        put_lines(model=model, puts=[Put(outing, entry, fields, origin)])
        return model._default_manager.select_related("outing").get(pk=entry)


def make_encounter(outing: Outing, **fields: Any) -> Encounter:
    """Return a saved conversation."""
    return make_line(Encounter, outing, **fields)


def make_orientation(outing: Outing, **fields: Any) -> Orientation:
    """Return a saved orientation, to the Caf unless told."""
    return make_line(Orientation, outing, **{"target": "caf", **fields})


def make_observation(outing: Outing, text: str = "Le banc est cassé.", **fields: Any) -> Observation:
    """Return a saved observation of the place."""
    return make_line(Observation, outing, text=text, **fields)


def make_debrief(outing: Outing, **fields: Any) -> Debrief:
    """Return a saved debrief, which closes the log of ``outing``."""
    return make_line(Debrief, outing, **fields)


def make_photo(outing: Outing, *, by: Membership | None = None, caption: str = "Le parvis") -> Photo:
    """Return a saved photo, and its file."""
    entry = uuid7()
    picture = keep_picture(data=picture_bytes(), structure_id=outing.structure_id)
    origin = make_origin(by, at=outing.starts_at + timedelta(minutes=40), clock=entry)
    with structure_scope(outing.structure_id):
        put_photos(puts=[Put(outing, entry, {"picture": picture, "caption": caption}, origin)])
        return Photo.objects.get(pk=entry)


def picture_bytes(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    """Return a small JPEG."""
    target = BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "JPEG")
    return target.getvalue()
