"""Keep what each place knows of its zones true, when a place or a zone has moved."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from palier.structures.models import Structure
from palier.territory.models import Place, PlaceZone
from palier.territory.queries.locating import zone_index


@transaction.atomic
def locate_places(*, structure: Structure, now: datetime, places: Iterable[Place] | None = None) -> int:
    """Write again in which zones the places lie (None: all of the structure), and return how many links changed.

    Five queries at most, whatever the number of places and zones.
    """
    every = Place.objects.filter(structure=structure)
    links = PlaceZone.objects.filter(structure=structure)
    if places is not None:
        chosen = [place.pk for place in places]
        every, links = every.filter(pk__in=chosen), links.filter(place__in=chosen)
    points = {
        pk: (longitude, latitude)
        for pk, longitude, latitude in every.values_list("pk", "longitude", "latitude")
        if longitude is not None and latitude is not None
    }
    found = zone_index(structure).zones_of_each(list(points.values()))
    wanted = {(place_id, zone_id) for place_id, zones in zip(points, found, strict=True) for zone_id in zones}
    known = {(place_id, zone_id): pk for pk, place_id, zone_id in links.values_list("pk", "place_id", "zone_id")}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    if gone:
        PlaceZone.objects.filter(pk__in=gone).delete()
    new = [
        PlaceZone(structure=structure, place_id=place_id, zone_id=zone_id, created_at=now, updated_at=now)
        for place_id, zone_id in sorted(wanted - known.keys())
    ]
    PlaceZone.objects.bulk_create(new)
    return len(gone) + len(new)
